using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>Ten misuses by four devices are four stories, and the same ones wherever they are told.</summary>
public sealed class IncidentTests(CaptureRuns runs)
{
    private IReadOnlyList<JsonElement> Incidents => [.. runs.Radiology.EventsOf("incident").Select(e => e.GetProperty("incident"))];

    [Fact]
    public void Each_misuser_has_one_incident()
    {
        var misusers = Labels.Events.Select(e => e.Hosts[0]).Distinct().Order();
        var actors = Incidents.Select(i => Text(i.GetProperty("timeline")[0].GetProperty("actor"), "ip")).Order();

        Assert.Equal(misusers, actors);
    }

    [Fact]
    public void What_the_archive_was_made_to_do_is_part_of_the_laptops_story()
    {
        var laptop = Incidents.Single(i => Text(i.GetProperty("timeline")[0].GetProperty("actor"), "ip") == "10.20.0.66");
        var last = laptop.GetProperty("timeline").EnumerateArray().Last();

        Assert.Equal(("10.20.0.10", "10.20.0.66", "new-peer"), (Text(last.GetProperty("actor"), "ip"), Text(last.GetProperty("target"), "ip"), Text(last, "reason")));
        Assert.All(laptop.GetProperty("involved").EnumerateArray(), d => Assert.True(d.GetProperty("acts").GetBoolean()));
    }

    [Fact]
    public void Alerts_are_the_steps_of_their_incidents_one_after_the_other()
    {
        foreach (var incident in Incidents)
        {
            var steps = runs.Radiology.Alerts.Select(a => a.GetProperty("anomaly")).Where(a => Text(a.GetProperty("incident"), "id") == Text(incident, "id")).ToList();
            Assert.Equal(Text(incident, "id"), Text(steps[0], "id"));
            Assert.Equal(Enumerable.Range(1, incident.GetProperty("alerts").GetInt32()), steps.Select(s => s.GetProperty("incident").GetProperty("step").GetInt32()));

            // What each tells is in the timeline, as it was then and to the end.
            Assert.All(steps, s => Assert.Contains(s.GetProperty("incident").GetProperty("timeline").EnumerateArray(), e => Text(e, "alert") == Text(s, "id")));
            Assert.Equal(steps.Select(s => Text(s, "id")), incident.GetProperty("timeline").EnumerateArray().Select(e => e.GetProperty("alert").GetString()).OfType<string>());
        }

        Assert.Equal(runs.Radiology.Alerts.Count, Incidents.Sum(i => i.GetProperty("alerts").GetInt32()));
        Assert.Contains($" in {Incidents.Count} incidents ", runs.Radiology.Outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_lost_between_timeline_and_count() =>
        Assert.All(Incidents, i => Assert.Equal(
            i.GetProperty("anomalies").GetInt64(), i.GetProperty("timeline").EnumerateArray().Sum(e => e.GetProperty("count").GetInt64()) + i.GetProperty("rest").GetInt64()));

    [Fact]
    public void The_screen_tells_the_worst_story_first_with_its_steps()
    {
        var said = runs.Radiology.Outcome.Output;

        Assert.Contains($"Alerts: {runs.Radiology.Alerts.Count} in {Incidents.Count} incidents (", said, StringComparison.Ordinal);
        var worst = said.IndexOf("alert-000007  CRITICAL", StringComparison.Ordinal);
        Assert.InRange(worst, 1, said.IndexOf("alert-000001  HIGH", StringComparison.Ordinal));
        Assert.Contains("Severity: 3 kinds of evidence speak for it (rate, sequence, relation): one more severe.", said, StringComparison.Ordinal);
        Assert.Contains("18:52:49  Device talks to a partner it never talked to: PACS1 (10.20.0.10) to ECHOSCU (10.20.0.66) (alert-000006)", said, StringComparison.Ordinal);
    }

    [Fact]
    public void State_keeps_each_incident_as_it_stood_and_can_be_carried_elsewhere()
    {
        using var folder = new TemporaryFolder();
        var kept = new Kept(folder);
        var told = kept.Replay(Path.Combine("pcaps", Truth.Radiology), "--learn-until", Labels.NormalUntil)
            .EventsOf("incident").Select(e => e.GetProperty("incident").GetRawText()).ToList();
        var export = kept.Export();
        var stored = export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ReplayResult.Parse)
            .Where(l => Text(l, "type") == "incident").Select(l => Text(l, "json")).ToList();

        Assert.NotEmpty(told);
        Assert.Equal(told, stored);
        File.WriteAllText(folder.File("export.jsonl"), export);
        var elsewhere = new Kept(folder, "elsewhere");
        Assert.Equal(0, elsewhere.Do("import", folder.File("export.jsonl")).ExitCode);
        Assert.Equal(export, elsewhere.Export());
    }

    private static string Text(JsonElement e, string name) => e.GetProperty(name).GetString() ?? "";
}
