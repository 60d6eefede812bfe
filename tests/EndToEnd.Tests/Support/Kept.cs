using System.Diagnostics;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>A state directory and what the program does with it.</summary>
internal sealed class Kept(TemporaryFolder folder, string name = "state")
{
    private int _runs;

    public string Path { get; } = folder.File(name);

    public string Database => System.IO.Path.Combine(Path, "sensor.db");

    /// <summary>Replays with this state into a folder of its own.</summary>
    public ReplayResult Replay(string capture, params string[] options) => Into(folder.File($"{name}-results-{++_runs}"), capture, options);

    public ReplayResult Into(string results, string capture, params string[] options)
    {
        var outcome = Programs.Sensor(["replay", capture, "--state", Path, "--out", results, .. options]);
        Assert.True(outcome.ExitCode == 0, outcome.Said);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        return new ReplayResult(results, outcome);
    }

    public Process Start(string results, string capture, params string[] options) =>
        Programs.StartSensor(["replay", capture, "--state", Path, "--out", results, .. options]);

    public Outcome Do(string command, params string[] arguments) => Programs.Sensor(["state", command, Path, .. arguments]);

    public string Export()
    {
        var outcome = Do("export");
        Assert.True(outcome.ExitCode == 0, outcome.Said);
        return outcome.Output;
    }

    /// <summary>Waits until a started run has said something.</summary>
    public static void WaitForEvents(string results) => WaitFor(() => new FileInfo(System.IO.Path.Combine(results, "events.jsonl")) is { Exists: true, Length: > 0 });

    public static void WaitFor(Func<bool> condition)
    {
        for (var i = 0; !condition() && i < 600; i++)
        {
            Thread.Sleep(50);
        }

        Assert.True(condition());
    }

    /// <summary>What events say of state: what happened, in order.</summary>
    public static string[] Told(ReplayResult result) =>
        [.. result.EventsOf("health").Select(e => e.GetProperty("health")).Where(h => h.GetProperty("subject").GetString() == "state").Select(h => h.GetProperty("state").GetString()!)];

    /// <summary>Runs a program that must succeed; skips the test where it may not be run.</summary>
    public static void Must(string program, params string[] arguments)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting needs root");
        var outcome = Programs.Run(Programs.StartInfo(program, arguments));
        Assert.True(outcome.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {outcome.Said}");
    }
}
