using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>
/// The dissector's contract for UDP: a flow's protocol is recognised by one of its first datagrams, of either direction; each datagram is then told once,
/// whole, as data. Nothing is carried over to the next: what a conversation leaves unused is dropped. One per partition.
/// </summary>
internal sealed class DatagramDelivery(Conversations conversations, StreamMemory memory)
{
    /// <summary>Datagrams of a flow that are shown to the probes; after those it is nobody's and never looked at.</summary>
    public const int MaxProbed = 16;

    /// <param name="flow">A flow over UDP.</param>
    /// <param name="direction">Which way it travels.</param>
    /// <param name="data">What was captured of its data.</param>
    /// <param name="length">Bytes of its data on the wire; those that weren't captured are told as cut off, behind the rest.</param>
    /// <param name="at">When it was seen.</param>
    public void Datagram(Flow flow, Direction direction, ReadOnlySpan<byte> data, int length, in Moment at)
    {
        if (flow.Conversation is null && !TryRecognise(flow, direction, data, at))
        {
            return;
        }

        var conversation = flow.Conversation!;
        if (!data.IsEmpty)
        {
            _ = conversation.OnData(direction, data, at);
        }

        if (length > data.Length)
        {
            flow.Half(direction, memory).CutBytes += length - data.Length;
            conversation.OnMissing(direction, length - data.Length, MissingCause.Cut, at);
        }
    }

    /// <summary>The flow is over, both its directions.</summary>
    public void End(Flow flow, EndCause cause, in Moment at)
    {
        if (flow.Conversation is { } conversation)
        {
            conversation.OnEnd(Direction.ToServer, cause, at);
            conversation.OnEnd(Direction.ToClient, cause, at);
            conversations.Return(flow);
        }
    }

    private bool TryRecognise(Flow flow, Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        if (flow.DatagramsProbed == MaxProbed || data.IsEmpty || !conversations.AnyOverUdp)
        {
            return false;
        }

        flow.DatagramsProbed++;
        var hints = new ProbeHints(direction, flow.Identity.ServerPort, MidStream: false, Final: true);
        var protocol = conversations.Recognise(flow, data, hints, out _);
        if (protocol < 0)
        {
            return false;
        }

        conversations.Begin(flow, protocol, midStream: false);
        return true;
    }
}
