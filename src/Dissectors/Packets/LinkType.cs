namespace Sensor.Dissectors.Packets;

/// <summary>Link-layer types a capture can name (LINKTYPE_ registry of the tcpdump group).</summary>
public enum LinkType : ushort
{
    /// <summary>BSD loopback: an address family in the capturing host's byte order.</summary>
    Null = 0,
    Ethernet = 1,
    Ppp = 9,
    RawIp = 101,

    /// <summary>OpenBSD loopback: an address family in network order.</summary>
    Loop = 108,
    LinuxCooked = 113,
    RawIpv4 = 228,
    RawIpv6 = 229,
    LinuxCooked2 = 276,
}
