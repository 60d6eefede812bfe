using System.Buffers.Binary;
using Hospital.Network;

namespace Hospital.Wire.Frames;

/// <summary>
/// One side of a conversation as its packets show it: addresses, TTL, ports and the first sequence number, all as they are when the conversation is first heard of, and how far
/// it has come.
/// </summary>
internal sealed class LineEnd
{
    public const int Ethernet = 14;
    public const int Ip = 20;
    public const int Transport = Ethernet + Ip;
    public const byte Tcp = 6;
    public const byte Udp = 17;

    private readonly byte[] _header = new byte[Transport + 4];
    private readonly ulong _ipSum;
    private readonly ulong _transportSum;
    private readonly uint _identification;

    public LineEnd(Conversation conversation, Side side)
    {
        var (speaker, listener) = (Reached(conversation.Speaker(side)), Reached(conversation.Speaker(1 - side)));
        Protocol = conversation.IsUdp ? Udp : Tcp;
        RoundTrip = conversation.Speaker(side).RoundTrip;

        // The client's port comes from the site's seed: numbers of conversations alone are the same in all hospitals.
        var hash = Languages.Filler.Mix(Languages.Filler.Mix(conversation.ClientPort) ^ (((ulong)conversation.Number * 2) + (ulong)side));
        (Initial, _identification) = ((uint)hash, (uint)(hash >> 32));

        WriteMac(_header, listener.Mac);
        WriteMac(_header.AsSpan(6), speaker.Mac);
        BinaryPrimitives.WriteUInt16BigEndian(_header.AsSpan(12), 0x0800);
        var ip = _header.AsSpan(Ethernet);
        ip[0] = 0x45;
        ip[6] = 0x40;
        ip[8] = speaker.TimeToLive;
        ip[9] = Protocol;
        BinaryPrimitives.WriteUInt32BigEndian(ip[12..], speaker.Address);
        BinaryPrimitives.WriteUInt32BigEndian(ip[16..], listener.Address);
        var (from, to) = side == Side.Client ? (conversation.ClientPort, conversation.ServerPort) : (conversation.ServerPort, conversation.ClientPort);
        BinaryPrimitives.WriteUInt16BigEndian(ip[20..], from);
        BinaryPrimitives.WriteUInt16BigEndian(ip[22..], to);
        _ipSum = InternetSum.Of(ip[..Ip]);
        _transportSum = InternetSum.Of(ip[12..24]) + Protocol;
    }

    public byte Protocol { get; }

    public long RoundTrip { get; }

    /// <summary>Its first sequence number, of its SYN.</summary>
    public uint Initial { get; }

    /// <summary>Bytes sent, its SYN counted: the next segment's place. A SYN that wasn't heard is counted too.</summary>
    public long Next { get; set; } = 1;

    /// <summary>How far it has acknowledged what the other side sent.</summary>
    public long Acknowledged { get; set; } = 1;

    /// <summary>When its last packet so far leaves.</summary>
    public long Free { get; set; } = long.MinValue;

    /// <summary>Packets that it has sent.</summary>
    public long Packets { get; set; }

    /// <summary>Writes Ethernet's and IP's headers and the ports. Returns the sum that TCP's or UDP's checksum begins with.</summary>
    /// <param name="frame">Where.</param>
    /// <param name="transportLength">Bytes behind IP's header.</param>
    public ulong WriteHeaders(Span<byte> frame, int transportLength)
    {
        _header.CopyTo(frame);
        var length = (uint)(Ip + transportLength);
        var identification = (ushort)(_identification + (ulong)Packets);
        BinaryPrimitives.WriteUInt16BigEndian(frame[16..], (ushort)length);
        BinaryPrimitives.WriteUInt16BigEndian(frame[18..], identification);
        BinaryPrimitives.WriteUInt16BigEndian(frame[24..], InternetSum.Fold(_ipSum + length + identification));
        return _transportSum + (ulong)transportLength;
    }

    public static void WriteMac(Span<byte> to, ulong mac)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)(mac >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(to[2..], (uint)mac);
    }

    /// <summary>Who has an address for it.</summary>
    public static Host Reached(Host host) => host is { Address: 0, Gateway: { } gateway } ? gateway : host;
}
