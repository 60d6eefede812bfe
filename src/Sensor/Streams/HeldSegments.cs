using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>Keeps the segments that a direction holds behind a hole in order and apart: where they overlap the first copy stays.</summary>
internal sealed class HeldSegments(StreamMemory memory, Holders holders)
{
    /// <summary>Puts a segment in its place, in pieces where parts of it are held already.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="direction">The direction.</param>
    /// <param name="half">The same.</param>
    /// <param name="sequence">Where the segment begins; at the memory bound, where its rest begins.</param>
    /// <param name="data">Its captured bytes; at the memory bound, those of the rest.</param>
    /// <param name="length">Its bytes on the wire; at the memory bound, those of the rest.</param>
    /// <param name="at">Its packet.</param>
    /// <param name="conflicting">Bytes that overlap others with a difference among them.</param>
    /// <returns>False at the memory bound.</returns>
    public bool TryHold(
        Flow flow, Direction direction, HalfStream half, ref uint sequence, ref ReadOnlySpan<byte> data, ref int length, in Moment at, out int conflicting)
    {
        conflicting = 0;
        HeldSegment? before = null;
        var next = half.Head;
        if (half.Tail is { } tail && (int)(sequence - tail.End) >= 0)
        {
            // Mostly the last so far.
            (before, next) = (tail, null);
        }

        while (length > 0)
        {
            while (next is not null && (int)(next.End - sequence) <= 0)
            {
                (before, next) = (next, next.Next);
            }

            var free = next is null ? length : (int)Math.Min(length, Math.Max(0L, (int)(next.Sequence - sequence)));
            free = Math.Min(free, StreamMemory.LargestBuffer);
            if (free > 0 && !TryInsert(flow, direction, half, ref before, next, sequence, data[..Math.Min(free, data.Length)], free, at))
            {
                return false;
            }

            var covered = next is null || (int)(next.Sequence - sequence) > free ? 0 : Math.Min(length - free, (int)(next.End - sequence) - free);
            if (covered > 0)
            {
                conflicting += Compare(next!, sequence + (uint)free, data, free, covered);
            }

            var done = free + covered;
            sequence += (uint)done;
            length -= done;
            data = data[Math.Min(done, data.Length)..];
        }

        return true;
    }

    /// <summary>Compares what is held with another copy of the same range.</summary>
    /// <param name="held">A held segment.</param>
    /// <param name="sequence">Where in it the range begins.</param>
    /// <param name="data">Captured bytes of the other copy.</param>
    /// <param name="from">Where in them the range begins.</param>
    /// <param name="length">Its length.</param>
    /// <returns>Bytes compared when they differ; 0 when they agree.</returns>
    public static int Compare(HeldSegment held, uint sequence, ReadOnlySpan<byte> data, int from, int length)
    {
        var heldFrom = (int)(sequence - held.Sequence);
        var both = Math.Min(Math.Min(length, data.Length - from), held.Captured - heldFrom);
        return both > 0 && !data.Slice(from, both).SequenceEqual(held.Data.Slice(heldFrom, both)) ? both : 0;
    }

    private bool TryInsert(
        Flow flow, Direction direction, HalfStream half, ref HeldSegment? before, HeldSegment? next, uint sequence, ReadOnlySpan<byte> data, int length, in Moment at)
    {
        if (holders.TryRent(Math.Max(1, data.Length), flow, direction, half, at) is not { } buffer)
        {
            return false;
        }

        var segment = memory.RentSegment();
        segment.Sequence = sequence;
        segment.Length = length;
        segment.Captured = data.Length;
        segment.Bytes = buffer;
        segment.At = at;
        segment.Next = next;
        data.CopyTo(buffer);
        if (before is null)
        {
            half.Head = segment;
        }
        else
        {
            before.Next = segment;
        }

        if (next is null)
        {
            half.Tail = segment;
        }

        half.BytesHeld += length;
        before = segment;
        return true;
    }
}
