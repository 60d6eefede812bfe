using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Streams;

namespace Sensor.Tests.Support;

/// <summary>One partition on a bench: packets go in one at a time, as a worker would hand them over, and everything it says is kept.</summary>
internal sealed class PartitionBench
{
    public const long Start = 1_700_000_000_000_000_000;

    private long _now = long.MinValue;

    public PartitionBench(params IProtocol[] protocols)
    {
        Protocol = protocols.OfType<RecordingProtocol>().FirstOrDefault() ?? new RecordingProtocol();
        IReadOnlyList<IProtocol> all = protocols.Length == 0 ? [Protocol] : protocols;
        Partition = new Partition(3, new PartitionSettings(all, new Pseudonymizer("bench"u8)) { Seed = 42 }, Facts);
    }

    public FactList Facts { get; } = new();

    public RecordingProtocol Protocol { get; }

    public Partition Partition { get; }

    public PartitionCounters Counters => Partition.Counters;

    public long Time { get; set; } = Start;

    public long Ordinal { get; private set; }

    public bool IsFinished { get; private set; }

    /// <summary>The one conversation that was recognised.</summary>
    public RecordedConversation Conversation => Assert.Single(Protocol.Conversations);

    /// <summary>The facts of flows that have ended.</summary>
    public IReadOnlyList<FlowEnded> Ended => Facts.Of<FlowEnded>();

    /// <param name="frame">The frame as it was on the wire.</param>
    /// <param name="snapLength">Bytes that were captured of it at most.</param>
    /// <param name="link">Its link type.</param>
    public void Take(byte[] frame, int snapLength = int.MaxValue, LinkType link = LinkType.Ethernet)
    {
        var captured = frame.AsSpan(0, Math.Min(frame.Length, snapLength));
        var entry = new PacketEntry
        {
            Time = Time,
            CapturedLength = captured.Length,
            OriginalLength = frame.Length,
            Link = link,
            Network = NetworkLocation.Find(link, captured),
        };
        Ordinal++;
        _now = Math.Max(_now, Time);
        if (_now >= Partition.NextDeadline)
        {
            Partition.Expire(Ordinal, _now);
        }

        Partition.Take(in entry, captured, entry.OriginalLength, Ordinal, _now);
    }

    public PartitionBench Wait(long nanoseconds)
    {
        Time += nanoseconds;
        return this;
    }

    public PartitionBench WaitMilliseconds(double milliseconds) => Wait((long)(milliseconds * 1_000_000));

    /// <summary>Time passes and some other packet shows it.</summary>
    public PartitionBench Tick(double milliseconds = 0)
    {
        WaitMilliseconds(milliseconds);
        Take(PacketBuilder.Ethernet(0x88CC, []));
        return this;
    }

    public PartitionBench Finish()
    {
        IsFinished = true;
        Partition.Finish(Ordinal, Math.Max(_now, 0));
        return this;
    }
}
