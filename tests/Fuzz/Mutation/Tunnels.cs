using Sensor.Dissectors.Packets;
using Sensor.Fuzz.Inputs;

namespace Sensor.Fuzz.Mutation;

/// <summary>Puts a packet into a tunnel, tags or fragments. What goes on an Ethernet link only leaves others as they are.</summary>
internal static class Tunnels
{
    private static readonly byte[] _outerMacs = [2, 0, 0, 0, 0, 0x11, 2, 0, 0, 0, 0, 0x12];

    public static Packet Wrap(Packet packet, Dice dice)
    {
        if (packet.Link != LinkType.Ethernet || packet.Bytes.Length < 14 || packet.Bytes.Length > 60_000)
        {
            return packet;
        }

        var frame = packet.Bytes;
        var type = Edits.Read(frame.AsSpan(12), 2, true);
        var isIp = type is 0x0800 or 0x86DD;
        var version = (byte)(type == 0x86DD ? 41 : 4);
        byte[] result = dice.Next(11) switch
        {
            0 => Tagged(0x8100),
            1 => Tagged(0x88A8),
            2 when isIp => [.. frame[..12], 0x88, 0x47, .. Label(dice.Few(9) - 1), .. frame[14..]],
            3 => [.. frame[..12], 0x88, 0x47, .. Label(0), 0, 0, 0, 0, .. frame],
            4 when isIp => [.. frame[..12], 0x88, 0x64, 0x11, 0, 0, 7, .. Edits.Big16(frame.Length - 12), 0, (byte)(type == 0x86DD ? 0x57 : 0x21), .. frame[14..]],
            5 when isIp => dice.Once(2) ? Ip4(version, frame[14..]) : Ip6(version, frame[14..]),
            6 when isIp => Ip4(47, [.. Gre((int)type), .. frame[14..]]),
            7 => Ip4(47, [0x10, 0, 0x88, 0xBE, 0, 0, 0, 1, 0x10, 1, 0, 7, 0, 0, 0, 0, .. frame]),
            8 => Ip4(47, [0x10, 0, 0x22, 0xEB, 0, 0, 0, 1, 0x20, 1, 0, 7, 0, 0, 0, 0, 0, 0, 0, (byte)dice.Next(2), .. new byte[dice.Once(2) ? 8 : 0], .. frame]),
            9 => Udp(4789, [8, 0, 0, 0, 0, 0, 9, 0, .. frame]),
            10 when isIp && dice.Once(2) => Udp(6081, [1, 0, .. Edits.Big16((int)type), 0, 0, 9, 0, 0, 0, 0, 0, .. frame[14..]]),
            10 => Udp(6081, [(byte)dice.Next(3), 0, 0x65, 0x58, 0, 0, 9, 0, .. new byte[4 * dice.Next(3)], .. frame]),
            _ => Tagged(0x9100),
        };
        return packet with { Bytes = result, WireLength = packet.WireLength + Math.Max(0, result.Length - frame.Length) };

        byte[] Tagged(int tag) => [.. frame[..12], .. Edits.Big16(tag), .. Edits.Big16(dice.Next(4096)), .. frame[12..]];

        byte[] Gre(int carried) => dice.Once(2) ? [0, 0, .. Edits.Big16(carried)] : [0xB0, 0, .. Edits.Big16(carried), .. Edits.Big32(0), .. Edits.Big32(5), .. Edits.Big32(6)];

        byte[] Udp(int port, byte[] body) => dice.Once(3)
            ? Ip6(17, [0xC0, 1, .. Edits.Big16(port), .. Edits.Big16(8 + body.Length), 0, 0, .. body])
            : Ip4(17, [0xC0, 1, .. Edits.Big16(port), .. Edits.Big16(8 + body.Length), 0, 0, .. body]);

        byte[] Ip4(byte protocol, byte[] body) =>
            [.. _outerMacs, 8, 0, 0x45, 0, .. Edits.Big16(20 + body.Length), .. Edits.Big16(dice.Next(65_536)), 0, 0, 64, protocol, 0, 0, 172, 16, 0, 1, 172, 16, 0, 2, .. body];

        static byte[] Ip6(byte protocol, byte[] body) =>
            [.. _outerMacs, 0x86, 0xDD, 0x60, 0, 0, 0, .. Edits.Big16(body.Length), protocol, 64, 0xFD, .. new byte[14], 1, 0xFD, .. new byte[14], 2, .. body];
    }

    /// <summary>An IPv4 or IPv6 packet's outermost datagram in pieces, some overlapping, some cut.</summary>
    public static List<Packet> Fragment(Packet packet, Dice dice)
    {
        var frame = packet.Bytes;
        var ip = Header.Of(packet.Link, frame).FirstOrDefault(h => h.Layer is Layer.Ipv4 or Layer.Ipv6);
        var isV6 = ip.Layer == Layer.Ipv6;
        var header = isV6 ? 40 : ip.At < frame.Length ? (frame[ip.At] & 15) * 4 : 0;
        var start = ip.At + header;
        if (ip.Layer is not (Layer.Ipv4 or Layer.Ipv6) || header < 20 || start + 16 > frame.Length)
        {
            return [packet];
        }

        var pieces = new List<Packet>();
        var id = (uint)dice.Bits();
        for (var at = 0; at < frame.Length - start;)
        {
            var length = Math.Min(8 * dice.Few(60), frame.Length - start - at);
            var isLast = start + at + length == frame.Length;
            pieces.Add(packet with { Bytes = Piece(at, length, isLast), WireLength = 0 });
            at += dice.Once(6) && length > 8 ? length - 8 : length;
        }

        return [.. pieces.Take(140).Select(p => p with { WireLength = p.Bytes.Length })];

        byte[] Piece(int at, int length, bool isLast)
        {
            var data = frame.AsSpan(start + at, length);
            byte[] piece = isV6
                ? [.. frame[..start], frame[ip.At + 6], 0, .. Edits.Big16((at & 0xFFF8) | (isLast ? 0 : 1)), .. Edits.Big32(id), .. data]
                : [.. frame[..start], .. data];
            if (isV6)
            {
                piece[ip.At + 6] = 44;
                Edits.Write(piece.AsSpan(ip.At + 4), 2, true, (uint)(length + 8));
            }
            else
            {
                Edits.Write(piece.AsSpan(ip.At + 2), 2, true, (uint)(header + length));
                Edits.Write(piece.AsSpan(ip.At + 4), 2, true, id);
                Edits.Write(piece.AsSpan(ip.At + 6), 2, true, (uint)((at / 8) | (isLast ? 0 : 0x2000)));
            }

            return piece;
        }
    }

    /// <summary>So many labels and the last.</summary>
    private static byte[] Label(int before) => [.. Enumerable.Repeat<byte[]>([0, 1, 0x20, 64], before).SelectMany(l => l), 0, 1, 0x11, 64];
}
