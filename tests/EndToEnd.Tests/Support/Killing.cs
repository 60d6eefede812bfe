using System.Diagnostics;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>Runs a replay with state that is killed (SIGKILL) at instants of a seeded chance and started again until it is done.</summary>
internal sealed class Killing(string capture, TemporaryFolder folder, int seed, string[] options)
{
    /// <summary>A checkpoint as soon as the one before is written.</summary>
    private const string Interval = "0.001s";

    /// <summary>Milliseconds; before that nothing has been read.</summary>
    private const int Least = 120;

    private readonly Random _random = new(seed);
    private int _states;

    /// <summary>What a run that nobody disturbs comes to, and how long it takes.</summary>
    public (ReplayResult Result, string Export, TimeSpan Duration) Undisturbed()
    {
        var (state, results) = (folder.File("undisturbed"), folder.File("undisturbed-results"));
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(Start(state, results))!;
        process.StandardInput.Close();
        process.WaitForExit();
        var duration = watch.Elapsed;
        var outcome = Programs.Finish(process);
        Assert.True(outcome.ExitCode == 0, outcome.Said);
        return (new ReplayResult(results, outcome), Export(state), duration);
    }

    /// <summary>Kills and starts again, then lets the replay come to its end.</summary>
    /// <param name="longest">Longest time that a start is given.</param>
    /// <param name="most">Kills at most.</param>
    /// <param name="workers">Threads of each start, drawn from these.</param>
    public (ReplayResult Result, string Export, int Kills) Survive(TimeSpan longest, int most, params int[] workers)
    {
        var state = folder.File($"killed-{++_states}");
        var results = folder.File($"killed-{_states}-results");

        // Pseudonyms are to be the same: they stand in what is compared.
        Directory.CreateDirectory(state);
        File.Copy(Path.Combine(folder.File("undisturbed"), "pseudonym.key"), Path.Combine(state, "pseudonym.key"));
        for (var kills = 0; ; kills++)
        {
            using var process = Process.Start(Start(state, results, "--workers", $"{workers[_random.Next(workers.Length)]}"))!;
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            var patience = kills == most ? TimeSpan.FromMinutes(1) : TimeSpan.FromMilliseconds(Least + _random.Next((int)longest.TotalMilliseconds - Least));
            if (process.WaitForExit(patience))
            {
                var outcome = new Outcome(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
                Assert.True(outcome.ExitCode == 0, outcome.Said);
                return (new ReplayResult(results, outcome), Export(state), kills);
            }

            process.Kill();
            process.WaitForExit();
            var said = error.GetAwaiter().GetResult();
            Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        }
    }

    public static string Export(string state)
    {
        var outcome = Programs.Sensor("state", "export", state);
        Assert.True(outcome.ExitCode == 0, outcome.Said);
        return outcome.Output;
    }

    private ProcessStartInfo Start(string state, string results, params string[] more)
    {
        var start = Programs.StartInfo("dotnet", [Repository.Program, "replay", capture, "--state", state, "--out", results, .. options, .. more]);
        start.Environment["SENSOR_STATE_INTERVAL"] = Interval;
        return start;
    }
}
