using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>
/// The fuzzer's short run: all of its committed corpus, and a few thousand inputs from a fixed seed for each target. Long runs are by hand (docs/fuzzing.md).
/// </summary>
public sealed class FuzzTests
{
    /// <summary>Built beside these tests: same configuration, same artifacts folder.</summary>
    private static readonly string _fuzzer = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "Fuzz", new DirectoryInfo(AppContext.BaseDirectory).Name, "Sensor.Fuzz.dll"));

    [Fact]
    public void Inputs_that_nobody_meant_break_no_promise()
    {
        // Seconds on a quiet machine.
        var outcome = Programs.Run(Programs.StartInfo("dotnet", [_fuzzer, "check"]), TimeSpan.FromMinutes(10));

        Assert.True(outcome.ExitCode == 0, outcome.Said);
    }

    /// <summary>A fuzzer whose code under test isn't counted would find nothing new and say that all is well.</summary>
    [Fact]
    public void The_fuzzer_sees_what_its_inputs_do()
    {
        using var folder = new TemporaryFolder();
        var outcome = Programs.Run(Programs.StartInfo("dotnet", [_fuzzer, "hl7", "--runs", "300", "--corpus", folder.Path]));

        Assert.True(outcome.ExitCode == 0, outcome.Said);
        Assert.InRange(Directory.GetFiles(folder.File("hl7")).Length, 50, int.MaxValue);
    }
}
