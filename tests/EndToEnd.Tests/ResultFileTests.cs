using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>What <c>--out</c> leaves behind. <see cref="SchemaTests"/> has its form line by line.</summary>
public sealed class ResultFileTests(CaptureRuns runs)
{
    public static TheoryData<string> All { get; } = [.. Truth.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void All_five_files_are_there_and_hold_one_object_a_line(string capture)
    {
        var result = runs.Of(capture);

        Assert.Equal(ReplayResult.FileNames.Order(), Directory.GetFiles(result.Folder).Select(Path.GetFileName).Order());
        Assert.All(ReplayResult.FileNames[..4], name =>
        {
            var text = File.ReadAllText(result.PathOf(name));
            Assert.True(text.Length == 0 || text[^1] == '\n', $"{name} ends within a line");
            Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal(JsonValueKind.Object, ReplayResult.Parse(line).ValueKind));
        });
    }

    [Fact]
    public void A_run_replaces_the_files_of_the_run_before_and_leaves_other_files_alone()
    {
        using var folder = new TemporaryFolder();
        folder.Write("notes.txt", "mine"u8);
        string[] options = ["--learn-until", Labels.NormalUntil, "--out", folder.Path];
        Programs.Sensor(["replay", Repository.Capture(Truth.Radiology), .. options]);
        Assert.NotEmpty(File.ReadAllText(folder.File("alerts.jsonl")));

        var outcome = Programs.Sensor("replay", Repository.Capture("parts/net-ping.pcap"), "--out", folder.Path);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(File.ReadAllText(folder.File("alerts.jsonl")));
        Assert.Equal(18, ReplayResult.Parse(File.ReadAllText(folder.File("summary.json"))).GetProperty("packets").GetInt32());
        Assert.Equal("mine", File.ReadAllText(folder.File("notes.txt")));
        Assert.Equal(6, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void The_folder_is_made_with_all_above_it()
    {
        using var folder = new TemporaryFolder();
        var deep = Path.Combine(folder.Path, "a", "b");

        Assert.Equal(0, Programs.Sensor("replay", Repository.Capture("parts/net-ping.pcap"), "--out", deep).ExitCode);
        Assert.Equal(5, Directory.GetFiles(deep).Length);
    }

    /// <summary>All keys are always there; maps hold what occurred, sorted.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void The_summary_has_every_key_of_the_contract(string capture)
    {
        var summary = runs.Of(capture).Summary;

        AssertKeys(summary, "inputs packets filtered_packets duplicate_packets bytes captured_bytes first last truncated_packets undecodable_packets flows streams dicom hl7 pump protocols devices mature_devices alerts findings run");
        AssertKeys(summary.GetProperty("inputs")[0], "path packets warning");
        AssertKeys(summary.GetProperty("flows"), "tcp udp other");
        AssertKeys(summary.GetProperty("streams"), "gaps gap_bytes cut_bytes conflicts resyncs evicted");
        AssertKeys(summary.GetProperty("dicom"), "associations pdus commands pdv_bytes");
        AssertKeys(summary.GetProperty("hl7"), "frames messages acks batches types ack_codes");
        AssertKeys(summary.GetProperty("alerts"), "total critical high medium low");
        AssertKeys(summary.GetProperty("run"), "elapsed_s cpu_s allocated_bytes peak_memory_bytes workers version");
        JsonElement[] maps =
        [
            summary.GetProperty("dicom").GetProperty("pdus"), summary.GetProperty("dicom").GetProperty("commands"),
            summary.GetProperty("hl7").GetProperty("types"), summary.GetProperty("hl7").GetProperty("ack_codes"), summary.GetProperty("protocols"),
        ];
        Assert.All(maps, map =>
        {
            var keys = map.EnumerateObject().Select(e => e.Name).ToList();
            Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
            Assert.All(map.EnumerateObject(), e => Assert.True(e.Value.GetInt64() > 0));
        });
    }

    [Fact]
    public void The_summary_counts_the_lines_of_the_other_files()
    {
        var result = runs.Radiology;

        Assert.Equal(result.Devices.Count, result.Summary.GetProperty("devices").GetInt32());
        Assert.Equal(result.Devices.Count(d => d.GetProperty("mature").GetBoolean()), result.Summary.GetProperty("mature_devices").GetInt32());
        Assert.Equal(File.ReadLines(result.PathOf("findings.jsonl")).Count(), result.Summary.GetProperty("findings").GetInt32());
    }

    private static void AssertKeys(JsonElement json, string keys) =>
        Assert.Equal(keys.Split(' ').Order(StringComparer.Ordinal), json.EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
}
