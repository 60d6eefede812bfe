using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>What <c>--state</c> remembers from run to run, and the commands that look at it.</summary>
public sealed class StateTests(CaptureRuns runs) : IDisposable
{
    private static readonly string _radiology = Path.Combine("pcaps", Truth.Radiology);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Keeping_state_changes_nothing_in_the_results()
    {
        var result = new Kept(_folder).Replay(_radiology, "--learn-until", Labels.NormalUntil);

        // Pseudonyms have another key.
        Assert.Equal(Files(runs.Radiology, "alerts.jsonl", "devices.jsonl", "findings.jsonl"), Files(result, "alerts.jsonl", "devices.jsonl", "findings.jsonl"));
        Assert.Equal(runs.Radiology.SummaryWithoutRun, result.SummaryWithoutRun);
        Assert.Empty(result.Outcome.Error);
    }

    [Fact]
    public void An_input_that_was_taken_to_its_end_counts_nothing_twice()
    {
        var kept = new Kept(_folder);
        var copy = _folder.File("elsewhere.pcap");
        File.Copy(Repository.Capture(Truth.Radiology), copy);
        var first = kept.Replay(_radiology, "--learn-until", Labels.NormalUntil);
        var export = kept.Export();
        var again = kept.Replay(copy, "--learn-until", Labels.NormalUntil);

        Assert.Equal("sensor: this input was taken to its end under this state before; nothing of it counts twice.", again.Outcome.Error.Trim());
        Assert.Empty(again.Events);
        Assert.Empty(again.Alerts);
        Assert.Equal(Files(first, "devices.jsonl"), Files(again, "devices.jsonl"));
        Assert.Equal(Alerts(first.Summary), Alerts(again.Summary));
        Assert.Equal(export, kept.Export());

        // Into the folder of the first run: what is there stays.
        var results = Files(first, ReplayResult.FileNames[..4]);
        Assert.Equal(results, Files(kept.Into(first.Folder, _radiology, "--learn-until", Labels.NormalUntil), ReplayResult.FileNames[..4]));
    }

    [Fact]
    public void A_new_input_goes_on_with_what_was_learnt()
    {
        var kept = new Kept(_folder);
        var first = kept.Replay(_radiology, "--learn-until", "+3h");
        var later = _folder.File("later.pcap");
        ClassicPcap.Write(later, ClassicPcap.Read(Repository.Capture(Truth.Radiology)).Select(r => ClassicPcap.Later(r, 86_400)));
        var second = kept.Replay(later, "--mode", "detect");

        Assert.DoesNotContain(first.Alerts, a => a.GetProperty("anomaly").GetProperty("kind").GetString() != "rule");
        Assert.Equal(first.Devices.Select(d => d.GetProperty("id").GetString()), second.Devices.Select(d => d.GetProperty("id").GetString()));
        Assert.Equal(first.Devices.Select(d => d.GetProperty("first_seen").GetString()), second.Devices.Select(d => d.GetProperty("first_seen").GetString()));
        Assert.DoesNotContain(second.EventsOf("device"), e => e.GetProperty("device").GetProperty("event").GetString() == "new");

        // Numbers of alerts go on; what is counted begins anew.
        Assert.NotEmpty(second.Alerts);
        Assert.Equal($"alert-{first.Alerts.Count + 1:D6}", second.Alerts[0].GetProperty("anomaly").GetProperty("id").GetString());
        Assert.Equal(second.Alerts.Count, second.Summary.GetProperty("alerts").GetProperty("total").GetInt32());
    }

    [Fact]
    public void An_interrupted_replay_goes_on_exactly()
    {
        var kept = new Kept(_folder, "undisturbed");
        var expected = kept.Replay(_radiology, "--learn-until", Labels.NormalUntil);
        var interrupted = new Kept(_folder, "interrupted");
        Directory.CreateDirectory(interrupted.Path);
        File.Copy(Path.Combine(kept.Path, "pseudonym.key"), Path.Combine(interrupted.Path, "pseudonym.key"));
        var results = _folder.File("interrupted-results");
        using (var process = interrupted.Start(results, _radiology, "--learn-until", Labels.NormalUntil, "--speed", "60x"))
        {
            process.StandardInput.Close();
            Kept.WaitForEvents(results);
            Thread.Sleep(500);
            Programs.Run(Programs.StartInfo("kill", ["-TERM", $"{process.Id}"]));
            Assert.Equal(143, Programs.Finish(process).ExitCode);
        }

        var actual = interrupted.Into(results, _radiology, "--learn-until", Labels.NormalUntil);
        Assert.Contains("goes on where the state ends", actual.Outcome.Error, StringComparison.Ordinal);
        Assert.Equal(Files(expected, ReplayResult.FileNames[..4]), Files(actual, ReplayResult.FileNames[..4]));
        Assert.Equal(expected.SummaryWithoutRun, actual.SummaryWithoutRun);
        Assert.Equal(kept.Export(), interrupted.Export());
    }

    [Fact]
    public void A_followed_folder_is_gone_on_with_where_packet_time_was()
    {
        var kept = new Kept(_folder);
        var captures = Directory.CreateDirectory(_folder.File("captures")).FullName;
        File.Copy(Repository.Capture(Truth.Radiology), Path.Combine(captures, "a.pcap"));
        var first = kept.Replay(captures, "--follow", "--idle", "1s");
        var again = kept.Replay(captures, "--follow", "--idle", "1s");

        Assert.True(first.EventsOf("flow").Any());
        Assert.Empty(again.EventsOf("dicom"));
        Assert.Equal(Acts(first), Acts(again));

        static string?[] Acts(ReplayResult result) => [.. result.Devices.Select(d => d.GetProperty("roles").ToString())];
    }

    [Fact]
    public void What_is_exported_can_be_imported()
    {
        var (kept, copy) = (new Kept(_folder), new Kept(_folder, "copy"));
        var first = kept.Replay(_radiology, "--learn-until", Labels.NormalUntil);
        var lines = _folder.File("state.jsonl");
        Assert.Equal(0, kept.Do("export", lines).ExitCode);
        Assert.Equal(0, copy.Do("import", lines).ExitCode);
        Assert.Equal(File.ReadAllText(lines), copy.Export());
        Assert.Equal(first.Alerts.Count, File.ReadLines(lines).Count(l => JsonDocument.Parse(l).RootElement.GetProperty("type").GetString() == "alert"));

        // Only where there is nothing, and whole or not at all.
        Assert.Equal((1, $"sensor: There is state in {copy.Path} already; import makes a new one."), Said(copy.Do("import", lines)));
        var half = _folder.Write("half.jsonl", File.ReadAllBytes(lines).AsSpan(0, (int)new FileInfo(lines).Length / 2));
        var other = new Kept(_folder, "other");
        Assert.Equal(1, other.Do("import", half).ExitCode);
        Assert.False(File.Exists(other.Database));
        Assert.Equal(1, other.Do("export").ExitCode);
    }

    [Fact]
    public void A_backup_is_a_state_and_a_check_says_what_is_in_it()
    {
        var (kept, copy) = (new Kept(_folder), new Kept(_folder, "copy"));
        kept.Replay(_radiology, "--learn-until", Labels.NormalUntil);
        Directory.CreateDirectory(copy.Path);
        Assert.Equal(0, kept.Do("backup", copy.Database).ExitCode);
        Assert.Equal(kept.Export(), copy.Export());
        Assert.Equal(1, kept.Do("backup", copy.Database).ExitCode);

        var check = kept.Do("check");
        Assert.Equal(0, check.ExitCode);
        Assert.Contains("devices      12, 10 mature", check.Output, StringComparison.Ordinal);
        Assert.Contains("sound", check.Output, StringComparison.Ordinal);
        var bytes = File.ReadAllBytes(kept.Database);
        bytes.AsSpan(4096 * 3, 4096 * 8).Fill(0x5A);
        File.WriteAllBytes(kept.Database, bytes);
        Assert.Equal(1, kept.Do("check").ExitCode);
        Assert.Equal((1, $"sensor: There is no state in {_folder.Path}."), Said(Programs.Sensor("state", "check", _folder.Path)));
    }

    private static (int ExitCode, string Error) Said(Outcome outcome) => (outcome.ExitCode, outcome.Error.Trim());

    private static string[] Files(ReplayResult result, params string[] names) => [.. names.Select(n => File.ReadAllText(result.PathOf(n)))];

    private static string Alerts(JsonElement summary) => summary.GetProperty("alerts").GetRawText();
}
