using System.Diagnostics;
using System.Globalization;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>Ctrl-C and SIGTERM end the reading, not the results.</summary>
public sealed class InterruptionTests
{
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void An_interrupted_run_writes_all_it_has(string signal, int exitCode)
    {
        using var folder = new TemporaryFolder();
        var capture = folder.File("long.pcap");
        ClassicPcap.WriteRepeated(capture, Repository.Capture(Truth.Radiology), times: 42);
        using var sensor = Programs.StartSensor("replay", capture, "--out", folder.File("out"), "--fail-on", "low");
        var events = folder.File("out/events.jsonl");
        var patience = Stopwatch.StartNew();
        while (!sensor.HasExited && (!File.Exists(events) || new FileInfo(events).Length < 1_000_000) && patience.Elapsed < TimeSpan.FromSeconds(30))
        {
            Thread.Sleep(5);
        }

        using (Process.Start("kill", ["-" + signal, sensor.Id.ToString(CultureInfo.InvariantCulture)]))
        {
        }

        var since = Stopwatch.StartNew();
        var outcome = Programs.Finish(sensor);
        var took = since.Elapsed;

        Assert.True(outcome.ExitCode == exitCode, outcome.Said);
        Assert.InRange(took.TotalSeconds, 0, 10);
        var result = new ReplayResult(folder.File("out"), outcome);
        var packets = result.Summary.GetProperty("packets").GetInt64();
        Assert.InRange(packets, 1, (42 * 19_065) - 1);
        Assert.Equal(packets, result.Summary.GetProperty("inputs")[0].GetProperty("packets").GetInt64());
        Assert.Equal(result.Devices.Count, result.Summary.GetProperty("devices").GetInt32());
        Assert.Equal(result.EventsOf("flow").Count(), result.Summary.GetProperty("flows").GetProperty("tcp").GetInt32());
        Assert.Equal(result.EventsOf("hl7").Count(), result.Summary.GetProperty("hl7").GetProperty("messages").GetInt32());
        Assert.DoesNotContain("xception", outcome.Error, StringComparison.Ordinal);
    }
}
