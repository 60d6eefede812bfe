using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>
/// The stream engine's side of the dissector's contract, for TCP: recognises a flow's protocol by its first bytes, carries left-over bytes, drops what a
/// conversation doesn't want to see, and tells it what is missing. One per partition.
/// </summary>
internal sealed class Delivery(Conversations conversations, StreamMemory memory, Holders holders)
{
    /// <summary>In mid-stream a message may begin at any later segment; so many are tried.</summary>
    private const int MaxProbeAttempts = 1024;

    /// <summary>When it isn't known how much is needed, at least so much is added at a time.</summary>
    private const int MinTake = 1024;

    public void Data(Flow flow, Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        var half = flow.Half(direction, memory);
        while (true)
        {
            if (half.Skip > 0)
            {
                var skipped = (int)Math.Min(half.Skip, data.Length);
                half.Skip -= skipped;
                data = data[skipped..];
            }

            if (data.IsEmpty)
            {
                return;
            }

            if (half.LeftLength == 0 && data.Length >= half.Needed)
            {
                data = data[Run(flow, direction, half, data, at)..];
                Keep(flow, direction, half, data, at, unseen: false);
                return;
            }

            var take = Math.Min(data.Length, Math.Max(half.Needed - half.LeftLength, MinTake));
            var isKept = Keep(flow, direction, half, data[..take], at, unseen: true);
            data = data[take..];
            if (isKept && half.LeftLength >= half.Needed)
            {
                RunLeftOver(flow, direction, half, at);
            }
        }
    }

    public void Missing(Flow flow, Direction direction, long bytes, MissingCause cause, in Moment at)
    {
        var half = flow.Half(direction, memory);
        SkipMissing(half, ref bytes);
        if (bytes == 0)
        {
            return;
        }

        LastLook(flow, direction, half, at);
        SkipMissing(half, ref bytes);
        if (bytes == 0)
        {
            return;
        }

        Lose(flow, direction, half, bytes + half.LeftLength, cause, at);
    }

    /// <summary>What is left over and what was to follow it will never be whole.</summary>
    private void Lose(Flow flow, Direction direction, HalfStream half, long total, MissingCause cause, in Moment at)
    {
        DropLeftOver(half);
        if (flow.Conversation is { } conversation)
        {
            conversation.OnMissing(direction, total, cause, at);
        }
        else
        {
            half.MidStream = true;
            half.Dropped += total;
        }
    }

    public void End(Flow flow, Direction direction, EndCause cause, in Moment at)
    {
        var half = flow.Half(direction, memory);
        if (half.Ended)
        {
            return;
        }

        LastLook(flow, direction, half, at);
        DropLeftOver(half);
        half.Ended = true;
        half.Skip = HalfStream.SkipAll;
        if (flow.Conversation is not { } conversation)
        {
            return;
        }

        conversation.OnEnd(direction, cause, at);
        if (flow.IsBothEnded)
        {
            conversations.Return(flow);
        }
    }

    /// <summary>The memory bound: what is left over is told missing.</summary>
    public void GiveUp(Flow flow, Direction direction, HalfStream half, in Moment at)
    {
        if (half.LeftLength > 0)
        {
            Lose(flow, direction, half, half.LeftLength, MissingCause.Lost, at);
        }
    }

    private static void SkipMissing(HalfStream half, ref long bytes)
    {
        var skipped = Math.Min(half.Skip, bytes);
        half.Skip -= skipped;
        bytes -= skipped;
    }

    /// <summary>No more bytes will follow those left over: they are shown once more, and a probe decides on what it has.</summary>
    private void LastLook(Flow flow, Direction direction, HalfStream half, in Moment at)
    {
        if (half.LeftLength > 0 && flow.Conversation is null && !half.GivenUp)
        {
            if (!TryRecognise(flow, direction, half, half.LeftOver, at, final: true, out _))
            {
                // Counted as dropped: if the other direction is recognised later, what follows doesn't follow these.
                DropLeftOver(half);
            }
        }

        if (half.LeftLength > 0 && flow.Conversation is not null && (half.LeftUnseen || half.Needed > half.LeftLength))
        {
            RunLeftOver(flow, direction, half, at);
        }
    }

    private void RunLeftOver(Flow flow, Direction direction, HalfStream half, in Moment at)
    {
        half.LeftUnseen = false;
        var used = Run(flow, direction, half, half.LeftOver, at);
        half.LeftLength -= used;
        if (half.LeftLength == 0)
        {
            var needed = half.Needed;
            DropLeftOver(half);
            half.Needed = needed;
        }
        else if (used > 0)
        {
            half.Left.AsSpan(used, half.LeftLength).CopyTo(half.Left);
        }
    }

    /// <summary>Feeds a span; answers how much of it is done with, by use or by skip.</summary>
    private int Run(Flow flow, Direction direction, HalfStream half, ReadOnlySpan<byte> data, in Moment at)
    {
        if (flow.Conversation is null && !TryRecognise(flow, direction, half, data, at, final: false, out var passed))
        {
            return passed;
        }

        var conversation = flow.Conversation!;
        var offset = 0;
        half.Needed = 0;
        while (offset < data.Length)
        {
            var step = conversation.OnData(direction, data[offset..], at);
            offset += step.Consumed;
            if (step.Skip > 0)
            {
                var skipped = (int)Math.Min(step.Skip, data.Length - offset);
                offset += skipped;
                half.Skip = step.Skip - skipped;
                continue;
            }

            if (step.Needed > data.Length - offset || (step.Consumed == 0 && step.Needed <= data.Length - offset))
            {
                // The second case is a dissector that makes no progress: it waits for one more byte rather than spin.
                half.Needed = Math.Min(Math.Max(step.Needed, data.Length - offset + 1), Step.MaxNeeded);
                break;
            }
        }

        return offset;
    }

    /// <summary>Asks the probes. When nobody is certain, says how many of the bytes are done with.</summary>
    private bool TryRecognise(Flow flow, Direction direction, HalfStream half, ReadOnlySpan<byte> data, in Moment at, bool final, out int passed)
    {
        var hints = new ProbeHints(direction, flow.Identity.ServerPort, half.MidStream, final);
        var protocol = conversations.Recognise(flow, data, hints, out var unsure);
        if (protocol >= 0)
        {
            Begin(flow, direction, half, protocol, at);
            passed = 0;
            return true;
        }

        if (unsure && !final && data.Length < IProtocol.MaxProbeBytes)
        {
            half.Needed = data.Length + 1;
            passed = 0;
            return false;
        }

        half.Needed = 0;
        half.Dropped += data.Length;
        if (!half.MidStream || ++half.ProbeAttempts >= MaxProbeAttempts)
        {
            half.GivenUp = true;
            half.Skip = HalfStream.SkipAll;
        }

        passed = data.Length;
        return false;
    }

    private void Begin(Flow flow, Direction direction, HalfStream half, int protocol, in Moment at)
    {
        var conversation = conversations.Begin(flow, protocol, half.MidStream);
        var other = flow.Half(direction.Opposite(), memory);
        if (other.Ended)
        {
            conversation.OnEnd(direction.Opposite(), EndCause.Fin, at);
            return;
        }

        if (other.Dropped > 0)
        {
            // What the other direction said before anyone listened is missing now, also what it said since it was given up.
            var unheard = other.Dropped + (other.GivenUp ? HalfStream.SkipAll - other.Skip : 0);
            other.GivenUp = false;
            other.Skip = 0;
            conversation.OnMissing(direction.Opposite(), unheard, MissingCause.Lost, at);
        }
        else if (other.LeftLength > 0)
        {
            RunLeftOver(flow, direction.Opposite(), other, at);
        }
    }

    private bool Keep(Flow flow, Direction direction, HalfStream half, ReadOnlySpan<byte> data, in Moment at, bool unseen)
    {
        if (data.IsEmpty)
        {
            return true;
        }

        var wanted = half.LeftLength + data.Length;
        if (half.Left is null || half.Left.Length < wanted)
        {
            // By what is there, not by what is asked for: who wants much memory has to send as much.
            var larger = wanted > StreamMemory.LargestBuffer ? null : holders.TryRent(wanted, flow, direction, half, at);
            if (larger is null)
            {
                half.LeftUnseen = false;
                half.Needed = 0;
                Missing(flow, direction, data.Length, MissingCause.Lost, at);
                return false;
            }

            half.LeftOver.CopyTo(larger);
            if (half.Left is { } smaller)
            {
                memory.Return(smaller);
            }

            half.Left = larger;
        }

        data.CopyTo(half.Left.AsSpan(half.LeftLength));
        half.LeftLength = wanted;
        half.LeftUnseen |= unseen;
        return true;
    }

    private void DropLeftOver(HalfStream half)
    {
        if (half.Left is { } buffer)
        {
            memory.Return(buffer);
        }

        half.Left = null;
        half.LeftLength = 0;
        half.Needed = 0;
        half.LeftUnseen = false;
        holders.Settle(half);
    }
}
