using System.Buffers.Binary;
using System.IO.Compression;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>Where packets come from doesn't show in what is found: files, gzip, pipes, folders, several captures of the same time.</summary>
public sealed class SourceTests
{
    private static readonly string _radiology = Repository.Capture(Truth.Radiology);

    private static readonly string[] _options = ["--learn-until", Labels.NormalUntil];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Standard_input_gives_the_results_of_the_file_down_to_the_pseudonyms(bool packed)
    {
        using var folder = new TemporaryFolder();
        var capture = File.ReadAllBytes(_radiology);
        var expected = Results(folder.File("file"), Programs.Sensor(["replay", _radiology, .. _options, "--out", folder.File("file")]));
        var actual = Results(folder.File("pipe"), Pipe(packed ? Gzip(capture) : capture, ["replay", "-", .. _options, "--out", folder.File("pipe")]));

        Assert.Equal(expected.Select(r => r.Replace($"\"{_radiology}\"", "\"-\"", StringComparison.Ordinal)), actual);
    }

    [Fact]
    public void A_compressed_file_and_a_folder_give_the_results_of_the_file_down_to_the_pseudonyms()
    {
        using var folder = new TemporaryFolder();
        var expected = Results(folder.File("file"), Programs.Sensor(["replay", _radiology, .. _options, "--out", folder.File("file")]));
        var inside = Directory.CreateDirectory(folder.File("captures")).FullName;
        var packed = Path.Combine(inside, "radiology.pcap.gz");
        File.WriteAllBytes(packed, Gzip(File.ReadAllBytes(_radiology)));
        foreach (var path in (string[])[packed, inside])
        {
            var results = Results(folder.File("other"), Programs.Sensor(["replay", path, .. _options, "--out", folder.File("other")]));

            Assert.Equal(expected.Select(r => r.Replace($"\"{_radiology}\"", $"\"{packed}\"", StringComparison.Ordinal)), results);
        }
    }

    /// <summary>Two captures of the same time are one, and any number of workers tells the same of them.</summary>
    [Fact]
    public void Two_captures_of_the_same_time_give_the_results_of_one()
    {
        using var folder = new TemporaryFolder();
        var records = ClassicPcap.Read(_radiology).ToList();
        var numbers = new long[2];
        var places = records.Select(r => (File: Part(r), Number: ++numbers[Part(r)])).ToList();
        string[] parts = [folder.File("port1.pcap"), folder.File("port2.pcap")];
        for (var p = 0; p < 2; p++)
        {
            ClassicPcap.Write(parts[p], records.Where(r => Part(r) == p));
        }

        var whole = Run(folder, [_radiology], 2);
        var one = Run(folder, parts, 1);
        Assert.Equal(one.Files, Run(folder, parts, 2).Files);
        Assert.Equal(one.Files, Run(folder, parts, 4).Files);
        Assert.Equal(numbers, one.Result.Summary.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("packets").GetInt64()));
        foreach (var name in (string[])["flow", "dicom", "hl7"])
        {
            Assert.Equal(whole.Result.EventsOf(name).Select(e => e.GetProperty("pcap_cnt").GetInt64()), one.Result.EventsOf(name).Select(e => e.GetProperty("pcap_cnt").GetInt64()));
        }

        Assert.Equal(whole.Result.Alerts.Count, one.Result.Alerts.Count);
        foreach (var (expected, actual) in whole.Result.Alerts.Zip(one.Result.Alerts))
        {
            var packets = Evidence(expected).GetProperty("packets").EnumerateArray().Select(p => places[(int)p.GetInt64() - 1]).ToList();
            var file = packets[^1].File;

            Assert.Equal(parts[file], Evidence(actual).GetProperty("file").GetString());
            Assert.Equal(packets.Where(p => p.File == file).Select(p => p.Number), Evidence(actual).GetProperty("packets").EnumerateArray().Select(p => p.GetInt64()));
        }

        // Packets of one microsecond stay together: their order is the file's.
        static int Part(byte[] record) => (int)(BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(4)) * 2_654_435_761u >> 31);

        static System.Text.Json.JsonElement Evidence(System.Text.Json.JsonElement alert) => alert.GetProperty("anomaly").GetProperty("evidence");
    }

    [Fact]
    public void Damaged_gzip_is_a_warning_and_what_is_before_counts()
    {
        using var folder = new TemporaryFolder();
        var packed = Gzip(File.ReadAllBytes(_radiology));
        var path = folder.Write("torn.pcap.gz", packed.AsSpan(0, packed.Length / 2));
        var outcome = Programs.Sensor("replay", path, "--out", folder.File("out"));
        var piped = Pipe(packed[..(packed.Length / 2)], ["replay", "-", "--out", folder.File("piped")]);

        Assert.Equal((0, 0), (outcome.ExitCode, piped.ExitCode));
        Assert.Contains("gzip data can't be inflated any further", Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        var packets = new ReplayResult(folder.File("out"), outcome).Summary.GetProperty("packets").GetInt64();
        Assert.InRange(packets, 1000, 19_000);
        Assert.Equal(packets, new ReplayResult(folder.File("piped"), piped).Summary.GetProperty("packets").GetInt64());
    }

    [Fact]
    public void An_input_that_is_no_capture_is_told_in_one_sentence()
    {
        foreach (var content in (byte[][])[[], [0xD4, 0xC3, 0xB2], .. new byte[][] { Gzip([]), [.. "This is a letter, not a capture.\n"u8] }])
        {
            var outcome = Pipe(content, ["replay", "-"]);

            Assert.Equal(1, outcome.ExitCode);
            Assert.StartsWith("sensor: - ", Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Standard_input_twice_is_a_warning()
    {
        using var folder = new TemporaryFolder();
        var outcome = Pipe(File.ReadAllBytes(Repository.Capture("parts/net-ping.pcap")), ["replay", "-", "-", "--out", folder.File("out")]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("only once", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replay x --idle 10s")]
    [InlineData("replay x y --follow")]
    [InlineData("replay --follow x --idle soon")]
    [InlineData("replay --follow x --speed 2x")]
    [InlineData("replay x --speed fast")]
    [InlineData("replay x --speed")]
    public void Bad_usage_is_told_in_one_sentence_and_ends_with_2(string arguments)
    {
        var outcome = Programs.Sensor(arguments.Split(' '));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>What can be read only once is opened only once, also among others.</summary>
    [Fact]
    public void Named_pipes_are_merged_like_files()
    {
        using var folder = new TemporaryFolder();
        string[] captures = ["parts/net-ping.pcap", "parts/net-fragments.pcap"];
        var paths = captures.Select((_, i) => folder.File($"pipe{i}")).ToArray();
        using (var made = System.Diagnostics.Process.Start("mkfifo", paths))
        {
            made.WaitForExit();
        }

        using var sensor = Programs.StartSensor(["replay", .. paths, Repository.Capture("parts/net-ping.pcap"), "--out", folder.File("out")]);
        for (var i = 0; i < paths.Length; i++)
        {
            var bytes = File.ReadAllBytes(Repository.Capture(captures[i]));
            File.WriteAllBytes(paths[i], i == 0 ? Gzip(bytes) : bytes);
        }

        var outcome = Programs.Finish(sensor);
        Assert.True(outcome.ExitCode == 0, outcome.Said);
        Assert.Equal([18L, 37, 18], new ReplayResult(folder.File("out"), outcome).Summary.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("packets").GetInt64()));
    }

    private static (string[] Files, ReplayResult Result) Run(TemporaryFolder folder, string[] paths, int workers)
    {
        var output = folder.File($"{paths.Length}-{workers}");
        var outcome = Programs.Sensor(["replay", .. paths, .. _options, "--workers", $"{workers}", "--out", output]);
        return (Results(output, outcome), new ReplayResult(output, outcome));
    }

    private static string[] Results(string folder, Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Said);
        return [.. ReplayResult.FileNames.Select(name => File.ReadAllText(Path.Combine(folder, name))).Select((text, i) => i == 4 ? ReplayResult.WithoutRun(text) : text)];
    }

    private static Outcome Pipe(byte[] bytes, IEnumerable<string> arguments)
    {
        using var sensor = Programs.StartSensor(arguments);
        try
        {
            sensor.StandardInput.BaseStream.Write(bytes);
            sensor.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has seen enough.
        }

        return Programs.Finish(sensor);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
