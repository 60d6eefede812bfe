using System.Buffers.Binary;

namespace Sensor.Dissectors.Packets;

/// <summary>
/// Follows tunnels in IP to the innermost packet, at most <see cref="MaxDepth"/> deep: IP in IP and 6in4 (RFC 2003, RFC 4213), GRE (RFC 2784, RFC 2890), ERSPAN I to III
/// (draft-foschiano-erspan), VXLAN (RFC 7348) and GENEVE (RFC 8926). Of a fragmented outer packet only the whole is followed.
/// </summary>
public static class TunnelWalk
{
    public const int MaxDepth = 4;

    private const byte ProtocolIpv4 = 4;
    private const byte ProtocolIpv6 = 41;
    private const byte ProtocolGre = 47;
    private const ushort VxlanPort = 4789;
    private const ushort GenevePort = 6081;
    private const ushort TransparentEthernet = 0x6558;

    /// <summary>UDP ports by which a datagram's destination says that it may carry a packet.</summary>
    public static ReadOnlySpan<ushort> UdpPorts => [VxlanPort, GenevePort];

    /// <summary>Follows tunnels from a packet that was put together from fragments.</summary>
    /// <param name="outer">Location of its last fragment; its tags stay.</param>
    /// <param name="protocol">Its IP protocol number.</param>
    /// <param name="datagram">Its payload.</param>
    /// <param name="inner">Where in the payload the innermost packet begins; undecodable where a tunnel's header is.</param>
    /// <returns>False for a UDP datagram that is no tunnel: it counts itself.</returns>
    public static bool TryEnter(in NetworkLocation outer, byte protocol, ReadOnlySpan<byte> datagram, out NetworkLocation inner)
    {
        if (TryEnter(outer with { IsOuterFragment = false }, protocol, datagram, 0, out inner))
        {
            inner = inner.Kind is NetworkKind.Ipv4 or NetworkKind.Ipv6 ? Follow(inner, datagram) : inner;
            return true;
        }

        inner = default;
        return protocol != IpProtocol.Udp;
    }

    /// <summary>Whether the packet at a location carries another.</summary>
    public static bool GoesOn(in NetworkLocation location, ReadOnlySpan<byte> frame)
    {
        var outer = location;
        return TryEnter(ref outer, frame, out _);
    }

    internal static NetworkLocation Follow(NetworkLocation location, ReadOnlySpan<byte> frame)
    {
        while (location.Depth < MaxDepth && TryEnter(ref location, frame, out var inner))
        {
            if (inner.Kind is not (NetworkKind.Ipv4 or NetworkKind.Ipv6))
            {
                return inner;
            }

            location = inner;
        }

        return location;
    }

    /// <summary>What the payload of an IP packet of this protocol carries; false when it is no tunnel.</summary>
    /// <param name="outer">The packet's location; its tags stay.</param>
    /// <param name="protocol">Its IP protocol number.</param>
    /// <param name="frame">Captured bytes.</param>
    /// <param name="offset">Where its payload begins in them.</param>
    /// <param name="inner">Where the inner packet begins.</param>
    private static bool TryEnter(in NetworkLocation outer, byte protocol, ReadOnlySpan<byte> frame, int offset, out NetworkLocation inner)
    {
        if (!TryOpen(in outer, protocol, frame, offset, out inner))
        {
            return false;
        }

        // Headers may announce more bytes than were captured of them.
        inner = inner.Offset <= frame.Length ? inner : inner with { Kind = NetworkKind.Undecodable };
        return true;
    }

    private static bool TryOpen(in NetworkLocation outer, byte protocol, ReadOnlySpan<byte> frame, int offset, out NetworkLocation inner)
    {
        inner = outer with { Offset = (ushort)Math.Min(offset, ushort.MaxValue), Depth = (byte)(outer.Depth + 1), SourceMacOffset = 0 };
        switch (protocol)
        {
            case ProtocolIpv4:
                inner = inner with { Kind = NetworkKind.Ipv4, Tunnel = TunnelKind.IpInIp, TunnelId = 0 };
                return true;
            case ProtocolIpv6:
                inner = inner with { Kind = NetworkKind.Ipv6, Tunnel = TunnelKind.IpInIp, TunnelId = 0 };
                return true;
            case ProtocolGre:
                return TryGre(frame, offset, ref inner);
            case IpProtocol.Udp when frame.Length >= offset + UdpHeader.Length + 8:
                return TryUdp(frame, offset, ref inner);
            default:
                return false;
        }
    }

    private static bool TryEnter(ref NetworkLocation outer, ReadOnlySpan<byte> frame, out NetworkLocation inner)
    {
        inner = default;
        var packet = frame[outer.Offset..];

        // Looked at for every packet: the protocol before the header.
        var protocolAt = outer.Kind == NetworkKind.Ipv4 ? 9 : 6;
        if (packet.Length <= protocolAt || packet[protocolAt] == IpProtocol.Tcp || !IpHeader.TryParse(outer.Kind, packet, ushort.MaxValue, out var ip))
        {
            return false;
        }

        if (ip.IsFragment)
        {
            // VXLAN and GENEVE advise against it (RFC 7348 section 4.3, RFC 8926 section 4.4.1), and mirrors do it. Only the first fragment has the ports, and it
            // needn't come first: every UDP datagram may be a tunnel until it is whole.
            outer = outer with { IsOuterFragment = ip.Protocol is ProtocolIpv4 or ProtocolIpv6 or ProtocolGre or IpProtocol.Udp };
            return false;
        }

        return TryEnter(in outer, ip.Protocol, frame, outer.Offset + ip.PayloadOffset, out inner);
    }

    private static bool TryGre(ReadOnlySpan<byte> frame, int offset, ref NetworkLocation inner)
    {
        if (frame.Length < offset + 4)
        {
            return false;
        }

        var flags = BinaryPrimitives.ReadUInt16BigEndian(frame[offset..]);
        var type = BinaryPrimitives.ReadUInt16BigEndian(frame[(offset + 2)..]);
        var (hasChecksum, hasKey, hasSequence) = ((flags & 0xC000) != 0, (flags & 0x2000) != 0, (flags & 0x1000) != 0);
        var keyAt = offset + 4 + (hasChecksum ? 4 : 0);
        var end = keyAt + (hasKey ? 4 : 0) + (hasSequence ? 4 : 0);

        // Version 1 is PPTP's, and routing is obsolete: neither carries what a mirror sends.
        if ((flags & 0x4007) != 0 || frame.Length < end)
        {
            return false;
        }

        inner = inner with { Tunnel = TunnelKind.Gre, TunnelId = hasKey ? BinaryPrimitives.ReadUInt32BigEndian(frame[keyAt..]) : 0 };
        inner = type switch
        {
            0x88BE => Erspan(frame, end, hasSequence ? 8 : 0, inner),
            0x22EB => Erspan(frame, end, Erspan3Length(frame, end), inner),
            TransparentEthernet => LinkWalk.Ethernet(frame, inner with { Offset = (ushort)end }),
            _ => LinkWalk.ByType(frame, type, end, inner),
        };
        return true;
    }

    /// <summary>Type III has an optional platform header, announced by the O bit.</summary>
    private static int Erspan3Length(ReadOnlySpan<byte> frame, int offset) =>
        frame.Length >= offset + 12 && (frame[offset + 11] & 1) != 0 ? 20 : 12;

    private static NetworkLocation Erspan(ReadOnlySpan<byte> frame, int offset, int headerLength, NetworkLocation inner)
    {
        if (frame.Length < offset + headerLength)
        {
            return inner with { Kind = NetworkKind.Undecodable };
        }

        // Type I has no header of its own, and so no session.
        var session = headerLength == 0 ? 0u : BinaryPrimitives.ReadUInt16BigEndian(frame[(offset + 2)..]) & 0x03FFu;
        return LinkWalk.Ethernet(frame, inner with { Offset = (ushort)(offset + headerLength), Tunnel = TunnelKind.Erspan, TunnelId = session });
    }

    private static bool TryUdp(ReadOnlySpan<byte> frame, int offset, ref NetworkLocation inner)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(frame[(offset + 2)..]);
        var header = frame[(offset + UdpHeader.Length)..];
        var network = BinaryPrimitives.ReadUInt32BigEndian(header[4..]) >> 8;
        var at = offset + UdpHeader.Length;
        switch (port)
        {
            // The I flag says that the network number is valid; all else is reserved.
            case VxlanPort when (header[0] & 0x08) != 0:
                inner = LinkWalk.Ethernet(frame, inner with { Offset = (ushort)(at + 8), Tunnel = TunnelKind.Vxlan, TunnelId = network });
                return true;
            case GenevePort when header[0] >> 6 == 0:
                var end = at + 8 + ((header[0] & 0x3F) * 4);
                var type = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
                inner = inner with { Tunnel = TunnelKind.Geneve, TunnelId = network, Offset = (ushort)end };
                inner = type == TransparentEthernet ? LinkWalk.Ethernet(frame, inner) : LinkWalk.ByType(frame, type, end, inner);
                return true;
            default:
                return false;
        }
    }
}
