using Sensor.Dissectors.Packets;
using Sensor.Fuzz.Inputs;

namespace Sensor.Fuzz.Mutation;

/// <summary>Mutates packets: what a network, a mirror or a capture does to them, and what a liar does to their headers.</summary>
internal static class Traffic
{
    private static readonly long[] _times =
        [1, 1_000, 1_000_000, 49_000_000, 51_000_000, 1_001_000_000, 31_000_000_000, 61_000_000_000, 3_601_000_000_000, 100L * 365 * 86_400 * 1_000_000_000];

    private static readonly LinkType[] _links = [.. Enum.GetValues<LinkType>(), (LinkType)147];

    /// <summary>What names the next header: protocol numbers of IP in one byte; EtherTypes, GRE's types and ports of tunnels in two.</summary>
    private static readonly int[] _protocols = [0, 4, 6, 17, 41, 43, 44, 47, 51, 58, 60],
        _types = [0x0800, 0x86DD, 0x0806, 0x8100, 0x88A8, 0x8847, 0x8864, 0x6558, 0x88BE, 0x22EB, 4789, 6081, 0x0021, 0x0057];

    /// <summary>Only what keeps every byte that still comes what it was, in its place: order, loss, repetition, cuts and other segments.</summary>
    public static List<Packet> Disturb(List<Packet> packets, Dice dice)
    {
        if (packets.Count == 0)
        {
            return packets;
        }

        var at = dice.Next(packets.Count);
        var run = Math.Min(dice.Few(8), packets.Count - at);
        switch (dice.Next(8))
        {
            case 0:
                packets.RemoveRange(at, run);
                break;
            case 1:
                packets.InsertRange(dice.Next(packets.Count + 1), packets.GetRange(at, run));
                break;
            case 2:
                var with = Math.Min(packets.Count - 1, at + dice.Few(6));
                (packets[at], packets[with]) = (packets[with], packets[at]);
                break;
            case 3:
                var wait = dice.Of(_times);
                for (var i = at; i < packets.Count; i++)
                {
                    packets[i] = packets[i] with { Time = unchecked(packets[i].Time + wait) };
                }

                break;
            case 4:
                packets[at] = packets[at] with { Time = unchecked(packets[at].Time - dice.Of(_times)) };
                break;
            case 5:
                packets[at] = packets[at] with { Bytes = packets[at].Bytes[..dice.Next(packets[at].Bytes.Length + 1)] };
                break;
            case 6:
                packets.RemoveAt(at);
                break;
            default:
                Segments.Recut(packets, at, dice);
                break;
        }

        return packets;
    }

    public static List<Packet> Mutate(List<Packet> packets, List<Packet> others, Dice dice)
    {
        if (packets.Count == 0 || dice.Once(3))
        {
            return Disturb(packets.Count == 0 ? others : packets, dice);
        }

        var at = dice.Next(packets.Count);
        var packet = packets[at];
        switch (dice.Next(9))
        {
            case 0 or 1 or 2:
                packets[at] = packet with { Bytes = Lied(packet, dice) };
                break;
            case 3:
                packets[at] = Tunnels.Wrap(packet, dice);
                break;
            case 4:
                // All of them: what was a conversation remains one.
                var same = dice.Bits();
                packets = [.. packets.Select(p => Tunnels.Wrap(p, new Dice(same)))];
                break;
            case 5:
                packets.RemoveAt(at);
                packets.InsertRange(at, Tunnels.Fragment(packet, dice));
                break;
            case 6 when others.Count > 0:
                var from = dice.Next(others.Count);
                packets.InsertRange(at, others.Skip(from).Take(dice.Few(12)).Select(p => p with { Time = packet.Time }));
                break;
            case 7:
                packets[at] = dice.Next(4) switch
                {
                    0 => packet with { Link = dice.Of(_links) },
                    1 => packet with { WireLength = (int)(dice.Number((uint)packet.WireLength, packet.Bytes.Length) & int.MaxValue) },
                    _ => packet with { Bytes = Havoc.Mutate(packet.Bytes, others.Count > 0 ? dice.Of(others).Bytes : [], [], dice) },
                };
                break;
            default:
                Segments.Recut(packets, at, dice);
                break;
        }

        return packets.Count > Packets.Most ? packets[..Packets.Most] : packets;
    }

    /// <summary>A header with one field that isn't true.</summary>
    private static byte[] Lied(Packet packet, Dice dice)
    {
        byte[] frame = [.. packet.Bytes];
        var header = dice.Of(Header.Of(packet.Link, frame));
        var (offset, width) = dice.Of(header.Fields);
        var at = header.At + offset;
        if (width <= 2 && at + width <= frame.Length && dice.Once(3))
        {
            Edits.Write(frame.AsSpan(at), width, bigEndian: true, (uint)dice.Of(width == 1 ? _protocols : _types));
        }
        else
        {
            Edits.Lie(frame, at, width, bigEndian: true, dice);
        }

        return frame;
    }
}
