using System.Buffers.Binary;
using System.Net;
using Sensor.Dissectors.Packets;

namespace Sensor.Tests.Support;

/// <summary>Puts packets together from the inside out. Checksums stay zero: nobody looks at them.</summary>
internal static class PacketBuilder
{
    public const ushort Ipv4Type = 0x0800;
    public const ushort Ipv6Type = 0x86DD;
    public const ushort ArpType = 0x0806;

    public static byte[] Ethernet(ushort type, byte[] payload, params (ushort Type, ushort Id)[] tags)
    {
        List<byte> frame = [0x02, 0, 0, 0, 0, 0x02, 0x02, 0, 0, 0, 0, 0x01];
        foreach (var (tagType, id) in tags)
        {
            frame.AddRange([.. Big16(tagType), .. Big16(id)]);
        }

        return [.. frame, .. Big16(type), .. payload];
    }

    /// <summary>Ethernet's padding up to the shortest frame.</summary>
    public static byte[] Padded(byte[] frame) => [.. frame, .. Enumerable.Repeat((byte)0xEE, Math.Max(0, 60 - frame.Length))];

    public static byte[] Ipv4(
        string source, string destination, byte protocol, byte[] payload,
        byte[]? options = null, ushort? totalLength = null, ushort id = 0, int fragmentOffset = 0, bool more = false)
    {
        var header = 20 + (options?.Length ?? 0);
        var total = totalLength ?? (ushort)(header + payload.Length);
        var fragment = (ushort)((fragmentOffset / 8) | (more ? 0x2000 : 0));
        return
        [
            (byte)(0x40 | (header / 4)), 0, .. Big16(total), .. Big16(id), .. Big16(fragment), 64, protocol, 0, 0,
            .. IPAddress.Parse(source).GetAddressBytes(), .. IPAddress.Parse(destination).GetAddressBytes(), .. options ?? [], .. payload,
        ];
    }

    /// <param name="source">Source address.</param>
    /// <param name="destination">Destination address.</param>
    /// <param name="protocol">The upper protocol.</param>
    /// <param name="payload">Upper header and data.</param>
    /// <param name="payloadLength">What the header claims; null: the truth.</param>
    /// <param name="extensions">Type of each extension header, and its bytes without the first (next header).</param>
    public static byte[] Ipv6(
        string source, string destination, byte protocol, byte[] payload, ushort? payloadLength = null, params (byte Type, byte[] Body)[] extensions)
    {
        List<byte> body = [];
        for (var i = 0; i < extensions.Length; i++)
        {
            body.Add(i + 1 < extensions.Length ? extensions[i + 1].Type : protocol);
            body.AddRange(extensions[i].Body);
        }

        body.AddRange(payload);
        return
        [
            0x60, 0, 0, 0, .. Big16(payloadLength ?? (ushort)body.Count), extensions.Length > 0 ? extensions[0].Type : protocol, 64,
            .. IPAddress.Parse(source).GetAddressBytes(), .. IPAddress.Parse(destination).GetAddressBytes(), .. body,
        ];
    }

    /// <summary>An IPv6 fragment header.</summary>
    public static (byte Type, byte[] Body) FragmentHeader(uint id, int offset, bool more) =>
        (44, [0, .. Big16((ushort)(offset | (more ? 1 : 0))), .. Big32(id)]);

    /// <summary>A hop-by-hop, destination options or similar header of the given length.</summary>
    public static (byte Type, byte[] Body) OptionsHeader(byte type, int length) => (type, [(byte)((length / 8) - 1), .. new byte[length - 2]]);

    public static byte[] Tcp(
        ushort sourcePort, ushort destinationPort, uint sequence, uint acknowledgement, TcpFlags flags, ReadOnlySpan<byte> data, byte[]? options = null)
    {
        var header = 20 + (options?.Length ?? 0);
        return
        [
            .. Big16(sourcePort), .. Big16(destinationPort), .. Big32(sequence), .. Big32(acknowledgement), (byte)(header / 4 << 4), (byte)flags,
            0xFF, 0xFF, 0, 0, 0, 0, .. options ?? [], .. data,
        ];
    }

    public static byte[] Udp(ushort sourcePort, ushort destinationPort, byte[] data, ushort? length = null) =>
        [.. Big16(sourcePort), .. Big16(destinationPort), .. Big16(length ?? (ushort)(8 + data.Length)), 0, 0, .. data];

    public static byte[] Arp(ushort operation, ulong senderMac, string sender, string target) =>
    [
        0, 1, 8, 0, 6, 4, .. Big16(operation), .. Big64(senderMac)[2..], .. IPAddress.Parse(sender).GetAddressBytes(),
        0, 0, 0, 0, 0, 0, .. IPAddress.Parse(target).GetAddressBytes(),
    ];

    /// <summary>A whole frame with a UDP datagram over IPv4.</summary>
    public static byte[] UdpFrame(string source, ushort sourcePort, string destination, ushort destinationPort, int length = 10) =>
        Ethernet(Ipv4Type, Ipv4(source, destination, IpProtocol.Udp, Udp(sourcePort, destinationPort, new byte[length])));

    public static byte[] TcpFrame(
        string source, ushort sourcePort, string destination, ushort destinationPort, uint sequence, uint acknowledgement, TcpFlags flags,
        ReadOnlySpan<byte> data, ushort id = 0) =>
        Ethernet(Ipv4Type, Ipv4(source, destination, IpProtocol.Tcp, Tcp(sourcePort, destinationPort, sequence, acknowledgement, flags, data), id: id));

    public static byte[] Big16(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Big32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Big64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }
}
