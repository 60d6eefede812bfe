using System.Runtime.CompilerServices;

namespace Sensor.Streams;

/// <summary>
/// What is remembered of a direction's past: hashes of the last eight segments delivered unskipped, to notice the same sequence range with other bytes,
/// and the last four holes that were passed over inside skipped bytes, to take a late arrival's bytes off the gaps again.
/// </summary>
internal sealed class RecentSegments
{
    private Delivered _delivered;
    private Holes _holes;
    private int _nextDelivered;
    private int _nextHole;

    public void Add(uint sequence, int length, ulong hash)
    {
        _delivered[_nextDelivered] = new Segment(sequence, length, hash);
        _nextDelivered = (_nextDelivered + 1) & 7;
    }

    /// <summary>True when the same range was delivered with other bytes.</summary>
    public bool Conflicts(uint sequence, int length, ulong hash)
    {
        foreach (ref readonly var segment in (ReadOnlySpan<Segment>)_delivered)
        {
            if (segment.Length == length && segment.Sequence == sequence)
            {
                return segment.Hash != hash;
            }
        }

        return false;
    }

    public void AddHole(uint start, int length)
    {
        _holes[_nextHole] = new Hole(start, length, length, 0, 0);
        _nextHole = (_nextHole + 1) & 3;
    }

    /// <summary>Bytes of passed-over holes that a late segment fills; says how many holes it closes.</summary>
    public int Fill(uint sequence, int length, out int closed)
    {
        var filled = 0;
        closed = 0;
        foreach (ref var hole in (Span<Hole>)_holes)
        {
            if (hole.Remaining == 0)
            {
                continue;
            }

            var from = Math.Max(0, (int)(sequence - hole.Start));
            var to = Math.Min(hole.Length, (int)(sequence + (uint)length - hole.Start));
            if (to <= from)
            {
                continue;
            }

            // The filled part is one stretch: what joins it makes it longer, what lies apart is believed to be new.
            var joins = hole.FilledTo == 0 || (from <= hole.FilledTo && to >= hole.FilledFrom);
            var (filledFrom, filledTo) = hole.FilledTo == 0 ? (from, to) : joins ? (Math.Min(from, hole.FilledFrom), Math.Max(to, hole.FilledTo)) : (hole.FilledFrom, hole.FilledTo);
            var added = joins ? filledTo - filledFrom - (hole.FilledTo - hole.FilledFrom) : to - from;
            var bytes = Math.Min(hole.Remaining, added);
            hole = hole with { Remaining = hole.Remaining - bytes, FilledFrom = filledFrom, FilledTo = filledTo };
            filled += bytes;
            closed += bytes > 0 && hole.Remaining == 0 ? 1 : 0;
        }

        return filled;
    }

    public void Clear()
    {
        _delivered = default;
        _holes = default;
        _nextDelivered = _nextHole = 0;
    }

    private readonly record struct Segment(uint Sequence, int Length, ulong Hash);

    private readonly record struct Hole(uint Start, int Length, int Remaining, int FilledFrom, int FilledTo);

    [InlineArray(8)]
    private struct Delivered
    {
        private Segment _first;
    }

    [InlineArray(4)]
    private struct Holes
    {
        private Hole _first;
    }
}
