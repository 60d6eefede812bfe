using System.Runtime.InteropServices;
using Sensor.Dissectors.Contract;
using Sensor.State;
using Sensor.Streams;

namespace Sensor.Detection;

/// <summary>Learning stopped, or goes on.</summary>
/// <param name="Paused">Whether it stopped.</param>
/// <param name="Share">Share of what was on the wire that was lost in the last minute.</param>
/// <param name="Time">Packet time at which that was known, in nanoseconds since the Unix epoch.</param>
/// <param name="Ordinal">Packet that made it known.</param>
internal readonly record struct LearningChange(bool Paused, double Share, long Time, long Ordinal);

/// <summary>
/// Lets learning pause while loss is high, says so, and remembers how long it did. Not in a time set for learning: that ends whether or not enough was learnt,
/// and undamaged conversations are the best there is.
/// </summary>
internal sealed class LearningPauses(LearningPlan plan, Action<LearningChange> announce) : IStatePart
{
    private readonly LossMeter _meter = new();
    private long _since;
    private long _total;

    /// <summary>Much is being lost.</summary>
    public bool IsLossHigh => _meter.IsHigh;

    public bool IsPaused { get; private set; }

    /// <summary>Packet time since which it pauses; null while it goes on.</summary>
    public long? PausedSince => IsPaused ? _since : null;

    /// <summary>Share lost in the last minute.</summary>
    public double Share => _meter.Share;

    /// <summary>How often learning has paused.</summary>
    public int Count { get; private set; }

    /// <summary>The greatest share that was lost in any window while it did.</summary>
    public double WorstShare { get; private set; }

    /// <summary>Nanoseconds of packet time without learning, up to <paramref name="now"/>.</summary>
    public long TotalAt(long now) => _total + (IsPaused ? Math.Max(0, now - _since) : 0);

    /// <summary>Takes a partition's sample.</summary>
    public void Take(in FactHeader header, ReadOnlySpan<byte> body)
    {
        _meter.Take(header.Partition, in MemoryMarshal.AsRef<LossSample>(body), header.Time);
        Note(header.Time, header.Ordinal);
    }

    /// <summary>Takes what a live capture counted since it began: packets it handed on, and packets known to be lost.</summary>
    public void TakeDrops(long packets, long lost, long time)
    {
        _meter.TakeDrops(packets, lost, time);
        Note(time, 0);
    }

    public string Name => "loss";

    public int Version => 1;

    public void Save(PartWriter writer)
    {
        writer.Boolean(IsPaused);
        writer.Int32(Count);
        writer.Double(WorstShare);
        writer.Int64(_since);
        writer.Int64(_total);
        _meter.Save(writer);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        if (!origin.SameInput)
        {
            // Another input has another mirror.
            return true;
        }

        IsPaused = reader.Boolean();
        Count = reader.Int32(int.MaxValue);
        WorstShare = reader.Double();
        _since = reader.Int64();
        _total = reader.Tally();
        _meter.Load(ref reader);
        return reader.Complete;
    }

    private void Note(long time, long ordinal)
    {
        var pauses = IsLossHigh && !plan.IsVouchedFor(time);
        WorstShare = pauses ? Math.Max(WorstShare, _meter.Share) : WorstShare;
        if (pauses == IsPaused)
        {
            return;
        }

        IsPaused = pauses;
        if (pauses)
        {
            Count++;
            _since = time;
        }
        else
        {
            _total += Math.Max(0, time - _since);
        }

        announce(new LearningChange(IsPaused, _meter.Share, time, ordinal));
    }
}
