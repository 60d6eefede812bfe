using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>What the whole program allocates, from the first packet to the last line written, as it says itself.</summary>
public sealed class AllocationTests(CaptureRuns runs)
{
    [Fact]
    public void A_capture_twice_as_long_allocates_hardly_more()
    {
        var (packets, once) = Replayed(times: 10);
        var (twicePackets, twice) = Replayed(times: 20);

        // Connections cost a little each; packets, PDUs, messages and events nothing.
        Assert.InRange(twice - once, long.MinValue, 1_000_000);
        Assert.True(twicePackets - packets > 190_000);
    }

    private (long Packets, long AllocatedBytes) Replayed(int times)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("sensor-e2e-").FullName, "long.pcap");
        try
        {
            ClassicPcap.WriteRepeated(path, Repository.Capture(Truth.Radiology), times);
            var summary = runs.Run([path], "--mode", "learn", "--workers", "1").Summary;
            return (summary.GetProperty("packets").GetInt64(), summary.GetProperty("run").GetProperty("allocated_bytes").GetInt64());
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }
}
