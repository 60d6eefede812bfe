using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>Holes: when one begins, how it is waited for, and what follows when it is filled, passed over or given up.</summary>
internal sealed partial class TcpReassembler
{
    /// <summary>A timer of this direction's hole has run out.</summary>
    public void HoleTimeout(Flow flow, Direction direction, in Moment at, long now)
    {
        if (flow.TryHalf(direction) is not { IsWaiting: true } half || now < half.HoleDeadline)
        {
            return;
        }

        if (half.Head is null)
        {
            MissTail(flow, direction, half, at);
        }
        else
        {
            DeclareLost(flow, direction, half, at, now);
        }

        EndIfFinished(flow, direction, half, at);
    }

    /// <summary>A hole that lies in bytes to be skipped: whatever is in it, nobody would have looked.</summary>
    private bool TryPassOver(HalfStream half, int hole)
    {
        if (half.Skip < hole)
        {
            return false;
        }

        half.Skip -= hole;
        Lose(half, hole, holes: 1);
        (half.Recent ??= memory.RentRecent()).AddHole(half.NextSequence, hole);
        half.NextSequence += (uint)hole;
        return true;
    }

    /// <summary>Waits with a segment for what is missing before it.</summary>
    private void Hold(Flow flow, Direction direction, HalfStream half, uint sequence, ReadOnlySpan<byte> data, int length, in Moment at, long now)
    {
        var first = half.Head is null;
        var isHeld = _held.TryHold(flow, direction, half, ref sequence, ref data, ref length, at, out var conflicting);
        if (conflicting > 0)
        {
            Conflict(flow, direction, half, conflicting, at);
        }

        if (!isHeld)
        {
            // The memory bound: this direction waits no longer. What is held comes out in order and the rest of the segment follows it if it still can.
            DeclareLost(flow, direction, half, at, now, toward: sequence);
            Payload(flow, direction, half, sequence, data, length, at, now);
        }
        else if (first && half.Head is not null)
        {
            BeginHole(flow, direction, half, now);
        }
    }

    private void BeginHole(Flow flow, Direction direction, HalfStream half, long now)
    {
        half.SegmentsSinceHole = 0;
        half.SegmentsSinceAck = 0;
        half.HoleAcked = half.AckSeen && (int)(half.AckedTo - half.HoleEnd) >= 0;
        SetDeadline(flow, direction, half, now + (half.HoleAcked ? HoleRule.AfterAcknowledgement : HoleRule.Unacknowledged));
    }

    private void SetDeadline(Flow flow, Direction direction, HalfStream half, long deadline)
    {
        half.HoleDeadline = deadline;
        timers.Set(flow, direction, half);
    }

    /// <summary>Counts bytes as lost; with negative numbers takes back what came late.</summary>
    private void Lose(HalfStream half, int bytes, int holes)
    {
        half.Gaps += holes;
        half.GapBytes += bytes;
        loss.Lose(bytes, holes);
    }

    /// <summary>The bytes before the first held segment (or, with nothing held, before <paramref name="toward"/>) will never come.</summary>
    private void DeclareLost(Flow flow, Direction direction, HalfStream half, in Moment at, long now, uint? toward = null)
    {
        var end = half.Head?.Sequence ?? toward ?? half.NextSequence;
        var missing = (int)(end - half.NextSequence);
        if (missing > 0)
        {
            Lose(half, missing, holes: 1);
            half.NextSequence = end;
            delivery.Missing(flow, direction, missing, MissingCause.Lost, at);
        }

        Drain(flow, direction, half, now);
    }

    /// <summary>The memory bound: all holes at hand are lost, and so is what the dissector left over.</summary>
    public void GiveUp(Flow flow, Direction direction, HalfStream half, in Moment at)
    {
        while (half.Head is not null)
        {
            DeclareLost(flow, direction, half, at, half.HoleDeadline);
        }

        delivery.GiveUp(flow, direction, half, at);
    }

    /// <summary>Delivers what is held up to the next hole.</summary>
    private void Drain(Flow flow, Direction direction, HalfStream half, long now)
    {
        var moved = false;
        while (half.Head is { } segment)
        {
            var ahead = (int)(segment.Sequence - half.NextSequence);
            if (ahead > 0 && !TryPassOver(half, ahead))
            {
                break;
            }

            moved = true;
            half.Head = segment.Next;
            half.BytesHeld -= segment.Length;
            var old = Math.Min(segment.Length, -Math.Min(ahead, 0));
            if (old < segment.Length)
            {
                var data = segment.Data[Math.Min(old, segment.Captured)..];
                Deliver(flow, direction, half, segment.Sequence + (uint)old, data, segment.Length - old, segment.At);
            }

            memory.Return(segment);
        }

        if (half.Head is null)
        {
            half.Tail = null;
            holders.Settle(half);
        }
        else if (moved)
        {
            BeginHole(flow, direction, half, now);
        }
    }
}
