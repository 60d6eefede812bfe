using System.Security.Cryptography;
using System.Text;
using Sensor.EndToEnd.Tests.Support;
using Sensor.Options;

namespace Sensor.EndToEnd.Tests;

/// <summary>The same input gives the same output, byte for byte: however many threads work on it, and every time.</summary>
public sealed class DeterminismTests(CaptureRuns runs)
{
    public static TheoryData<string> All { get; } = [.. Truth.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void The_number_of_workers_does_not_show(string capture)
    {
        var options = new ReplayOptions([Repository.Capture(capture)]);
        var one = InProcess.Results(options with { Workers = 1 });

        AssertSame(one, InProcess.Results(options with { Workers = 2 }), "2 workers");
        AssertSame(one, InProcess.Results(options with { Workers = 4 }), "4 workers");
        AssertSame(one, InProcess.Results(options with { Workers = 2 }), "2 workers again");
    }

    [Fact]
    public void Nor_does_it_in_a_process_of_its_own_with_learning()
    {
        var results = new[] { "1", "2", "4", "2" }
            .Select(workers => runs.Run([Path.Combine("pcaps", Truth.Radiology)], "--learn-until", Labels.NormalUntil, "--workers", workers)).ToList();

        Assert.All(results, r => AssertSame(Read(results[0]), Read(r), "another run"));
    }

    /// <summary>Long enough for several grants of bounds, and far more blocks than are in hand at once.</summary>
    [Fact]
    public void Nor_in_a_long_capture()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("long.pcap");
        ClassicPcap.WriteRepeated(path, Repository.Capture(Truth.Radiology), times: 10);
        var options = new ReplayOptions([path]);
        var one = InProcess.Results(options with { Workers = 1 });

        AssertSame(one, InProcess.Results(options with { Workers = 2 }), "2 workers");
        AssertSame(one, InProcess.Results(options with { Workers = 7 }), "7 workers");
    }

    /// <summary>All captures as one input: several formats, link types and interfaces, and time that goes back from file to file.</summary>
    [Fact]
    public void Nor_with_many_files()
    {
        var options = new ReplayOptions([.. Truth.SmallNames.Select(Repository.Capture)]);
        var one = InProcess.Results(options with { Workers = 1 });

        AssertSame(one, InProcess.Results(options with { Workers = 2 }), "2 workers");
        AssertSame(one, InProcess.Results(options with { Workers = 4 }), "4 workers");
    }

    private static string[] Read(ReplayResult result) =>
        [.. ReplayResult.FileNames[..4].Select(n => File.ReadAllText(result.PathOf(n))), result.SummaryWithoutRun];

    private static void AssertSame(string[] expected, string[] actual, string what)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (Hash(expected[i]) != Hash(actual[i]))
            {
                var (a, b) = (expected[i].Split('\n'), actual[i].Split('\n'));
                var line = Enumerable.Range(0, Math.Max(a.Length, b.Length)).First(n => n >= a.Length || n >= b.Length || a[n] != b[n]);
                Assert.Fail($"{ReplayResult.FileNames[i]} differs with {what} from line {line + 1} on:\n{a.ElementAtOrDefault(line)}\n{b.ElementAtOrDefault(line)}");
            }
        }
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
