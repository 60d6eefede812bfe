using System.Buffers.Binary;

namespace Sensor.Dissectors.Packets;

/// <summary>Link-layer types a capture can name (LINKTYPE_ registry of the tcpdump group).</summary>
public enum LinkType : ushort
{
    /// <summary>BSD loopback: an address family in the capturing host's byte order.</summary>
    Null = 0,
    Ethernet = 1,
    RawIp = 101,

    /// <summary>OpenBSD loopback: an address family in network order.</summary>
    Loop = 108,
    LinuxCooked = 113,
    RawIpv4 = 228,
    RawIpv6 = 229,
    LinuxCooked2 = 276,
}

public enum NetworkKind : byte
{
    /// <summary>Unknown link type, or a frame too short for its link header.</summary>
    Undecodable,

    /// <summary>A valid frame that carries neither IP nor ARP.</summary>
    Other,
    Arp,
    Ipv4,
    Ipv6,
}

/// <summary>Where a frame's network header begins, and the tags passed on the way.</summary>
public readonly record struct NetworkLocation(NetworkKind Kind, ushort Offset, ushort Vlan, ushort InnerVlan)
{
    /// <summary>The most VLAN tags followed.</summary>
    public const int MaxTags = 4;

    /// <summary>Walks the link header of a captured frame (IEEE 802.3, 802.1Q, 802.1ad).</summary>
    public static NetworkLocation Find(LinkType link, ReadOnlySpan<byte> frame) => link switch
    {
        LinkType.Ethernet => FindByType(frame, 12, 14),
        LinkType.LinuxCooked => FindByType(frame, 14, 16),
        LinkType.LinuxCooked2 => FindByType(frame, 0, 20),
        LinkType.RawIp or LinkType.RawIpv4 or LinkType.RawIpv6 => FindByVersion(frame, 0),

        // The families of IPv6 differ from system to system; the version field doesn't.
        LinkType.Null or LinkType.Loop => FindByVersion(frame, 4),
        _ => default,
    };

    private static NetworkLocation FindByType(ReadOnlySpan<byte> frame, int typeAt, int offset)
    {
        if (frame.Length < offset)
        {
            return default;
        }

        var type = BinaryPrimitives.ReadUInt16BigEndian(frame[typeAt..]);
        ushort vlan = 0;
        ushort inner = 0;
        for (var tags = 0; type is 0x8100 or 0x88A8 or 0x9100; tags++)
        {
            if (tags == MaxTags || frame.Length < offset + 4)
            {
                return default;
            }

            var id = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(frame[offset..]) & 0x0FFF);
            (vlan, inner) = tags == 0 ? (id, (ushort)0) : (vlan, id);
            type = BinaryPrimitives.ReadUInt16BigEndian(frame[(offset + 2)..]);
            offset += 4;
        }

        var kind = type switch
        {
            0x0800 => NetworkKind.Ipv4,
            0x86DD => NetworkKind.Ipv6,
            0x0806 => NetworkKind.Arp,
            _ => NetworkKind.Other,
        };
        return new NetworkLocation(kind, (ushort)offset, vlan, inner);
    }

    private static NetworkLocation FindByVersion(ReadOnlySpan<byte> frame, ushort offset) => frame.Length <= offset
        ? default
        : (frame[offset] >> 4) switch
        {
            4 => new NetworkLocation(NetworkKind.Ipv4, offset, 0, 0),
            6 => new NetworkLocation(NetworkKind.Ipv6, offset, 0, 0),
            _ => default,
        };
}
