using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7;
using Sensor.Facts;
using Sensor.Pipeline;
using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.Pipeline;

/// <summary>In the steady state a worker allocates nothing per packet or message.</summary>
public sealed class AllocationTests
{
    private const int Packets = 200_000;

    /// <summary>A sixth of a byte per packet: what threads allocate for themselves when they have to wait.</summary>
    private const int WarmUp = 32 * 1024;

    [Fact]
    public void A_capture_twice_as_long_allocates_no_more()
    {
        using var folder = new TempFolder();
        var (once, onceFacts) = Replayed(Path.Combine(folder.Path, "once.pcap"), Packets);
        var (twice, twiceFacts) = Replayed(Path.Combine(folder.Path, "twice.pcap"), 2 * Packets);

        Assert.True(onceFacts > Packets / 2 && twiceFacts > onceFacts * 19 / 10, $"{onceFacts} and {twiceFacts} facts");

        // Once: the index of each further block of the ring grows to its size. Ever after: a report of some bytes for each block of a MiB.
        Assert.InRange(once, 0, 2 << 20);
        Assert.InRange(twice - once, -WarmUp, WarmUp);
    }

    private static (long Allocated, long Facts) Replayed(string path, int packets)
    {
        CaptureBuilder.Write(path, Traffic.Steady(packets));
        using var input = new CaptureInput([path]);
        var settings = new PartitionSettings([new Hl7Protocol(), new RecordingProtocol { Forgets = true }], new Pseudonymizer("a"u8));
        var replay = new Replay(input, 1, settings);
        var facts = new Counting();
        replay.Run(facts);
        Assert.Null(input.Reports.Single().Warning);
        return (replay.WorkerAllocatedBytes, facts.Count);
    }

    private sealed class Counting : IFactConsumer
    {
        public long Count { get; private set; }

        public void Take(in FactHeader header, ReadOnlySpan<byte> body) => Count++;
    }
}
