using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>Pumps' languages as simulators speak them, captured and live: a second opinion on the definitions, which know nothing of each other.</summary>
public sealed class PumpCaptureTests(CaptureRuns runs)
{
    private static readonly JsonElement _truth = ReplayResult.Parse(File.ReadAllText(Repository.Capture("truth.json")));

    public static TheoryData<string> Sent { get; } = [.. _truth.EnumerateObject().Where(e => e.Value.TryGetProperty("sent", out _)).Select(e => e.Name)];

    public static TheoryData<string> Live { get; } = ["pump-alaris", "pump-bcc", "pump-bcc-push", "pump-fresenius", "pump-dianet"];

    /// <summary>Also with a segment for each byte, inside Telnet, stuffed, with wrong sums, unanswered, given up and pushed.</summary>
    [Theory]
    [MemberData(nameof(Sent))]
    public void Requests_are_those_that_the_simulators_sent(string capture)
    {
        var counted = runs.Of(capture).Summary.GetProperty("pump");
        foreach (var family in _truth.GetProperty(capture).GetProperty("sent").EnumerateObject())
        {
            Assert.Equal(PumpCounts.Sent(family.Name, family.Value), PumpCounts.Counted(counted.GetProperty(family.Name)));
        }
    }

    [Theory]
    [MemberData(nameof(Sent))]
    public void Good_frames_are_requests_and_responses(string capture)
    {
        var counted = runs.Of(capture).Summary.GetProperty("pump");
        foreach (var family in _truth.GetProperty(capture).GetProperty("frames").EnumerateObject())
        {
            // Orchestra's host repeats the head of what a module says by itself.
            var echoes = family.Name == "fresenius" ? 1 : 0;
            var own = counted.GetProperty(family.Name);
            Assert.Equal(family.Value.GetProperty("good").GetInt64() - echoes, own.GetProperty("requests").GetInt64() + own.GetProperty("responses").GetInt64());
        }
    }

    [Theory]
    [MemberData(nameof(Sent))]
    public void No_code_is_in_any_output(string capture)
    {
        var result = runs.Of(capture);
        var written = string.Concat(ReplayResult.FileNames.Select(n => File.ReadAllText(result.PathOf(n))));

        Assert.DoesNotContain("3CC1", written, StringComparison.Ordinal);
    }

    /// <summary>Simulators talk on the loopback of a namespace of the test's own, and the sensor listens there.</summary>
    [Theory]
    [MemberData(nameof(Live))]
    public void Listening_finds_what_is_said_while_it_listens(string recipe)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "network namespaces need root");
        using var folder = new TemporaryFolder();
        using var home = new Namespace();
        using var sensor = home.Start("dotnet", Repository.Program, "live", "-i", "lo", "--out", folder.File("out"));
        Namespace.AwaitWords(sensor, "listening on");
        using var simulators = home.Start("/usr/bin/python3", "-B", Path.Combine("pcaps", "tools", "here.py"), recipe);
        var said = Programs.Finish(simulators);
        Assert.True(said.ExitCode == 0, said.Said);
        Thread.Sleep(500);
        using (var ended = System.Diagnostics.Process.Start("kill", ["-TERM", $"{sensor.Id}"]))
        {
            ended.WaitForExit();
        }

        Assert.True(sensor.WaitForExit(TimeSpan.FromSeconds(30)), "it doesn't end");
        var counted = ReplayResult.Parse(File.ReadAllText(folder.File(Path.Combine("out", "summary.json")))).GetProperty("pump");
        var sent = ReplayResult.Parse(said.Output).EnumerateObject().SelectMany(c => c.Value.GetProperty("sent").EnumerateObject()).ToList();
        foreach (var family in sent.GroupBy(f => f.Name))
        {
            Assert.Equal(family.Sum(f => f.Value.GetProperty("requests").GetInt64()), counted.GetProperty(family.Key).GetProperty("requests").GetInt64());
            Assert.True(counted.GetProperty(family.Key).GetProperty("responses").GetInt64() >= family.Sum(f => f.Value.GetProperty("responses").GetInt64()));
        }
    }
}
