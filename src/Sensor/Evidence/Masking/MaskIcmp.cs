using Sensor.Dissectors.Packets;

namespace Sensor.Evidence.Masking;

/// <summary>
/// ICMP (RFC 792, RFC 4443): the first eight bytes stay; of the packet that an error quotes its IP header and the eight bytes after it, its ports; of neighbour
/// discovery (RFC 4861) the addresses it is about. What a ping carries, and options, is hidden: anything can be put there.
/// </summary>
internal static class MaskIcmp
{
    private const int HeaderLength = 8, QuotedBehindIp = 8, AddressLength = 16;

    public static void Message(Sieve message, byte protocol)
    {
        message.Keep(0, HeaderLength);
        if (message.Bytes.Length <= HeaderLength)
        {
            return;
        }

        var type = message.Bytes[0];
        var isError = protocol == IpProtocol.Icmp ? type is 3 or 4 or 5 or 11 or 12 : type is >= 1 and <= 4;
        if (isError)
        {
            Quoted(message.From(HeaderLength));
        }
        else if (protocol == IpProtocol.IcmpV6 && type is 135 or 136 or 137)
        {
            message.Keep(HeaderLength, type == 137 ? 2 * AddressLength : AddressLength);
        }
    }

    private static void Quoted(Sieve packet)
    {
        var kind = (packet.Bytes[0] >> 4) switch
        {
            4 => NetworkKind.Ipv4,
            6 => NetworkKind.Ipv6,
            _ => NetworkKind.Other,
        };

        // Errors quote the beginning of a packet of any length.
        if (kind != NetworkKind.Other && IpHeader.TryParse(kind, packet.Bytes, ushort.MaxValue, out var ip))
        {
            packet.Keep(0, ip.PayloadOffset);
            packet.Keep(ip.PayloadOffset, ip is { FragmentOffset: 0, Protocol: IpProtocol.Tcp or IpProtocol.Udp } ? QuotedBehindIp : 0);
        }
    }
}
