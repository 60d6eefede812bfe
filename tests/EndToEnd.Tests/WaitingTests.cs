using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>Inputs that are slow to come: pipes, folders that are written into, packets at their own speed. Results show early, and Ctrl-C is prompt.</summary>
public sealed partial class WaitingTests
{
    private static readonly string _radiology = Repository.Capture(Truth.Radiology);

    [Theory]
    [InlineData("INT", 130, "--speed", "1x")]
    [InlineData("TERM", 143, "--speed", "0.001x")]
    public void Interrupted_while_it_waits_for_a_packets_time_it_writes_what_it_has(string signal, int exitCode, params string[] options)
    {
        using var folder = new TemporaryFolder();
        using var sensor = Programs.StartSensor(["replay", _radiology, .. options, "--out", folder.File("out")]);
        WaitFor(() => File.Exists(folder.File("out/events.jsonl")));
        Thread.Sleep(1500);

        AssertEndsPromptly(sensor, signal, exitCode, folder);
    }

    [Fact]
    public void At_its_own_speed_events_show_as_they_come()
    {
        using var folder = new TemporaryFolder();
        using var sensor = Programs.StartSensor("replay", _radiology, "--speed", "8x", "--out", folder.File("out"));
        var lengths = new HashSet<long>();
        for (var i = 0; i < 40; i++)
        {
            Thread.Sleep(100);
            lengths.Add(File.Exists(folder.File("out/events.jsonl")) ? new FileInfo(folder.File("out/events.jsonl")).Length : 0);
        }

        Assert.True(lengths.Count >= 4, string.Join(' ', lengths));
        AssertEndsPromptly(sensor, "INT", 130, folder);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Interrupted_while_a_pipe_says_nothing_it_writes_what_it_has(bool hasBegun)
    {
        using var folder = new TemporaryFolder();
        using var sensor = Programs.StartSensor("replay", "-", "--out", folder.File("out"));
        if (hasBegun)
        {
            sensor.StandardInput.BaseStream.Write(File.ReadAllBytes(_radiology).AsSpan(0, 2_000_000));
            sensor.StandardInput.BaseStream.Flush();
            WaitFor(() => File.Exists(folder.File("out/events.jsonl")) && new FileInfo(folder.File("out/events.jsonl")).Length > 1000);
        }
        else
        {
            Thread.Sleep(1000);
        }

        AssertEndsPromptly(sensor, "INT", 130, folder, hasPackets: hasBegun);
    }

    [Fact]
    public void A_folder_that_is_written_into_gives_the_results_of_its_captures()
    {
        using var folder = new TemporaryFolder();
        var inside = Directory.CreateDirectory(folder.File("captures")).FullName;
        using var sensor = Programs.StartSensor("replay", "--follow", inside, "--idle", "2s", "--out", folder.File("followed"));
        var records = ClassicPcap.Read(_radiology).ToList();
        var written = 0;
        var seen = 0L;
        for (var file = 0; written < records.Count; file++)
        {
            using var capture = new FileStream(Path.Combine(inside, $"ring_{file:D5}.pcap"), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
            capture.Write(ClassicPcap.Header());
            foreach (var some in records.Skip(written).Take(4000).SelectMany(r => r).Chunk(300_001))
            {
                capture.Write(some);
                Thread.Sleep(30);
            }

            written += Math.Min(4000, records.Count - written);
            if (file == 2)
            {
                WaitFor(() => File.Exists(folder.File("followed/events.jsonl")) && (seen = new FileInfo(folder.File("followed/events.jsonl")).Length) > 1000);
            }
        }

        var outcome = Programs.Finish(sensor);
        Assert.True(outcome.ExitCode == 0, outcome.Said);
        Assert.Empty(outcome.Error);
        Assert.True(seen > 1000);
        var followed = new ReplayResult(folder.File("followed"), outcome);
        var replayed = new ReplayResult(folder.File("replayed"), Programs.Sensor("replay", inside, "--out", folder.File("replayed")));
        Assert.Equal(Lines(replayed, "events.jsonl"), Lines(followed, "events.jsonl"));
        Assert.Equal(replayed.Devices.Count, followed.Devices.Count);
        Assert.Equal(replayed.Summary.GetProperty("inputs").GetRawText(), followed.Summary.GetProperty("inputs").GetRawText());

        // A followed folder's pseudonyms are its own.
        static IEnumerable<string> Lines(ReplayResult result, string name) => File.ReadLines(result.PathOf(name)).Select(l => Pseudonym().Replace(l, "p_"));
    }

    [Fact]
    public void Following_ends_with_Ctrl_C_and_all_results()
    {
        using var folder = new TemporaryFolder();
        var inside = Directory.CreateDirectory(folder.File("captures")).FullName;
        using var sensor = Programs.StartSensor("replay", "--follow", inside, "--out", folder.File("out"));
        File.Copy(_radiology, Path.Combine(inside, "a.pcap"));
        WaitFor(() => File.Exists(folder.File("out/events.jsonl")) && new FileInfo(folder.File("out/events.jsonl")).Length > 1000);

        AssertEndsPromptly(sensor, "INT", 130, folder);
    }

    [Fact]
    public void Only_a_folder_can_be_followed()
    {
        foreach (var path in (string[])[_radiology, "/nowhere/at/all"])
        {
            var outcome = Programs.Sensor("replay", "--follow", path);

            Assert.Equal(1, outcome.ExitCode);
            Assert.Contains(path, Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }
    }

    private static void AssertEndsPromptly(Process sensor, string signal, int exitCode, TemporaryFolder folder, bool hasPackets = true)
    {
        using (Process.Start("kill", ["-" + signal, sensor.Id.ToString(CultureInfo.InvariantCulture)]))
        {
        }

        var since = Stopwatch.StartNew();
        var outcome = Programs.Finish(sensor);

        Assert.True(outcome.ExitCode == exitCode, outcome.Said);
        Assert.InRange(since.Elapsed.TotalSeconds, 0, 10);
        Assert.DoesNotContain("xception", outcome.Error, StringComparison.Ordinal);
        var result = new ReplayResult(folder.File("out"), outcome);
        var packets = result.Summary.GetProperty("packets").GetInt64();
        Assert.InRange(packets, hasPackets ? 1 : 0, 19_065);
        Assert.Equal(packets, result.Summary.GetProperty("inputs")[0].GetProperty("packets").GetInt64());
        Assert.Equal(result.EventsOf("flow").Count(), result.Summary.GetProperty("flows").GetProperty("tcp").GetInt32());
    }

    private static void WaitFor(Func<bool> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "it doesn't come");
            Thread.Sleep(20);
        }
    }

    [GeneratedRegex("p_[a-z2-7]{26}")]
    private static partial Regex Pseudonym();
}
