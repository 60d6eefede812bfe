using System.Text.Json;
using Sensor.Alerts;
using Sensor.Commands.Reporting;

namespace Sensor.Tests.Report;

/// <summary>Alerts are added up to incidents in bounded room.</summary>
public sealed class AlertGatheringTests
{
    private const long Minute = 60_000_000_000;

    private static JsonElement Line(int number, int severity, string? incident = null, int step = 1, int minute = 0, string device = "dev-000001") => JsonSerializer.SerializeToElement(new
    {
        timestamp = $"2026-11-21T{minute / 60:D2}:{minute % 60:D2}:00.000000+0000",
        alert = new { severity },
        anomaly = new { id = $"alert-{number:D6}", device = new { id = device }, incident = incident is null ? null : new { id = incident, step } },
    });

    private static JsonElement Standing(int number, string severity, int opened, int last) => JsonSerializer.SerializeToElement(new
    {
        id = $"alert-{number:D6}",
        alerts = 1,
        anomalies = 400,
        opened = $"2026-11-21T00:{opened:D2}:00.000000+0000",
        last = $"2026-11-21T00:{last:D2}:00.000000+0000",
        severity,
    });

    [Fact]
    public void An_incident_is_one_and_as_bad_as_the_worst_of_its_alerts()
    {
        var gathered = new AlertGathering(null, null);
        gathered.Add(Line(1, 4, "alert-000001"));
        gathered.Add(Line(2, 3));
        gathered.Add(Line(3, 1, "alert-000001", step: 2));
        gathered.Add(Line(4, 2, "alert-000001", step: 3));

        Assert.Equal((2, 4), (gathered.Total, gathered.Lines));
        Assert.Equal([(Severity.Critical, 1), (Severity.High, 0), (Severity.Medium, 1), (Severity.Low, 0)], gathered.BySeverity);
        var worst = gathered.Worst.First();
        Assert.Equal(("alert-000001", "alert-000003", "alert-000004"), (worst.Id, IdOf(worst.Worst), IdOf(worst.Latest)));
        Assert.Equal(2, gathered.Of("dev-000001"));
    }

    [Fact]
    public void The_worst_are_kept_and_all_are_counted()
    {
        var gathered = new AlertGathering(null, null);
        for (var i = 1; i <= 10_000; i++)
        {
            gathered.Add(Line(i, 1 + (i % 4), minute: i % 1440));
        }

        Assert.Equal(10_000, gathered.Total);
        Assert.Equal(AlertGathering.Kept, gathered.Worst.Count());
        Assert.All(gathered.Worst, s => Assert.Equal(1, s.Worst!.Value.GetProperty("alert").GetProperty("severity").GetInt32()));
        Assert.Equal(10_000, gathered.OverTime.Sum(t => t.Counts.Sum()));

        // What gets worse after it was left out comes back.
        gathered.Add(Line(10_001, 1, "alert-000001", step: 2));
        Assert.Equal(10_000, gathered.Total);
        Assert.Equal(2_501, gathered.BySeverity[0].Count);
    }

    [Fact]
    public void Only_the_period_counts()
    {
        var gathered = new AlertGathering(since: 1_795_219_200_000_000_000 + 600_000_000_000, until: 1_795_219_200_000_000_000 + 1_200_000_000_000);
        for (var i = 0; i < 60; i++)
        {
            gathered.Add(Line(i, 2, minute: i));
        }

        Assert.Equal(11, gathered.Total);
    }

    [Fact]
    public void An_incident_belongs_to_every_period_in_which_it_went_on_and_is_told_as_it_stands()
    {
        const long From = 1_795_219_200_000_000_000 + (30 * Minute), To = From + (10 * Minute);
        var gathered = new AlertGathering(From, To);
        gathered.AddIncident(Standing(1, "critical", opened: 0, last: 35));
        gathered.AddIncident(Standing(2, "high", opened: 5, last: 29));
        gathered.AddIncident(Standing(3, "low", opened: 41, last: 50));
        gathered.Add(Line(1, 3, "alert-000001", minute: 0));
        gathered.Add(Line(2, 2, minute: 5));
        gathered.Add(Line(3, 4, minute: 41));

        var report = new AlertReporting(_ => new Sensor.Report.DeviceRef("", "?", null), _ => null, _ => null).Of(gathered);
        var story = Assert.Single(report.Stories);
        Assert.Equal(("alert-000001", Severity.Critical, 400, From + (5 * Minute)), (story.Id, story.Severity, story.Incident!.Anomalies, story.Incident.Last));
        Assert.Equal((1, 0, 1), (gathered.Total, gathered.Lines, gathered.Of("dev-000001")));
    }

    [Fact]
    public void An_incident_whose_alerts_are_no_longer_kept_is_told_without_them()
    {
        var gathered = new AlertGathering(null, null);
        gathered.AddIncident(Standing(7, "high", opened: 0, last: 35));

        var report = new AlertReporting(_ => new Sensor.Report.DeviceRef("", "?", null), _ => null, _ => null).Of(gathered);
        Assert.Contains("no longer kept", Assert.Single(report.Stories).Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""{"timestamp": 5, "alert": [], "anomaly": "x"}""")]
    [InlineData("""{"timestamp": "2026-11-21T00:00:00.000000+0000", "alert": {"severity": 1e300}, "anomaly": {"id": "x", "incident": 7, "device": [], "observed": {"value": "x"}}}""")]
    public void Whatever_a_line_says_is_borne(string line)
    {
        var gathered = new AlertGathering(null, null);
        gathered.Add(JsonDocument.Parse(line).RootElement);
        gathered.AddIncident(JsonDocument.Parse(line).RootElement);

        var report = new AlertReporting(_ => new Sensor.Report.DeviceRef("", "?", null), _ => null, _ => null).Of(gathered);
        Assert.Equal(report.Stories.Count, gathered.Total);
    }

    private static string IdOf(JsonElement? line) => line!.Value.GetProperty("anomaly").GetProperty("id").GetString()!;
}
