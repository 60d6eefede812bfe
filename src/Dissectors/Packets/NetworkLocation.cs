namespace Sensor.Dissectors.Packets;

public enum NetworkKind : byte
{
    /// <summary>Unknown link type, or a frame too short for its headers.</summary>
    Undecodable,

    /// <summary>A valid frame that carries neither IP nor ARP.</summary>
    Other,
    Arp,
    Ipv4,
    Ipv6,
}

/// <summary>What a packet was wrapped in, innermost last.</summary>
public enum TunnelKind : byte
{
    None,
    Mpls,
    Pppoe,
    IpInIp,
    Gre,
    Erspan,
    Vxlan,
    Geneve,
}

/// <summary>Where a frame's innermost network header begins, and what was passed on the way.</summary>
public readonly record struct NetworkLocation
{
    public NetworkKind Kind { get; init; }

    /// <summary>Tunnels passed.</summary>
    public byte Depth { get; init; }

    public ushort Offset { get; init; }

    /// <summary>Outer VLAN id of the innermost Ethernet frame that has one, 0 without a tag.</summary>
    public ushort Vlan { get; init; }

    /// <summary>Inner VLAN id of a QinQ frame, 0 without.</summary>
    public ushort InnerVlan { get; init; }

    /// <summary>Where the innermost Ethernet source address is; 0 without one.</summary>
    public ushort SourceMacOffset { get; init; }

    /// <summary>The innermost tunnel.</summary>
    public TunnelKind Tunnel { get; init; }

    /// <summary>Its number: MPLS label, PPPoE session, GRE key, ERSPAN session, VXLAN or GENEVE network; 0 where there is none.</summary>
    public uint TunnelId { get; init; }

    /// <summary>The packet is a fragment of one that may carry another: what is in it shows when all parts are there.</summary>
    public bool IsOuterFragment { get; init; }

    /// <summary>Walks a captured frame from its link header through tunnels to the innermost network header.</summary>
    public static NetworkLocation Find(LinkType link, ReadOnlySpan<byte> frame)
    {
        var location = LinkWalk.Find(link, frame);
        return location.Kind is NetworkKind.Ipv4 or NetworkKind.Ipv6 ? TunnelWalk.Follow(location, frame) : location;
    }
}
