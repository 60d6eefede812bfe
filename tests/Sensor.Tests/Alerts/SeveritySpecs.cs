using Sensor.Alerts;
using Sensor.Dissectors.Contract;
using Sensor.Inventory;
using Sensor.Site;
using static Sensor.Tests.Alerts.DeskBench;

namespace Sensor.Tests.Alerts;

/// <summary>The table of severities in docs/alerts.md: what it means, times what depends on the device, times how sure it is.</summary>
public sealed class SeveritySpecs
{
    private readonly DeskBench _bench = new();

    [Theory]
    [InlineData("unstated", "unstated", "Medium", 0)]
    [InlineData("medium", "high", "Medium", 0)]
    [InlineData("life-critical", "unstated", "High", 1)]
    [InlineData("unstated", "life-critical", "High", 1)]
    [InlineData("low", "life-critical", "High", 1)]
    [InlineData("low", "unstated", "Medium", 0)]
    [InlineData("unstated", "low", "Medium", 0)]
    [InlineData("low", "low", "Low", 1)]
    public void Where_a_device_does_something_to_another_the_more_critical_counts(string actor, string victim, string severity, int sentences) =>
        AssertWeighed(Between(actor, victim), severity, sentences);

    [Theory]
    [InlineData("life-critical", "unstated", "Medium", 0)]
    [InlineData("unstated", "life-critical", "High", 1)]
    [InlineData("life-critical", "low", "Low", 1)]
    public void Where_something_is_done_to_a_device_only_that_one_counts(string actor, string victim, string severity, int sentences) =>
        AssertWeighed(Between(actor, victim, byVictim: true), severity, sentences);

    [Theory]
    [InlineData(Quality.Clean, "Medium", 0)]
    [InlineData(Quality.MidStream, "Medium", 0)]
    [InlineData(Quality.OneSided, "Medium", 0)]
    [InlineData(Quality.Gap, "Low", 1)]
    [InlineData(Quality.Cut | Quality.Gap, "Low", 1)]
    [InlineData(Quality.LossyMirror, "Low", 1)]
    public void Damaged_data_weighs_less(Quality quality, string severity, int sentences) =>
        AssertWeighed(Doubted(Between("unstated", "unstated"), quality), severity, sentences);

    [Fact]
    public void What_raises_and_what_lowers_are_both_said() =>
        AssertWeighed(Doubted(Between("unstated", "life-critical"), Quality.Gap), "Medium", 2);

    [Theory]
    [InlineData("Critical", "life-critical", "Critical")]
    [InlineData("Low", "low", "Low")]
    public void The_scale_has_ends(string reason, string criticality, string severity) =>
        AssertWeighed(Between(criticality, criticality, reason: Reason("x", 1, "rule", Enum.Parse<Severity>(reason))), severity, 0);

    [Theory]
    [InlineData(1, 1, "Medium")]
    [InlineData(2, 4, "Medium")]
    [InlineData(3, 1, "High")]
    [InlineData(1, 5, "High")]
    [InlineData(3, 5, "High")]
    public void Much_evidence_or_many_devices_make_an_incident_one_more_severe(int kinds, int devices, string severity) =>
        Assert.Equal(severity, SeverityScale.OfIncident(Severity.Medium, kinds, devices).ToString());

    [Fact]
    public void An_incident_says_what_made_it_worse()
    {
        foreach (var reason in new[] { Rule, AlertCatalogue.RateHigh, AlertCatalogue.UnseenTransition })
        {
            _bench.Raise(reason, 1, 2);
        }

        var incident = _bench.Desk.Find(1)!;
        Assert.Equal(Severity.High, incident.Severity);
        Assert.Equal(["3 kinds of evidence speak for it (rule, rate, sequence): one more severe."], SeverityScale.Because(incident));
    }

    private static void AssertWeighed(Alert alert, string severity, int sentences)
    {
        var weighed = SeverityScale.Weigh(alert);
        Assert.Equal((severity, sentences), (weighed.Severity.ToString(), weighed.SeverityBecause.Count));
    }

    private static Alert Doubted(Alert alert, Quality quality)
    {
        var header = alert.Header;
        header.Quality = quality;
        return alert with { Header = header };
    }

    private Alert Between(string actor, string victim, bool byVictim = false, AlertReason? reason = null)
    {
        var site = new SiteKnowledge(new SiteDescription { Systems = [System(_bench.Device(1), actor), System(_bench.Device(2), victim)] });
        _bench.Device(1).LookUp(site);
        _bench.Device(2).LookUp(site);
        return _bench.Make(reason ?? Rule, 1, 2, byVictim: byVictim);
    }

    private static KnownSystem System(Device device, string criticality)
    {
        Assert.True(AddressRange.TryParse(device.AddressText, out var range, out _));
        var place = Criticalities.Words.ToList().IndexOf(criticality);
        return new KnownSystem(criticality) { Addresses = [range], Criticality = (Criticality)(place + 1) };
    }
}
