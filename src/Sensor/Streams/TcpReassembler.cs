using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;

namespace Sensor.Streams;

/// <summary>
/// Puts a partition's TCP directions back in order. First copy wins; a hole is declared lost by the rule of <see cref="HoleRule"/> and inside skipped bytes
/// costs nothing. Sequence arithmetic is modulo 2^32 (RFC 9293 section 3.4).
/// </summary>
internal sealed partial class TcpReassembler(
    Delivery delivery, StreamMemory memory, Holders holders, FactSink facts, HoleTimers timers, LossSampler loss, ulong seed) : IHeldBack
{
    /// <summary>Bytes further ahead than any window (RFC 7323) and any loss a connection survives: what is there alone isn't believed.</summary>
    private const int MaxAhead = 64 << 20;

    private readonly HeldSegments _held = new(memory, holders);

    /// <param name="flow">The segment's flow.</param>
    /// <param name="direction">Which way it goes.</param>
    /// <param name="tcp">Its header.</param>
    /// <param name="data">Captured bytes of the payload.</param>
    /// <param name="length">Bytes of the payload on the wire.</param>
    /// <param name="at">Its packet.</param>
    /// <param name="now">Running maximum of packet time.</param>
    public void Segment(Flow flow, Direction direction, in TcpHeader tcp, ReadOnlySpan<byte> data, int length, in Moment at, long now)
    {
        var half = flow.Half(direction, memory);
        var sequence = tcp.Sequence;
        if (flow.Reset && half.ResetSeen && length > 0 && (int)(sequence - half.ResetSequence) >= 0)
        {
            // Who resets a connection sends no more. This reset was somebody else's, or nobody took it for one.
            flow.Reset = false;
            half.Reopen();
            flow.TryHalf(direction.Opposite())?.Reopen();
        }

        if ((tcp.Flags & TcpFlags.Syn) != 0)
        {
            Synchronise(half, sequence);
            sequence++;
        }
        else if (!half.Started && (length > 0 || (tcp.Flags & TcpFlags.Fin) != 0))
        {
            Start(half, flow.TryHalf(direction.Opposite()), sequence);
        }

        if ((tcp.Flags & TcpFlags.Ack) != 0)
        {
            if (half is { SynSeen: true, PeerStartSeen: false })
            {
                half.PeerStartSeen = true;
                half.PeerStart = tcp.Acknowledgement;
            }

            Acknowledge(flow, direction.Opposite(), tcp.Acknowledgement, at, now);
        }

        var fin = (tcp.Flags & TcpFlags.Fin) != 0 ? 1 : 0;
        var stray = length + fin > 0 && IsStray(half, sequence, length + fin);
        if (length > 0 && !stray)
        {
            loss.Arm(now);
            Payload(flow, direction, half, sequence, data, length, at, now);
        }

        if (fin > 0 && !stray)
        {
            half.FinSeen = true;
            half.FinSequence = sequence + (uint)length;
            if (half.Head is null && half.IsWaiting)
            {
                // Nothing but the FIN says that bytes before it are missing.
                BeginHole(flow, direction, half, now);
            }
        }

        EndIfFinished(flow, direction, half, at);
        if ((tcp.Flags & TcpFlags.Rst) != 0 && IsPlausibleReset(half, tcp.Sequence))
        {
            flow.Reset = half.ResetSeen = true;
            half.ResetSequence = tcp.Sequence;
            Close(flow, EndCause.Reset, at, now);
        }
    }

    /// <summary>Both directions end: what is held is delivered, holes are lost.</summary>
    public void Close(Flow flow, EndCause cause, in Moment at, long now)
    {
        for (var direction = Direction.ToServer; direction <= Direction.ToClient; direction++)
        {
            if (flow.TryHalf(direction) is not { } half)
            {
                continue;
            }

            while (half.Head is not null)
            {
                DeclareLost(flow, direction, half, at, now);
            }

            MissTail(flow, direction, half, at);
        }

        delivery.End(flow, Direction.ToServer, cause, at);
        delivery.End(flow, Direction.ToClient, cause, at);
    }

    private static void Synchronise(HalfStream half, uint sequence)
    {
        if (!half.Started)
        {
            half.Started = half.SynSeen = true;
            half.InitialSequence = sequence;
            half.NextSequence = sequence + 1;
        }
    }

    /// <summary>A direction's first bytes without its SYN. Where that was lost, or is late, the peer's answer to it says where the direction began.</summary>
    private static void Start(HalfStream half, HalfStream? peer, uint sequence)
    {
        half.Started = true;
        if (peer is { PeerStartSeen: true } && sequence - peer.PeerStart <= MaxAhead)
        {
            half.InitialSequence = peer.PeerStart - 1;
            half.NextSequence = peer.PeerStart;
        }
        else
        {
            half.MidStream = true;
            half.InitialSequence = half.NextSequence = sequence;
        }
    }

    private static bool IsPlausibleReset(HalfStream half, uint sequence) =>
        !half.Started || (uint)(sequence - half.NextSequence + 65536) <= (1 << 20);

    private void Acknowledge(Flow flow, Direction direction, uint acknowledged, in Moment at, long now)
    {
        if (flow.TryHalf(direction) is not { } half)
        {
            return;
        }

        if (!half.AckSeen || (int)(acknowledged - half.AckedTo) > 0)
        {
            half.AckSeen = true;
            half.AckedTo = acknowledged;
        }

        if (half.IsWaiting && !half.HoleAcked && (int)(half.AckedTo - half.HoleEnd) >= 0)
        {
            half.HoleAcked = true;
            half.SegmentsSinceAck = 0;
            SetDeadline(flow, direction, half, Math.Min(half.HoleDeadline, now + HoleRule.AfterAcknowledgement));
        }

        if (half.IsWaiting && now >= half.HoleDeadline)
        {
            HoleTimeout(flow, direction, at, now);
        }
    }

    private void Payload(Flow flow, Direction direction, HalfStream half, uint sequence, ReadOnlySpan<byte> data, int length, in Moment at, long now)
    {
        if (half.Head is { } first && half.Skip >= first.Sequence - half.NextSequence)
        {
            // Since it was held, its direction ended before it, or what comes before it is skipped.
            Drain(flow, direction, half, now);
        }

        if (half.Head is not null)
        {
            half.SegmentsSinceHole++;
            half.SegmentsSinceAck += half.HoleAcked ? 1 : 0;
        }

        var ahead = (int)(sequence - half.NextSequence);
        if (ahead < 0)
        {
            var old = (int)Math.Min(-(long)ahead, length);
            Repeated(flow, direction, half, sequence, data, length, old, at);
            sequence += (uint)old;
            length -= old;
            data = data[Math.Min(old, data.Length)..];
            if (length == 0)
            {
                return;
            }
        }
        else if (ahead > 0 && !TryPassOver(half, ahead))
        {
            Hold(flow, direction, half, sequence, data, length, at, now);
            if (HoleRule.IsLost(half, now))
            {
                DeclareLost(flow, direction, half, at, now);
            }

            return;
        }

        if (half.Head is null)
        {
            Deliver(flow, direction, half, sequence, data, length, at);
        }
        else
        {
            DeliverAround(flow, direction, half, sequence, data, length, at, now);
        }
    }

    /// <summary>Delivers the next segment and what is held behind it; where they overlap, what is held came first.</summary>
    private void DeliverAround(
        Flow flow, Direction direction, HalfStream half, uint sequence, ReadOnlySpan<byte> data, int length, in Moment at, long now)
    {
        for (var held = half.Head; held is not null && (int)(sequence + (uint)length - held.Sequence) > 0; held = held.Next)
        {
            var from = (int)(held.Sequence - sequence);
            var conflicting = HeldSegments.Compare(held, held.Sequence, data, from, Math.Min(length - from, held.Length));
            if (conflicting > 0)
            {
                Conflict(flow, direction, half, conflicting, at);
            }
        }

        while (length > 0)
        {
            var free = half.Head is { } head ? (int)Math.Min((uint)length, head.Sequence - sequence) : length;
            if (free > 0)
            {
                Deliver(flow, direction, half, sequence, data[..Math.Min(free, data.Length)], free, at);
            }

            Drain(flow, direction, half, now);
            var done = (int)Math.Min((uint)length, half.NextSequence - sequence);
            sequence += (uint)done;
            length -= done;
            data = data[Math.Min(done, data.Length)..];
        }
    }

    /// <summary>
    /// A segment far ahead of everything seen and acknowledged is taken for a forgery or an error until another follows on from it: else one packet would
    /// end the direction for whoever really sends in it.
    /// </summary>
    private static bool IsStray(HalfStream half, uint sequence, int length)
    {
        if ((int)(sequence - half.NextSequence) <= MaxAhead || (half.AckSeen && (int)(sequence - half.AckedTo) <= MaxAhead))
        {
            return false;
        }

        var follows = half.StraySeen && (uint)(sequence - half.StrayEnd) <= MaxAhead;
        (half.StraySeen, half.StrayEnd) = (true, sequence + (uint)length);
        return !follows;
    }

    private void Repeated(
        Flow flow, Direction direction, HalfStream half, uint sequence, ReadOnlySpan<byte> data, int length, int old, in Moment at)
    {
        var filled = 0;
        if (half.Recent is { } recent)
        {
            filled = recent.Fill(sequence, old, out var closed);
            Lose(half, -filled, -closed);
        }

        // A late segment is no retransmission; nor is a keep-alive, whose one byte may be anything (RFC 1122 section 4.2.3.6).
        if (filled == old || (length == 1 && sequence + 1 == half.NextSequence))
        {
            return;
        }

        half.Retransmissions++;
        if (half.Recent is not null && data.Length == length && half.Recent.Conflicts(sequence, length, KeyedHash.Of(seed, data)))
        {
            Conflict(flow, direction, half, length, at);
        }
    }

    private void Deliver(Flow flow, Direction direction, HalfStream half, uint sequence, ReadOnlySpan<byte> data, int length, in Moment at)
    {
        half.NextSequence = sequence + (uint)length;
        half.PayloadBytes += length;
        loss.Deliver(length);
        if (half.Skip == 0 && data.Length == length)
        {
            (half.Recent ??= memory.RentRecent()).Add(sequence, length, KeyedHash.Of(seed, data));
        }

        delivery.Data(flow, direction, data, at);
        if (data.Length < length)
        {
            half.CutBytes += length - data.Length;
            delivery.Missing(flow, direction, length - data.Length, MissingCause.Cut, at);
        }
    }

    private void EndIfFinished(Flow flow, Direction direction, HalfStream half, in Moment at)
    {
        if (half is { FinSeen: true, Ended: false } && half.NextSequence == half.FinSequence)
        {
            delivery.End(flow, direction, EndCause.Fin, at);
        }
    }

    /// <summary>Bytes before a FIN, or that the peer acknowledged, and nobody captured, at the end of a direction.</summary>
    private void MissTail(Flow flow, Direction direction, HalfStream half, in Moment at)
    {
        if (half is { Started: true, Ended: false } && (half.FinSeen || half.AckSeen))
        {
            // A FIN that wasn't captured takes one of the numbers acknowledged.
            var tail = (int)((half.FinSeen ? half.FinSequence : half.AckedTo) - half.NextSequence);
            if (tail > (half.FinSeen ? 0 : 1) && tail <= MaxAhead)
            {
                Lose(half, tail, holes: 1);
                half.NextSequence += (uint)tail;
                delivery.Missing(flow, direction, tail, MissingCause.Lost, at);
            }
        }
    }

    private void Conflict(Flow flow, Direction direction, HalfStream half, int bytes, in Moment at)
    {
        half.Conflicts++;
        if (half.Conflicts <= StreamConflict.MaxPerDirection)
        {
            facts.Write(new StreamConflict { Bytes = bytes }, in flow.Identity, at.Time, at.Ordinal, Quality.Clean, direction.Sender());
        }
    }
}
