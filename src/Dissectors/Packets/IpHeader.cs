using System.Buffers.Binary;

namespace Sensor.Dissectors.Packets;

/// <summary>IP protocol numbers (IANA) the sensor names.</summary>
public static class IpProtocol
{
    public const byte Icmp = 1;
    public const byte Tcp = 6;
    public const byte Udp = 17;
    public const byte IcmpV6 = 58;
}

/// <summary>What is used of an IPv4 (RFC 791) or IPv6 (RFC 8200) header with its extension headers.</summary>
public struct IpHeader
{
    /// <summary>The most IPv6 extension headers followed.</summary>
    public const int MaxExtensions = 8;

    public IpAddress Source;
    public IpAddress Destination;

    /// <summary>Fragment identification, 0 where there is none.</summary>
    public uint FragmentId;

    /// <summary>Where the payload begins, counted from the header's first byte.</summary>
    public int PayloadOffset;

    /// <summary>Payload bytes on the wire by the header's own length; may exceed what was captured.</summary>
    public int PayloadLength;

    /// <summary>Bytes of the datagram's payload before this fragment's.</summary>
    public int FragmentOffset;

    public byte Protocol;
    public byte TimeToLive;
    public bool MoreFragments;

    public readonly bool IsFragment => MoreFragments || FragmentOffset != 0;

    /// <summary>Reads the addresses only: enough to choose a partition.</summary>
    public static bool TryReadAddresses(NetworkKind kind, ReadOnlySpan<byte> packet, out IpAddress source, out IpAddress destination)
    {
        if (kind == NetworkKind.Ipv4 && packet.Length >= 20)
        {
            source = IpAddress.ReadV4(packet[12..]);
            destination = IpAddress.ReadV4(packet[16..]);
            return true;
        }

        if (kind == NetworkKind.Ipv6 && packet.Length >= 40)
        {
            source = IpAddress.ReadV6(packet[8..]);
            destination = IpAddress.ReadV6(packet[24..]);
            return true;
        }

        source = destination = default;
        return false;
    }

    /// <param name="kind">IPv4 or IPv6.</param>
    /// <param name="packet">Captured bytes from the IP header on.</param>
    /// <param name="wireLength">Bytes from the IP header to the frame's end on the wire.</param>
    /// <param name="header">The header, when valid.</param>
    public static bool TryParse(NetworkKind kind, ReadOnlySpan<byte> packet, int wireLength, out IpHeader header)
    {
        header = default;
        return kind == NetworkKind.Ipv4 ? header.ParseV4(packet, wireLength) : header.ParseV6(packet, wireLength);
    }

    private bool ParseV4(ReadOnlySpan<byte> packet, int wireLength)
    {
        if (packet.Length < 20 || packet[0] >> 4 != 4)
        {
            return false;
        }

        var headerLength = (packet[0] & 15) * 4;
        int totalLength = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (totalLength == 0)
        {
            // Segmentation offload on the capturing host leaves the length to the hardware: the rest of the frame.
            totalLength = wireLength;
        }

        if (headerLength < 20 || totalLength < headerLength || totalLength > wireLength)
        {
            return false;
        }

        var fragment = BinaryPrimitives.ReadUInt16BigEndian(packet[6..]);
        FragmentId = BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        MoreFragments = (fragment & 0x2000) != 0;
        FragmentOffset = (fragment & 0x1FFF) * 8;
        TimeToLive = packet[8];
        Protocol = packet[9];
        Source = IpAddress.ReadV4(packet[12..]);
        Destination = IpAddress.ReadV4(packet[16..]);
        PayloadOffset = headerLength;
        PayloadLength = totalLength - headerLength;
        return true;
    }

    private bool ParseV6(ReadOnlySpan<byte> packet, int wireLength)
    {
        if (packet.Length < 40 || packet[0] >> 4 != 6)
        {
            return false;
        }

        int payload = BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        if (payload == 0)
        {
            payload = wireLength - 40;
        }

        if (payload > wireLength - 40)
        {
            return false;
        }

        TimeToLive = packet[7];
        Source = IpAddress.ReadV6(packet[8..]);
        Destination = IpAddress.ReadV6(packet[24..]);
        return FollowExtensions(packet, packet[6], 40, 40 + payload);
    }

    /// <summary>Follows the extension headers at the front of an IPv6 datagram that was put together from fragments.</summary>
    /// <param name="datagram">What the fragments carried.</param>
    /// <param name="length">Its length on the wire.</param>
    public bool TryContinue(ReadOnlySpan<byte> datagram, int length) => FollowExtensions(datagram, Protocol, 0, length);

    private bool FollowExtensions(ReadOnlySpan<byte> packet, byte next, int offset, int end)
    {
        for (var i = 0; i < MaxExtensions; i++)
        {
            // Hop-by-hop 0, routing 43, destination options 60, mobility 135, HIP 139, shim6 140; fragment 44; authentication 51.
            if (next is not (0 or 43 or 44 or 51 or 60 or 135 or 139 or 140))
            {
                break;
            }

            if (offset + 8 > packet.Length || offset + 8 > end)
            {
                return false;
            }

            var extension = packet[offset..];
            var length = next switch
            {
                44 => 8,
                51 => (extension[1] + 2) * 4,
                _ => (extension[1] + 1) * 8,
            };
            if (next == 44)
            {
                var fragment = BinaryPrimitives.ReadUInt16BigEndian(extension[2..]);
                FragmentOffset = fragment & 0xFFF8;
                MoreFragments = (fragment & 1) != 0;
                FragmentId = BinaryPrimitives.ReadUInt32BigEndian(extension[4..]);
            }

            next = extension[0];
            offset += length;
            if (offset > end)
            {
                return false;
            }

            if (IsFragment)
            {
                // What follows belongs to the datagram, of which this is a part.
                break;
            }
        }

        Protocol = next;
        PayloadOffset = offset;
        PayloadLength = end - offset;
        return true;
    }
}
