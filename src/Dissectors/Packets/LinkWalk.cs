using System.Buffers.Binary;

namespace Sensor.Dissectors.Packets;

/// <summary>Walks link headers: Ethernet with VLAN tags, MPLS and PPPoE, Linux cooked, loopback, PPP and none at all.</summary>
internal static class LinkWalk
{
    /// <summary>The most VLAN tags followed.</summary>
    private const int MaxTags = 4;

    /// <summary>The most MPLS labels followed.</summary>
    private const int MaxLabels = 8;

    private const ushort TypeIpv4 = 0x0800;
    private const ushort TypeArp = 0x0806;
    private const ushort TypeIpv6 = 0x86DD;

    public static NetworkLocation Find(LinkType link, ReadOnlySpan<byte> frame) => link switch
    {
        LinkType.Ethernet => Ethernet(frame, default),
        LinkType.LinuxCooked => frame.Length < 16 ? default : ByType(frame, Read16(frame, 14), 16, default),
        LinkType.LinuxCooked2 => frame.Length < 20 ? default : ByType(frame, Read16(frame, 0), 20, default),
        LinkType.RawIp or LinkType.RawIpv4 or LinkType.RawIpv6 => ByVersion(frame, default),

        // The families of IPv6 differ from system to system; the version field doesn't.
        LinkType.Null or LinkType.Loop => ByVersion(frame, new NetworkLocation { Offset = 4 }),
        LinkType.Ppp => Ppp(frame, default),
        _ => default,
    };

    /// <summary>An Ethernet frame that begins at <paramref name="at"/>'s offset (IEEE 802.3, 802.1Q, 802.1ad).</summary>
    public static NetworkLocation Ethernet(ReadOnlySpan<byte> frame, in NetworkLocation at)
    {
        int start = at.Offset;
        return frame.Length < start + 14
            ? at with { Kind = NetworkKind.Undecodable }
            : ByType(frame, Read16(frame, start + 12), start + 14, at with { SourceMacOffset = (ushort)(start + 6) });
    }

    /// <summary>What an EtherType says begins at <paramref name="offset"/>.</summary>
    public static NetworkLocation ByType(ReadOnlySpan<byte> frame, ushort type, int offset, NetworkLocation at)
    {
        for (var tags = 0; type is 0x8100 or 0x88A8 or 0x9100; tags++)
        {
            if (tags == MaxTags || frame.Length < offset + 4)
            {
                return at with { Kind = NetworkKind.Undecodable };
            }

            var id = (ushort)(Read16(frame, offset) & 0x0FFF);
            at = tags == 0 ? at with { Vlan = id, InnerVlan = 0 } : at with { InnerVlan = id };
            type = Read16(frame, offset + 2);
            offset += 4;
        }

        at = at with { Offset = (ushort)Math.Min(offset, ushort.MaxValue) };
        return type switch
        {
            TypeIpv4 => at with { Kind = NetworkKind.Ipv4 },
            TypeIpv6 => at with { Kind = NetworkKind.Ipv6 },
            TypeArp => at with { Kind = NetworkKind.Arp },
            0x8847 or 0x8848 => Mpls(frame, at),
            0x8864 => Pppoe(frame, at),
            _ => at with { Kind = NetworkKind.Other },
        };
    }

    /// <summary>An IP packet of either version.</summary>
    public static NetworkLocation ByVersion(ReadOnlySpan<byte> frame, in NetworkLocation at) => frame.Length <= at.Offset
        ? at with { Kind = NetworkKind.Undecodable }
        : (frame[at.Offset] >> 4) switch
        {
            4 => at with { Kind = NetworkKind.Ipv4 },
            6 => at with { Kind = NetworkKind.Ipv6 },
            _ => at with { Kind = NetworkKind.Undecodable },
        };

    /// <summary>MPLS (RFC 3032); behind the last label an IP packet or, behind a control word (RFC 4385, RFC 4448), an Ethernet frame.</summary>
    private static NetworkLocation Mpls(ReadOnlySpan<byte> frame, NetworkLocation at)
    {
        int offset = at.Offset;
        for (var labels = 0; labels < MaxLabels && frame.Length >= offset + 5; labels++)
        {
            var entry = BinaryPrimitives.ReadUInt32BigEndian(frame[offset..]);
            offset += 4;
            if ((entry & 0x100) == 0)
            {
                continue;
            }

            at = at with { Offset = (ushort)offset, Tunnel = TunnelKind.Mpls, TunnelId = entry >> 12, Depth = (byte)(at.Depth + 1) };
            return (frame[offset] >> 4) switch
            {
                4 or 6 => ByVersion(frame, at),
                0 => Ethernet(frame, at with { Offset = (ushort)(offset + 4) }),
                _ => at with { Kind = NetworkKind.Other },
            };
        }

        return at with { Kind = NetworkKind.Undecodable };
    }

    /// <summary>A PPPoE session (RFC 2516).</summary>
    private static NetworkLocation Pppoe(ReadOnlySpan<byte> frame, NetworkLocation at)
    {
        int offset = at.Offset;
        return frame.Length < offset + 8
            ? at with { Kind = NetworkKind.Undecodable }
            : Ppp(frame, at with
            {
                Offset = (ushort)(offset + 6),
                Tunnel = TunnelKind.Pppoe,
                TunnelId = Read16(frame, offset + 2),
                Depth = (byte)(at.Depth + 1),
            });
    }

    /// <summary>A PPP frame (RFC 1661), with or without address and control bytes (RFC 1662), the protocol in two bytes or one.</summary>
    private static NetworkLocation Ppp(ReadOnlySpan<byte> frame, in NetworkLocation at)
    {
        int offset = at.Offset;
        if (frame.Length >= offset + 2 && frame[offset] == 0xFF && frame[offset + 1] == 0x03)
        {
            offset += 2;
        }

        if (frame.Length < offset + 2)
        {
            return at with { Kind = NetworkKind.Undecodable };
        }

        // A protocol number's last byte is odd and its first even, so that the first can be left out.
        var length = (frame[offset] & 1) != 0 ? 1 : 2;
        var protocol = length == 1 ? frame[offset] : Read16(frame, offset);
        var inner = at with { Offset = (ushort)(offset + length) };
        return protocol switch
        {
            0x0021 => inner with { Kind = NetworkKind.Ipv4 },
            0x0057 => inner with { Kind = NetworkKind.Ipv6 },
            _ => inner with { Kind = NetworkKind.Other },
        };
    }

    private static ushort Read16(ReadOnlySpan<byte> frame, int offset) => BinaryPrimitives.ReadUInt16BigEndian(frame[offset..]);
}
