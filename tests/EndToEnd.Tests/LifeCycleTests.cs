using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>From new to closed: what people do about incidents, what that changes of what is told, and how it is taken back.</summary>
public sealed class LifeCycleTests(LifeCycleTests.Day day) : IClassFixture<LifeCycleTests.Day>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_incident_goes_from_new_to_closed_and_back()
    {
        var analyst = Analyst();
        var incident = analyst.Intrusion;
        var step = analyst.List("--steps", "--device", Support.Analyst.Laptop)[^1].GetProperty("anomaly").GetProperty("id").GetString()!;
        Assert.NotEqual(incident, step);
        Assert.Equal("new", analyst.Status(step).GetProperty("state").GetString());

        // Any alert stands for its incident.
        Assert.Contains($"{step} belongs to {incident}.", analyst.Do("ack", step, "--by", "ana", "--note", "called imaging"), StringComparison.Ordinal);
        Assert.Equal(("acknowledged", "ana"), Stands(analyst, incident));
        Assert.Contains($"sensor alerts reopen {incident}", analyst.Do("close", incident, "--verdict", "true", "--by", "bob"), StringComparison.Ordinal);
        Assert.Equal(("closed", "bob"), Stands(analyst, step));
        Assert.Equal("true", analyst.Status(step).GetProperty("verdict").GetString());
        Assert.DoesNotContain(incident, analyst.List("--status", "open").Select(Id));
        Assert.Equal([incident], analyst.List("--status", "closed").Select(Id));

        var refused = analyst.Try("ack", incident);
        Assert.Equal((1, $"sensor: {incident} was closed by bob (true); 'sensor alerts reopen {incident}' takes that back."), (refused.ExitCode, refused.Error.Trim()));
        analyst.Do("reopen", incident, "--by", "bob");
        Assert.Equal(("acknowledged", "ana"), Stands(analyst, incident));
        analyst.Do("reopen", incident);
        Assert.Equal("new", analyst.Status(incident).GetProperty("state").GetString());
        Assert.Equal(1, analyst.Try("reopen", incident).ExitCode);

        Assert.Equal(["acknowledged", "closed", "reopened", "reopened"], analyst.Status(incident).GetProperty("history").EnumerateArray().Select(d => d.GetProperty("deed").GetString()!));
        var shown = analyst.Do("show", incident);
        Assert.Contains("bob closed " + incident, shown, StringComparison.Ordinal);
        Assert.Contains("\"called imaging\"", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("benign-once")]
    public void After_closing_the_same_thing_raises_a_new_alert(string verdict)
    {
        var analyst = Analyst();
        var incident = analyst.Intrusion;
        var before = Support.Analyst.Reasons(analyst.List("--steps"));
        Assert.Contains("new-peer", before);
        Assert.Contains("dicom-find-harvest", before);

        analyst.Do("close", incident, "--verdict", verdict, "--by", "ana");
        var again = analyst.Again(hours: 3);
        Assert.Equal(before, Support.Analyst.Reasons(again.Alerts));
        Assert.DoesNotContain(incident, again.Alerts.Select(Id));
        Assert.Equal("new", analyst.Status(again.Alerts[0].GetProperty("anomaly").GetProperty("id").GetString()!).GetProperty("state").GetString());

        // Taken up before the first fact, and said.
        var health = Assert.Single(Taken(again));
        Assert.Equal(("closed", incident, verdict, "ana"), (Text(health, "state"), Text(health, "incident"), Text(health, "verdict"), Text(health, "by")));
        Assert.Equal(["incident", "health"], again.Events.Select(e => Text(e, "event_type")).Where(t => t is not ("device" or "arp")).Take(2));
    }

    [Fact]
    public void Without_a_word_the_same_thing_only_counts()
    {
        var analyst = Analyst();
        var again = analyst.Again(hours: 3);
        Assert.Empty(Support.Analyst.Reasons(again.Alerts));
        Assert.Empty(Taken(again));
    }

    [Fact]
    public void What_was_closed_as_expected_is_not_told_until_that_is_taken_back()
    {
        var analyst = Analyst();
        var incident = analyst.Intrusion;
        var before = Support.Analyst.Reasons(analyst.List("--steps"));
        analyst.Do("close", incident, "--verdict", "benign-expected", "--note", "the vendor's laptop");
        var again = analyst.Again(hours: 3);
        Assert.Empty(Support.Analyst.Reasons(again.Alerts));
        var mute = Assert.Single(Mutes(analyst));
        Assert.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"; {mute.GetProperty("hidden").GetInt64():N0} muted"), again.Outcome.Output, StringComparison.Ordinal);
        Assert.Equal((incident, "benign-expected", true), (Text(mute, "id"), Text(mute, "because"), mute.GetProperty("hidden").GetInt64() > 0));
        Assert.Contains("In force: it is expected", analyst.Do("show", incident), StringComparison.Ordinal);

        // Both the rules' and the models' part of it: told again once the incident is opened again and closed for this time only.
        analyst.Do("reopen", incident);
        analyst.Do("close", incident, "--verdict", "benign-once");
        Assert.Empty(Mutes(analyst));
        Assert.Equal(before, Support.Analyst.Reasons(analyst.Again(hours: 6).Alerts));
    }

    [Fact]
    public void What_is_muted_is_told_again_when_its_packet_time_is_over()
    {
        var analyst = Analyst();
        var incident = analyst.Intrusion;
        analyst.Do("close", incident, "--verdict", "benign-once");
        analyst.Do("mute", incident, "--until", "+4h", "--by", "ana");
        Assert.True(analyst.Status(incident).TryGetProperty("muted", out var muted));
        Assert.Equal(("pair", "ana"), (Text(muted, "scope"), Text(muted, "by")));
        Assert.Equal([incident], analyst.List("--status", "muted").Select(Id));

        Assert.Empty(Support.Analyst.Reasons(analyst.Again(hours: 3).Alerts));
        Assert.True(Mutes(analyst).Single().GetProperty("hidden").GetInt64() > 0);
        Assert.Contains("dicom-find-harvest", Support.Analyst.Reasons(analyst.Again(hours: 24).Alerts));
        Assert.Empty(Mutes(analyst));
        Assert.Empty(analyst.List("--status", "muted"));
    }

    [Fact]
    public void What_was_muted_for_ever_is_told_when_it_is_unmuted()
    {
        var analyst = Analyst();
        var incident = analyst.Intrusion;
        var before = Support.Analyst.Reasons(analyst.List("--steps"));
        analyst.Do("close", incident, "--verdict", "benign-once");
        analyst.Do("mute", incident, "--for-ever");
        analyst.Again(hours: 3);
        var mute = Text(Mutes(analyst).Single(), "id");
        analyst.Do("unmute", mute);
        Assert.Equal(1, analyst.Try("unmute", mute).ExitCode);
        Assert.Equal(1, analyst.Try("unmute", incident).ExitCode);

        // Nobody heard of what was hidden: rules and models tell it anew.
        Assert.Equal(before, Support.Analyst.Reasons(analyst.Again(hours: 6).Alerts));
    }

    [Fact]
    public void A_dry_run_counts_and_changes_nothing()
    {
        var analyst = Analyst();
        var (incident, export) = (analyst.Intrusion, analyst.Kept.Export());
        var all = analyst.List("--steps");
        var inIncident = all.Count(a => a.GetProperty("anomaly").GetProperty("incident").GetProperty("id").GetString() == incident);
        foreach (var deed in (string[][])[["close", incident, "--verdict", "benign-expected"], ["mute", incident], ["mute", incident, "--scope", "all-of-device"]])
        {
            var said = analyst.Do([.. deed, "--dry-run"]);
            Assert.Contains("Nothing was changed.", said, StringComparison.Ordinal);
            Assert.Contains($"of the {all.Length} alerts stored", said, StringComparison.Ordinal);
            Assert.Contains(deed.Contains("all-of-device") ? "It would have hidden" : $"It would have hidden {inIncident} of", said, StringComparison.Ordinal);
        }

        // What is consented to is listed whole.
        var listed = analyst.Do("mute", incident).Split('\n');
        Assert.Contains("  From now on this isn't told any more:", listed);
        Assert.True(listed.Count(line => line.StartsWith("    - ", StringComparison.Ordinal)) > 5);
        Assert.NotEqual(export, analyst.Kept.Export());
    }

    [Fact]
    public void Deeds_are_carried_along_with_a_state()
    {
        var (analyst, copy) = (Analyst(), new Kept(_folder, "copy"));
        analyst.Do("mute", analyst.Intrusion, "--by", "ana");
        analyst.Do("close", analyst.Intrusion, "--verdict", "benign-expected", "--note", "\"quoted\", =1+1");
        var lines = _folder.Write("state.jsonl", System.Text.Encoding.UTF8.GetBytes(analyst.Kept.Export()));
        Assert.Equal(0, copy.Do("import", lines).ExitCode);
        Assert.Equal(File.ReadAllText(lines), copy.Export());
    }

    /// <summary>What is hostile is refused in one sentence, or harmless where it is shown.</summary>
    [Theory]
    [InlineData(2, "--note takes one line", "ack", "ID", "--note", "a\u001b[2Jb")]
    [InlineData(2, "--note takes one line", "ack", "ID", "--note", "two\nlines")]
    [InlineData(2, "--by takes one line", "ack", "ID", "--by", "\u0007")]
    [InlineData(2, "--by is empty", "ack", "ID", "--by", " ")]
    [InlineData(2, "--verdict", "close", "ID")]
    [InlineData(2, "Unrecognized option '--dry-run'", "ack", "ID", "--dry-run")]
    [InlineData(2, "Unrecognized option '--dry-run'", "reopen", "ID", "--dry-run")]
    [InlineData(2, "Unrecognized option '--dry-run'", "unmute", "mute-1", "--dry-run")]
    [InlineData(2, "Unrecognized option '--sate'", "ack", "ID", "--sate", "st")]
    [InlineData(2, "--until takes", "mute", "ID", "--until", "soon")]
    [InlineData(2, "contradict", "mute", "ID", "--until", "+1h", "--for-ever")]
    [InlineData(1, "is over in this state", "mute", "ID", "--until", "2020-01-01")]
    [InlineData(1, "There is no alert 'alert-999999'", "ack", "ID", "alert-999999")]
    [InlineData(1, "There is no alert", "ack", "'; DROP TABLE journal; --")]
    [InlineData(1, "There is no 'mute-77' in force", "unmute", "mute-77")]
    public void What_cannot_be_done_is_one_sentence_and_changes_nothing(int exitCode, string sentence, params string[] arguments)
    {
        var analyst = Analyst();
        var (incident, export) = (analyst.Intrusion, analyst.Kept.Export());
        var outcome = analyst.Try([.. arguments.Select(a => a == "ID" ? incident : a)]);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(sentence, Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(export, analyst.Kept.Export());
    }

    [Fact]
    public void Notes_are_bounded_and_no_formulas_in_a_spreadsheet()
    {
        var analyst = Analyst();
        Assert.Equal(2, analyst.Try("ack", analyst.Intrusion, "--note", new string('x', 1001)).ExitCode);
        analyst.Do("ack", analyst.Intrusion, "--by", "=cmd()", "--note", "@SUM(1,\"2\")");
        Assert.Contains("'=cmd()", analyst.Do("list", "--format", "csv"), StringComparison.Ordinal);
        Assert.Contains("\"'@SUM(1,\"\"2\"\")\"", analyst.Do("list", "--format", "csv"), StringComparison.Ordinal);
        Assert.Equal("@SUM(1,\"2\")", Text(analyst.Status(analyst.Intrusion), "note"));
    }

    [Fact]
    public async Task Of_many_who_close_it_at_once_one_does()
    {
        var analyst = Analyst();
        var incident = analyst.Intrusion;
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 4).Select(n => Task.Run(() => analyst.Try("close", incident, "--verdict", "benign-once", "--by", $"person-{n}"))));
        Assert.Equal([0, 1, 1, 1], outcomes.Select(o => o.ExitCode).Order());
        Assert.All(outcomes.Where(o => o.ExitCode == 1), o => Assert.StartsWith($"sensor: {incident} was closed by person-", o.Error, StringComparison.Ordinal));
        Assert.Single(analyst.Status(incident).GetProperty("history").EnumerateArray());
    }

    [Fact]
    public void While_another_program_holds_the_state_nothing_is_noted_and_that_is_said()
    {
        var analyst = Analyst();
        var incident = analyst.Intrusion;
        using (var connection = new SqliteConnection($"Data Source={analyst.Kept.Database};Pooling=False"))
        {
            connection.Open();
            using var transaction = connection.BeginTransaction();
            var outcome = analyst.Try("ack", incident);
            Assert.Equal((1, $"sensor: Nothing was noted in {analyst.Kept.Path}: another program holds its database."), (outcome.ExitCode, outcome.Error.Trim()));
        }

        analyst.Do("ack", incident);
    }

    private Analyst Analyst() => new(_folder, day.State);

    private static (string, string) Stands(Analyst analyst, string id) => (Text(analyst.Status(id), "state"), Text(analyst.Status(id), "by"));

    private static JsonElement[] Mutes(Analyst analyst) => [.. analyst.Do("mutes", "--format", "json").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ReplayResult.Parse)];

    private static JsonElement[] Taken(ReplayResult result) =>
        [.. result.EventsOf("health").Select(e => e.GetProperty("health")).Where(h => Text(h, "subject") == "journal")];

    private static string Id(JsonElement alert) => alert.GetProperty("anomaly").GetProperty("incident").GetProperty("id").GetString()!;

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    /// <summary>The state that a day in the radiology department left.</summary>
    public sealed class Day : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Day() => new Kept(_folder).Replay(Repository.Capture(Truth.Radiology), "--learn-until", Labels.NormalUntil);

        internal string State => _folder.File("state");

        public void Dispose() => _folder.Dispose();
    }
}
