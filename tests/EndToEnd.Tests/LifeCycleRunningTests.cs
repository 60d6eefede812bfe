using System.Diagnostics;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>What people do while a sensor runs takes effect in it, and a crash neither loses nor doubles it.</summary>
public sealed class LifeCycleRunningTests(LifeCycleTests.Day day) : IClassFixture<LifeCycleTests.Day>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_running_sensor_takes_a_muting_up(bool isKilled)
    {
        var analyst = new Analyst(_folder, day.State);
        var (captures, incident) = (Directory.CreateDirectory(_folder.File("captures")).FullName, analyst.Intrusion);
        var (quiet, misuse) = Split(Analyst.Day(hours: 3));
        ClassicPcap.Write(Path.Combine(captures, "a.pcap"), quiet);
        var results = _folder.File("results");
        var sensor = Start(analyst, results, captures);
        try
        {
            Kept.WaitForEvents(results);
            analyst.Do("close", incident, "--verdict", "benign-once", "--by", "ana");
            analyst.Do("mute", incident, "--by", "ana");
            Kept.WaitFor(() => File.ReadLines(Path.Combine(results, "events.jsonl")).Any(l => l.Contains("\"state\":\"muted\"", StringComparison.Ordinal)));
            if (isKilled)
            {
                sensor.Kill();
                sensor.WaitForExit();
                sensor.Dispose();
                sensor = Start(analyst, results, captures);
                Kept.WaitForEvents(results);
            }

            ClassicPcap.Write(Path.Combine(captures, "b.pcap"), misuse);
            Kept.WaitFor(() => Hidden(analyst) > 0);
            Programs.Run(Programs.StartInfo("kill", ["-TERM", $"{sensor.Id}"]));
            Assert.Equal(143, Programs.Finish(sensor).ExitCode);
        }
        finally
        {
            End(sensor);
        }

        var alerts = File.ReadLines(Path.Combine(results, "alerts.jsonl")).Select(ReplayResult.Parse).ToList();
        Assert.Empty(Analyst.Reasons(alerts));
        Assert.Equal(2, analyst.Status(incident).GetProperty("history").GetArrayLength());
        Assert.Contains("0 not taken by a sensor yet", analyst.Kept.Do("check").Output, StringComparison.Ordinal);
    }

    /// <summary>With verdicts and mutings to take up, killed at any instant: the results and the state of one that nobody disturbed.</summary>
    [Fact]
    public void Killed_while_it_takes_deeds_up_it_ends_as_an_undisturbed_one()
    {
        var random = new Random(20261122);
        var (first, second) = (new Analyst(_folder, day.State), "");
        var closed = first.Intrusion;
        first.Do("close", closed, "--verdict", "benign-expected", "--by", "ana");
        first.Do("mute", first.List("--status", "new")[0].GetProperty("anomaly").GetProperty("incident").GetProperty("id").GetString()!, "--scope", "device", "--by", "ana");
        first.Do("close", first.List("--status", "new")[^1].GetProperty("anomaly").GetProperty("incident").GetProperty("id").GetString()!, "--verdict", "true", "--by", "ana");
        var other = new Analyst(_folder, first.Kept.Path);
        second = other.Kept.Path;
        var capture = _folder.File("later.pcap");
        ClassicPcap.Write(capture, Analyst.Day(hours: 3));

        var watch = Stopwatch.StartNew();
        var expected = first.Kept.Into(_folder.File("undisturbed"), capture, "--mode", "detect");
        var duration = watch.Elapsed;
        var results = _folder.File("killed");
        for (var kills = 0; kills < 6; kills++)
        {
            using var process = Process.Start(StartInfo(second, results, capture))!;
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromMilliseconds(120 + random.Next((int)duration.TotalMilliseconds))))
            {
                process.Kill();
                process.WaitForExit();
            }
        }

        var actual = other.Kept.Into(results, capture, "--mode", "detect");
        foreach (var name in ReplayResult.FileNames[..4])
        {
            Assert.Equal(File.ReadAllText(expected.PathOf(name)), File.ReadAllText(actual.PathOf(name)));
        }

        Assert.Equal(first.Kept.Export(), other.Kept.Export());
        Assert.Equal(3, expected.EventsOf("health").Count(e => e.GetProperty("health").GetProperty("subject").GetString() == "journal"));
    }

    private static long Hidden(Analyst analyst) =>
        analyst.Do("mutes", "--format", "json").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ReplayResult.Parse).Sum(m => m.GetProperty("hidden").GetInt64());

    /// <summary>Before and after the misuse begins.</summary>
    private static (List<byte[]> Quiet, List<byte[]> Misuse) Split(IEnumerable<byte[]> day)
    {
        var records = day.ToList();
        var begins = Time(records[0]) + 169;
        return (records.FindAll(r => Time(r) < begins), records.FindAll(r => Time(r) >= begins));

        static uint Time(byte[] record) => BitConverter.ToUInt32(record);
    }

    private static Process Start(Analyst analyst, string results, string captures)
    {
        var process = Process.Start(StartInfo(analyst.Kept.Path, results, captures, "--follow"))!;
        process.StandardInput.Close();
        return process;
    }

    private static ProcessStartInfo StartInfo(string state, string results, string capture, params string[] more)
    {
        var start = Programs.StartInfo("dotnet", [Repository.Program, "replay", capture, "--mode", "detect", "--state", state, "--out", results, .. more]);
        start.Environment["SENSOR_STATE_INTERVAL"] = "0.05s";
        return start;
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
