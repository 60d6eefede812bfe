using Sensor.Dissectors.Packets;

namespace Sensor.Dissectors.Contract;

/// <summary>The inner two-way 5-tuple of a flow, its number and the attributes that aren't part of the key.</summary>
public readonly record struct FlowIdentity
{
    /// <summary>Deterministic, below 2^53.</summary>
    public long Id { get; init; }

    public IpAddress Client { get; init; }

    public IpAddress Server { get; init; }

    public ushort ClientPort { get; init; }

    public ushort ServerPort { get; init; }

    /// <summary>IP protocol number.</summary>
    public byte Protocol { get; init; }

    /// <summary>Outer VLAN id, 0 without a tag.</summary>
    public ushort Vlan { get; init; }

    /// <summary>Inner VLAN id of a QinQ frame, 0 without.</summary>
    public ushort InnerVlan { get; init; }

    /// <summary>The innermost tunnel its first packet came through.</summary>
    public TunnelKind Tunnel { get; init; }

    /// <summary>Tunnels its first packet came through.</summary>
    public byte TunnelDepth { get; init; }

    /// <summary>Number of the innermost tunnel: label, session, key or network; 0 without one.</summary>
    public uint TunnelId { get; init; }

    /// <summary>Place of the recognised protocol in the register, from 1; 0 while none is.</summary>
    public byte App { get; init; }

    /// <summary>Number of the capture interface in the input.</summary>
    public ushort Interface { get; init; }
}
