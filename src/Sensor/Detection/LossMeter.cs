using Sensor.Capture;
using Sensor.State;
using Sensor.Streams;

namespace Sensor.Detection;

/// <summary>
/// Says when so much is being lost on the way to the sensor that nothing should be learnt. Measures over the last minute of packet time; goes on with little
/// loss only, so that it doesn't flutter.
/// </summary>
internal sealed class LossMeter
{
    /// <summary>Share of bytes from which on loss is high. With half of that nearly all that was captured is still understood, and what was damaged is known.</summary>
    public const double High = 0.02;

    /// <summary>Share below which it is no longer.</summary>
    public const double Low = 0.01;

    /// <summary>Holes in the window below which it isn't high whatever the share: a share is guessed from fewer, and one burst makes no lossy mirror.</summary>
    public const int LeastHoles = 30;

    /// <summary>Intervals of <see cref="LossSampler.Interval"/> in the window: a minute.</summary>
    private const int Slots = 12;

    // A ring of intervals and their sum for each partition, and for the capture itself, where packets count instead of bytes.
    private readonly LossSample[,] _slots = new LossSample[Partitioning.Count + 1, Slots];
    private readonly LossSample[] _sums = new LossSample[Partitioning.Count + 1];
    private long _interval = long.MinValue;
    private (long Packets, long Lost) _capture;

    public bool IsHigh { get; private set; }

    /// <summary>Share lost in the last whole window; without the pair of hosts that lost most where the others lost little.</summary>
    public double Share { get; private set; }

    /// <summary>Takes a partition's sample, told at <paramref name="time"/>.</summary>
    public void Take(int partition, in LossSample sample, long time)
    {
        Advance(time);
        Add(partition, in sample);
    }

    /// <summary>Takes what the capture itself counted since it began: packets it handed on, and packets it dropped.</summary>
    public void TakeDrops(long packets, long lost, long time)
    {
        Advance(time);
        var (more, drops) = (packets - _capture.Packets, lost - _capture.Lost);
        _capture = (packets, lost);
        Add(Partitioning.Count, new LossSample { Delivered = more, Lost = drops, Holes = (int)Math.Min(drops, LeastHoles) });
    }

    public void Save(PartWriter writer)
    {
        writer.Int64(_interval);
        writer.Int64(_capture.Packets);
        writer.Int64(_capture.Lost);
        writer.Boolean(IsHigh);
        writer.Double(Share);
        foreach (var slot in _slots)
        {
            writer.Int64(slot.Delivered);
            writer.Int64(slot.Lost);
            writer.Int32(slot.Holes);
        }
    }

    /// <summary>Takes what was saved into a meter that is as new.</summary>
    public void Load(ref PartReader reader)
    {
        _interval = reader.Int64();
        _capture = (reader.Int64(), reader.Int64());
        IsHigh = reader.Boolean();
        Share = reader.Double();
        for (var row = 0; row <= Partitioning.Count; row++)
        {
            for (var slot = 0; slot < Slots; slot++)
            {
                var sample = new LossSample { Delivered = reader.Int64(), Lost = reader.Int64(), Holes = reader.Int32() };
                _slots[row, slot] = sample;
                Change(ref _sums[row], in sample, 1);
            }
        }
    }

    private void Add(int row, in LossSample sample)
    {
        ref var slot = ref _slots[row, Slot(_interval)];
        Change(ref slot, in sample, 1);
        Change(ref _sums[row], in sample, 1);
    }

    /// <summary>Samples of one interval come together; what they say is weighed when the next ones come.</summary>
    private void Advance(long time)
    {
        // A sample stands at the end of its interval.
        var interval = (time - 1) / LossSampler.Interval;
        if (interval <= _interval)
        {
            return;
        }

        Judge();
        for (var next = Math.Max(_interval + 1, interval - Slots + 1); next <= interval; next++)
        {
            Drop(Slot(next));
        }

        _interval = interval;
    }

    private void Drop(int slot)
    {
        for (var row = 0; row <= Partitioning.Count; row++)
        {
            Change(ref _sums[row], in _slots[row, slot], -1);
            _slots[row, slot] = default;
        }
    }

    private void Judge()
    {
        var all = default(LossSample);
        var worst = default(LossSample);
        foreach (ref readonly var sum in _sums.AsSpan(0, Partitioning.Count))
        {
            Change(ref all, in sum, 1);
            worst = sum.Lost > worst.Lost ? sum : worst;
        }

        // One pair of hosts, whose packets go two ways or who does it on purpose, doesn't make a lossy mirror while others get through. A partition stands for a
        // pair: it holds all of its packets, and in small networks few others.
        var others = all;
        Change(ref others, in worst, -1);
        var isAlone = others.Delivered + others.Lost > 0 && ShareOf(in others) < Low;
        var drops = _sums[Partitioning.Count];
        Share = Math.Max(isAlone ? ShareOf(in others) : ShareOf(in all), ShareOf(in drops));
        IsHigh = IsHigh ? Share >= Low : Share >= High && all.Holes + drops.Holes >= LeastHoles;
    }

    private static double ShareOf(in LossSample sample) => sample.Lost <= 0 ? 0 : (double)sample.Lost / (sample.Lost + sample.Delivered);

    private static void Change(ref LossSample sum, in LossSample by, int sign)
    {
        sum.Delivered += sign * by.Delivered;
        sum.Lost += sign * by.Lost;
        sum.Holes += sign * by.Holes;
    }

    private static int Slot(long interval) => (int)(((interval % Slots) + Slots) % Slots);
}
