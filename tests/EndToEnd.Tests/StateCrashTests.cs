using System.Diagnostics;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>
/// Killed at any instant and started again, a replay with state ends with the same results, and remembers the same, as one that nobody disturbed.
/// <c>.ci/crash</c> does so hundreds of times.
/// </summary>
public sealed class StateCrashTests
{
    private const string KillsVariable = "SENSOR_TEST_KILLS", SeedVariable = "SENSOR_TEST_SEED";

    /// <summary>Days of the capture in a row.</summary>
    private const int Days = 6;

    /// <summary>After so many one start comes to its end.</summary>
    private const int KillsInARow = 8;

    /// <summary>Where nobody asks for more, a busy machine does less.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private const long Hour = 3_600;

    [Fact]
    public void A_killed_replay_ends_as_an_undisturbed_one()
    {
        var (wanted, seed) = (Number(KillsVariable, 25), Number(SeedVariable, 20261121));
        var isAsked = Environment.GetEnvironmentVariable(KillsVariable) is not null;
        using var folder = new TemporaryFolder();
        var killing = new Killing(DaysInARow(folder), folder, seed, ["--learn-until", "+16h"]);
        var (expected, export, duration) = killing.Undisturbed();
        Assert.True(expected.Alerts.Count > 10);

        var (kills, rounds) = (0, 0);
        var watch = Stopwatch.StartNew();
        while (kills < wanted && (isAsked || kills == 0 || watch.Elapsed < Longest))
        {
            var (actual, actualExport, more) = killing.Survive(duration * 0.8, Math.Min(KillsInARow, wanted - kills), 1, 2, 3);
            (kills, rounds) = (kills + more, rounds + 1);
            Assert.Equal(Text(expected), Text(actual));
            Assert.Equal(export, actualExport);
        }

        Console.WriteLine($"{kills} kills in {rounds} rounds, seed {seed}: nothing differs.");
    }

    private static string[] Text(ReplayResult result) =>
        [.. ReplayResult.FileNames.Take(4).Select(name => File.ReadAllText(result.PathOf(name))), result.SummaryWithoutRun];

    /// <summary>The radiology department again and again, eight hours apart.</summary>
    private static string DaysInARow(TemporaryFolder folder)
    {
        var records = ClassicPcap.Read(Repository.Capture(Truth.Radiology)).ToArray();
        var path = folder.File("days.pcap");
        ClassicPcap.Write(path, Enumerable.Range(0, Days).SelectMany(day => records.Select(record => ClassicPcap.Later(record, day * 8 * Hour))));
        return path;
    }

    private static int Number(string variable, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : otherwise;
}
