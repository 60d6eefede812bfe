using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>Which incidents and alerts are listed, and by what they are spoken of.</summary>
public sealed class IncidentListTests(LifeCycleTests.Day day) : IClassFixture<LifeCycleTests.Day>, IDisposable
{
    private const string Scanner = "CT1";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("critical")]
    [InlineData("high")]
    public void Incidents_are_chosen_by_their_own_severity_and_steps_by_theirs(string severity)
    {
        var analyst = Analyst();
        string[] wanted = severity == "critical" ? ["critical"] : ["critical", "high"];

        var incidents = Rows(analyst).Where(r => wanted.Contains(r["severity"])).Select(r => r["id"]).ToList();
        Assert.NotEmpty(incidents);
        Assert.Equal(incidents, Rows(analyst, "--severity", severity).Select(r => r["id"]));
        Assert.All(analyst.List("--steps", "--severity", severity), alert => Assert.Contains(Text(alert, "severity"), wanted));
    }

    [Fact]
    public void Alerts_and_findings_are_found_by_the_name_of_a_device()
    {
        var analyst = Analyst();
        var device = ReplayResult.Parse(Ask(analyst, "devices", "show", Scanner, "--json"));
        var id = device.GetProperty("id").GetString()!;

        Assert.NotEmpty(analyst.List("--device", Scanner));
        Assert.Equal(analyst.Do("list", "--steps", "--device", id), analyst.Do("list", "--steps", "--device", Scanner));
        Assert.Contains(id, Ask(analyst, "findings", "list", "--device", Scanner), StringComparison.Ordinal);
        Assert.Empty(analyst.List("--device", Scanner + "x"));
    }

    [Fact]
    public void What_went_on_since_is_listed_and_told_at_the_end_of_the_run()
    {
        var analyst = Analyst();
        Assert.Empty(analyst.List("--since", "2026-11-22"));
        var again = analyst.Again(hours: 12);

        var since = Rows(analyst, "--since", "2026-11-22");
        Assert.Contains(analyst.Intrusion, since.Select(r => r["id"]));
        Assert.All(since, r => Assert.StartsWith("2026-11-22", r["last"], StringComparison.Ordinal));
        Assert.Contains(analyst.Intrusion, Rows(analyst, "--until", "2026-11-22").Select(r => r["id"]));
        Assert.Empty(again.Alerts);
        Assert.Matches($"Alerts: 0 .*; [0-9]+ anomalies counted in incidents told before: .*{analyst.Intrusion} \\([0-9]+\\)", again.Outcome.Output);
    }

    [Fact]
    public void An_incident_is_spoken_of_by_the_worst_of_its_alerts()
    {
        var analyst = Analyst();
        var steps = analyst.List("--steps");
        var rows = Rows(analyst);
        foreach (var row in rows)
        {
            var worst = steps.Where(s => s.GetProperty("anomaly").GetProperty("incident").GetProperty("id").GetString() == row["id"]).MinBy(s => s.GetProperty("alert").GetProperty("severity").GetInt32());
            Assert.Equal(Text(worst, "reason"), row["reason"]);
        }

        Assert.Contains(rows, row => Text(steps.Single(s => Text(s, "id") == row["id"]), "reason") != row["reason"]);
    }

    [Fact]
    public void An_alert_is_shown_with_its_incidents_severity_and_until_when_things_went_on()
    {
        var analyst = Analyst();
        var incident = Rows(analyst, "--severity", "critical")[0]["id"];
        var shown = analyst.Do("show", incident);

        Assert.Contains(" (its incident is CRITICAL)  ", shown.Split('\n')[0], StringComparison.Ordinal);
        Assert.Matches("[0-9] times until 2026-11-21 [0-9:]{8}", shown);
    }

    private static string Text(JsonElement alert, string key) => alert.GetProperty("anomaly").GetProperty(key).GetString()!;

    private static string Ask(Analyst analyst, params string[] arguments) => Programs.Sensor([.. arguments, "--state", analyst.Kept.Path]).Output;

    /// <summary>The rows of a list as a spreadsheet has them, by column.</summary>
    private static List<Dictionary<string, string>> Rows(Analyst analyst, params string[] options)
    {
        var lines = analyst.Do(["list", "--format", "csv", .. options]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Skip(1).Select(line => lines[0].TrimEnd().Split(',').Zip(line.TrimEnd().Split(',')).ToDictionary(c => c.First, c => c.Second))];
    }

    private Analyst Analyst() => new(_folder, day.State);
}
