using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>Patient monitors and SDC devices, from packets to events, inventory, summary and alerts.</summary>
public sealed class BedsideTests(CaptureRuns runs)
{
    private const string Monitor = "parts/bedside-intellivue.pcap";
    private const string Sdc = "parts/bedside-sdc.pcap";
    private const string Endpoint = "urn:uuid:11f8a4a0-6d3c-4c3e-9a5a-0d5f0c9d1a01";

    [Fact]
    public void What_a_gateway_asks_of_a_monitor_is_told_and_counted()
    {
        Assert.Equal(
            [
                "CONNECT INDICATION ", "ASSOCIATE ok", "MDS CREATE ", "POLL ok", "POLL ", "EXTENDED POLL ok", "SET refused access denied", "RELEASE ok", "POLL ok 10 more",
            ],
            Pumps(Monitor).Select(p => $"{Text(p, "command")} {Text(p, "outcome")}{Before(Text(p, "reason"))}{(p.TryGetProperty("repeats", out var more) ? $" {more} more" : "")}"));
        Assert.Equal(
            """{"intellivue":{"requests":15,"responses":19,"commands":{"ASSOCIATE":1,"EXTENDED POLL":1,"POLL":11,"RELEASE":1,"SET":1}}}""",
            JsonSerializer.Serialize(runs.Of(Monitor).Summary.GetProperty("pump")));
        Assert.Equal("""{"intellivue":2}""", JsonSerializer.Serialize(runs.Of(Monitor).Summary.GetProperty("protocols")));
    }

    [Fact]
    public void A_monitor_is_in_the_inventory_at_its_own_address_and_is_no_pump()
    {
        var monitor = Assert.Single(runs.Of(Monitor).Devices, d => Has(d, "serials", "DE00000001"));

        Assert.True(Has(monitor, "ips", "10.30.0.21"));
        Assert.Equal(("M8007A", true), (Text(monitor, "model"), Has(monitor, "software", "H.10.02")));
        Assert.DoesNotContain(monitor.GetProperty("roles").EnumerateArray(), r => Text(r, "role") == "pump");
    }

    [Fact]
    public void Discovery_and_commands_of_SDC_are_told_and_counted()
    {
        Assert.Equal(
            ["hello", "probe", "probe_match", "bye", "hello", "probe", "probe_match", "bye"],
            runs.Of(Sdc).EventsOf("wsd").Select(e => Text(e.GetProperty("wsd"), "kind")));
        Assert.Equal(
            ["Metadata", "GetMdib read ok", "SetValue rate pending", "SetAlertState alarm-silence pending", "Activate bolus pending", "SetContextState configuration failure", "GetMdib read ok"],
            Pumps(Sdc).Take(7).Select(p => $"{Text(p, "command")}{Before(Text(p, "class"))}{Before(Text(p, "outcome"))}"));
        Assert.Equal(
            """{"sdc":{"requests":14,"responses":16,"commands":{"Activate":2,"GetMdib":6,"SetAlertState":2,"SetContextState":2,"SetValue":2}}}""",
            JsonSerializer.Serialize(runs.Of(Sdc).Summary.GetProperty("pump")));
        Assert.Contains(runs.Of(Sdc).Devices, d => Has(d, "ips", "10.30.0.21") && Has(d, "serials", Endpoint) && Text(d, "model") == "Syringe 7");
    }

    [Fact]
    public void An_endpoint_in_clear_that_shows_up_elsewhere_and_a_silenced_alarm_are_alerted()
    {
        var alerts = runs.Of(Sdc).Alerts.Select(a => (a.GetProperty("alert").GetProperty("signature_id").GetInt32(), Text(a, "src_ip"))).ToList();

        Assert.Equal([(2419, "10.30.0.21"), (2280, "10.30.0.12"), (2264, "10.30.0.12"), (2418, "10.30.0.31")], alerts);
    }

    [Theory]
    [InlineData(Monitor)]
    [InlineData(Sdc)]
    public void Nobody_is_named(string capture)
    {
        var result = runs.Of(capture);
        var written = string.Concat(ReplayResult.FileNames.Select(n => File.ReadAllText(result.PathOf(n)))) + result.Outcome.Said;

        Assert.All(["PAT-4711", "DOE", "JANE"], name => Assert.DoesNotContain(name, written, StringComparison.Ordinal));
    }

    private IEnumerable<JsonElement> Pumps(string capture) => runs.Of(capture).EventsOf("pump").Select(e => e.GetProperty("pump"));

    private static bool Has(JsonElement e, string list, string value) => e.GetProperty(list).EnumerateArray().Any(v => v.GetString() == value);

    private static string Before(string? text) => text is null ? "" : " " + text;

    private static string? Text(JsonElement e, string member) => e.TryGetProperty(member, out var value) ? value.GetString() : null;
}
