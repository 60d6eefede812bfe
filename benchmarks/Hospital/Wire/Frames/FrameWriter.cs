using System.Buffers.Binary;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Wire.Frames;

/// <summary>Makes Ethernet frames and hands them on; short ones are padded to 60 bytes, as a switch shows them.</summary>
internal sealed class FrameWriter(IPacketTaker to)
{
    public const int LongestPayload = 65_495;

    private const int Shortest = 60;
    private const int Window = 65_535;
    private const int TcpHeader = 20;

    // Largest segment 1,460; selective acknowledgements permitted; window scale 8.
    private static readonly byte[] SynOptions = [2, 4, 0x05, 0xB4, 1, 1, 4, 2, 1, 3, 3, 8];

    private readonly byte[] _frame = new byte[LineEnd.Transport + TcpHeader + LongestPayload];

    /// <summary>Where a payload is to be written before <see cref="Segment"/> or <see cref="Datagram"/> is called.</summary>
    public Span<byte> PayloadOf(Line line) => _frame.AsSpan(LineEnd.Transport + (line.Conversation.IsUdp ? 8 : TcpHeader));

    /// <summary>A TCP segment. It acknowledges up to <paramref name="acknowledged"/>; the side's place goes on.</summary>
    /// <param name="time">When.</param>
    /// <param name="line">Where.</param>
    /// <param name="from">Who.</param>
    /// <param name="flags">Which.</param>
    /// <param name="acknowledged">Place of the other side's stream.</param>
    /// <param name="length">Bytes of payload.</param>
    /// <param name="captured">Of them, those written to <see cref="PayloadOf"/>.</param>
    /// <param name="isBulk">See <see cref="Packet.IsBulk"/>.</param>
    public void Segment(long time, Line line, Side from, Flags flags, long acknowledged, int length = 0, int captured = 0, bool isBulk = false)
    {
        var (end, other) = (line[from], line[1 - from]);
        var options = (flags & Flags.Syn) != 0 ? SynOptions.Length : 0;
        var sum = end.WriteHeaders(_frame, TcpHeader + options + length);
        var tcp = _frame.AsSpan(LineEnd.Transport, TcpHeader + options + captured);

        // Who refuses a SYN has no sequence numbers yet (RFC 9293 3.10.7.1).
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], (flags & Flags.Reset) != 0 && end.Next == 0 ? 0 : end.Initial + (uint)end.Next);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], (flags & Flags.Acknowledge) != 0 ? other.Initial + (uint)acknowledged : 0);
        tcp[12] = (byte)((TcpHeader + options) << 2);
        tcp[13] = (byte)flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], (flags & Flags.Reset) != 0 ? (ushort)0 : (ushort)Window);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[16..], 0);
        if (options > 0)
        {
            SynOptions.CopyTo(tcp[TcpHeader..]);
        }

        BinaryPrimitives.WriteUInt16BigEndian(tcp[16..], InternetSum.Fold(sum + InternetSum.Of(tcp[4..])));
        end.Next += length + ((flags & (Flags.Syn | Flags.Fin)) != 0 ? 1 : 0);
        if ((flags & Flags.Acknowledge) != 0)
        {
            end.Acknowledged = acknowledged;
        }

        HandOn(time, line.Conversation, from, end.Packets++, LineEnd.Transport + TcpHeader + options, length, captured, isBulk);
    }

    /// <summary>A UDP datagram whose first bytes were written to <see cref="PayloadOf"/>.</summary>
    public void Datagram(long time, Line line, Side from, int length, int captured)
    {
        var end = line[from];
        var sum = end.WriteHeaders(_frame, 8 + length);
        var udp = _frame.AsSpan(LineEnd.Transport, 8 + captured);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)(8 + length));
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], 0);
        var check = InternetSum.Fold(sum + InternetSum.Of(udp[4..]));
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], check == 0 ? (ushort)0xFFFF : check);
        end.Packets++;
        HandOn(time, line.Conversation, from, time, LineEnd.Transport + 8, length, captured, false);
    }

    /// <summary>An ARP reply (RFC 826) to the listener; to all where the speaker tells it to itself.</summary>
    public void Arp(long time, Conversation conversation, Side from, ArpClaim claim)
    {
        var (speaker, listener) = (conversation.Speaker(from), conversation.Speaker(1 - from));
        var isToAll = ReferenceEquals(speaker, listener);
        var frame = _frame.AsSpan(0, Shortest);
        frame.Clear();
        LineEnd.WriteMac(frame, isToAll ? 0xFFFF_FFFF_FFFF : listener.Mac);
        LineEnd.WriteMac(frame[6..], speaker.Mac);
        ReadOnlySpan<byte> head = [0x08, 0x06, 0, 1, 0x08, 0, 6, 4, 0, 2];
        head.CopyTo(frame[12..]);
        LineEnd.WriteMac(frame[22..], claim.Mac);
        BinaryPrimitives.WriteUInt32BigEndian(frame[28..], claim.Address);
        LineEnd.WriteMac(frame[32..], isToAll ? claim.Mac : listener.Mac);
        BinaryPrimitives.WriteUInt32BigEndian(frame[38..], isToAll ? claim.Address : LineEnd.Reached(listener).Address);
        to.Take(new Packet(time, frame, Shortest, conversation, false, from, time));
    }

    private void HandOn(long time, Conversation conversation, Side from, long number, int headers, int length, int captured, bool isBulk)
    {
        var original = headers + length;
        var bytes = headers + captured;
        if (original < Shortest)
        {
            // Of a short frame, nothing is cut.
            _frame.AsSpan(bytes, Shortest - bytes).Clear();
            original = Shortest;
            bytes = captured == length ? Shortest : bytes;
        }

        to.Take(new Packet(time, _frame.AsSpan(0, bytes), original, conversation, isBulk, from, number));
    }
}
