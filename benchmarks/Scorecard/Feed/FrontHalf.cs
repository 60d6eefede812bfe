using System.Runtime.InteropServices;
using Hospital.Wire;
using Sensor.Capture;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Health;
using Sensor.Streams;

namespace Scorecard.Feed;

/// <summary>
/// From packets to facts by the sensor's own code, as one of its workers would drive it, but with all traffic in one partition and on the caller's thread. Facts come out by the
/// block: <see cref="BlockSize"/> bytes of packets are gathered, then all of them are taken in, so that who measures need not look at a clock for each.
/// </summary>
internal sealed class FrontHalf(DirectFacts facts, IFactConsumer consumer, Partition partition, CostMeter cost) : Hospital.Wire.IPacketTaker
{
    /// <summary>Nanoseconds of packet time after which the partition says what it came short of (a worker's interval).</summary>
    private const long ReviewInterval = 10_000_000_000;

    /// <summary>Bytes of packets taken in at a time: few enough to stay in the processor's cache.</summary>
    private const int BlockSize = 1 << 18;

    private readonly byte[] _bytes = new byte[BlockSize + ushort.MaxValue + 64];
    private readonly List<PacketEntry> _entries = [];
    private readonly PacketClock _clock = new();
    private int _length;
    private long _ordinal;
    private long _nextDeadline = long.MinValue;
    private long _nextReview = long.MinValue;

    /// <summary>Packets taken so far.</summary>
    public long Packets => _ordinal + _entries.Count;

    /// <summary>There are no more packets: what is said now ends with the input.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Facts they made known.</summary>
    public long Facts => facts.Count;

    public void Take(in Packet packet)
    {
        packet.Bytes.CopyTo(_bytes.AsSpan(_length));
        _entries.Add(new PacketEntry
        {
            Time = packet.Time,
            Offset = _length,
            CapturedLength = packet.Bytes.Length,
            OriginalLength = Math.Max(packet.OriginalLength, packet.Bytes.Length),
            Link = LinkType.Ethernet,
        });
        _length += packet.Bytes.Length;
        if (_length >= BlockSize)
        {
            TakeBlock();
        }
    }

    public void End(long time)
    {
        TakeBlock();
        IsOver = true;
        cost.Begin();
        _clock.End();
        facts.IsTimeDoubted = false;
        partition.Finish(_ordinal, Math.Max(_clock.Time, 0));
        Review();
        cost.EndFront();
        facts.HandTo(consumer);
        cost.EndBack();
    }

    private void TakeBlock()
    {
        cost.Begin();
        foreach (ref var entry in CollectionsMarshal.AsSpan(_entries))
        {
            var frame = _bytes.AsSpan(entry.Offset, entry.CapturedLength);
            entry.Network = NetworkLocation.Find(entry.Link, frame);
            Take(in entry, frame);
        }

        _entries.Clear();
        _length = 0;
        cost.EndFront();
        facts.HandTo(consumer);
        cost.EndBack();
    }

    private void Take(in PacketEntry entry, ReadOnlySpan<byte> frame)
    {
        _ordinal++;
        if (_clock.See(entry.Time, _ordinal))
        {
            _nextReview = _nextDeadline = long.MinValue;
            partition.Jump(_clock.JumpedSince, _clock.Now);
        }

        if (_clock.Now >= _nextDeadline)
        {
            Expire();
        }

        facts.IsTimeDoubted = _clock.IsInDoubt;
        partition.Take(in entry, frame, entry.OriginalLength, _ordinal, _clock.Now);
        _nextDeadline = Math.Min(_nextReview, partition.NextDeadline);
    }

    private void Expire()
    {
        facts.IsTimeDoubted = false;
        partition.Expire(_ordinal, _clock.Now, _clock.Shift);
        if (_clock.Now >= _nextReview)
        {
            _nextReview = _clock.Now + ReviewInterval;
            Review();
        }
    }

    private void Review()
    {
        partition.Review(_clock.Time);
        partition.Shortcomings.Tell(Shortcoming.ClockAhead, _clock.Ahead, _clock.Time);
        partition.Shortcomings.Tell(Shortcoming.ClockBehind, _clock.Behind, _clock.Time);
        partition.Shortcomings.Tell(Shortcoming.ClockStepped, _clock.Stepped, _clock.Time);
    }
}
