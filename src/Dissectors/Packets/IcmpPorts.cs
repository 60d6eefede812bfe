namespace Sensor.Dissectors.Packets;

/// <summary>
/// What stands in an ICMP flow's key for ports, so that a question and its answer are one flow: the message's type and the type that answers it, or
/// type and code of a message that isn't answered (RFC 792, RFC 4443; the mapping of the Community ID specification).
/// </summary>
public static class IcmpPorts
{
    public static (ushort Source, ushort Destination) Of(byte protocol, ReadOnlySpan<byte> message)
    {
        if (protocol is not (IpProtocol.Icmp or IpProtocol.IcmpV6) || message.Length < 2)
        {
            return default;
        }

        return (message[0], Counterpart(protocol, message[0]) ?? message[1]);
    }

    /// <summary>The type that answers this one, or that this one answers; null when there is none.</summary>
    public static byte? Counterpart(byte protocol, ushort type) => (protocol, type) switch
    {
        (IpProtocol.Icmp, 0) => 8,
        (IpProtocol.Icmp, 8) => 0,
        (IpProtocol.Icmp, 9) => 10,
        (IpProtocol.Icmp, 10) => 9,
        (IpProtocol.Icmp, 13) => 14,
        (IpProtocol.Icmp, 14) => 13,
        (IpProtocol.Icmp, 15) => 16,
        (IpProtocol.Icmp, 16) => 15,
        (IpProtocol.Icmp, 17) => 18,
        (IpProtocol.Icmp, 18) => 17,
        (IpProtocol.IcmpV6, 128) => 129,
        (IpProtocol.IcmpV6, 129) => 128,
        (IpProtocol.IcmpV6, 130) => 131,
        (IpProtocol.IcmpV6, 131) => 130,
        (IpProtocol.IcmpV6, 133) => 134,
        (IpProtocol.IcmpV6, 134) => 133,
        (IpProtocol.IcmpV6, 135) => 136,
        (IpProtocol.IcmpV6, 136) => 135,
        (IpProtocol.IcmpV6, 139) => 140,
        (IpProtocol.IcmpV6, 140) => 139,
        (IpProtocol.IcmpV6, 144) => 145,
        (IpProtocol.IcmpV6, 145) => 144,
        _ => null,
    };
}
