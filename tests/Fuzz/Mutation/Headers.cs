using System.Buffers.Binary;
using Sensor.Dissectors.Packets;

namespace Sensor.Fuzz.Mutation;

/// <summary>What a header is. Named for mutations only: written apart from the decoder, which it must be able to mislead.</summary>
internal enum Layer : byte
{
    Link,
    Vlan,
    Mpls,
    Pppoe,
    Arp,
    Ipv4,
    Ipv6,
    Extension,
    Tcp,
    Udp,
    Gre,
    Erspan,
    Vxlan,
    Geneve,
    Data,
}

/// <param name="Layer">What it is.</param>
/// <param name="At">Where it begins in the frame.</param>
internal readonly record struct Header(Layer Layer, int At)
{
    /// <summary>Fields worth lying in: offset and width.</summary>
    private static readonly Dictionary<Layer, (int Offset, int Width)[]> _fields = new()
    {
        [Layer.Link] = [(12, 2), (0, 2), (14, 2), (6, 4)],
        [Layer.Vlan] = [(0, 2), (2, 2)],
        [Layer.Mpls] = [(0, 4), (2, 2), (3, 1)],
        [Layer.Pppoe] = [(0, 1), (1, 1), (2, 2), (4, 2), (6, 2)],
        [Layer.Arp] = [(0, 2), (2, 2), (4, 1), (5, 1), (6, 2), (8, 4), (14, 4)],
        [Layer.Ipv4] = [(0, 1), (2, 2), (2, 2), (4, 2), (6, 2), (6, 2), (8, 1), (9, 1), (9, 1), (12, 4), (16, 4)],
        [Layer.Ipv6] = [(0, 4), (4, 2), (4, 2), (6, 1), (6, 1), (7, 1), (20, 4), (36, 4)],
        [Layer.Extension] = [(0, 1), (1, 1), (2, 2), (4, 4)],
        [Layer.Tcp] = [(0, 2), (2, 2), (4, 4), (4, 4), (8, 4), (12, 1), (13, 1), (13, 1), (20, 4)],
        [Layer.Udp] = [(0, 2), (2, 2), (4, 2), (4, 2)],
        [Layer.Gre] = [(0, 1), (1, 1), (2, 2), (4, 4)],
        [Layer.Erspan] = [(0, 2), (2, 2), (11, 1)],
        [Layer.Vxlan] = [(0, 1), (4, 4)],
        [Layer.Geneve] = [(0, 1), (2, 2), (4, 4), (8, 4)],
        [Layer.Data] = [(0, 1), (0, 2), (0, 4), (2, 4)],
    };

    public IReadOnlyList<(int Offset, int Width)> Fields => _fields[Layer];

    /// <summary>The headers of a frame from the outside in, as far as they are there. The last is the data.</summary>
    public static List<Header> Of(LinkType link, ReadOnlySpan<byte> frame)
    {
        var headers = new List<Header> { new(Layer.Link, 0) };
        var (at, type) = link switch
        {
            LinkType.Ethernet => (14, Read16(frame, 12)),
            LinkType.LinuxCooked => (16, Read16(frame, 14)),
            LinkType.LinuxCooked2 => (20, Read16(frame, 0)),
            LinkType.Null or LinkType.Loop => (4, -1),
            LinkType.Ppp => (2, -1),
            _ => (0, -1),
        };
        Ethertype(headers, frame, at, type);
        return headers;
    }

    private static void Ethertype(List<Header> headers, ReadOnlySpan<byte> frame, int at, int type)
    {
        if (at >= frame.Length || headers.Count > 40)
        {
            return;
        }

        switch (type)
        {
            case 0x8100 or 0x88A8 or 0x9100:
                headers.Add(new(Layer.Vlan, at));
                Ethertype(headers, frame, at + 4, Read16(frame, at + 2));
                break;
            case 0x8847 or 0x8848:
                headers.Add(new(Layer.Mpls, at));
                var isLast = at + 4 > frame.Length || (frame[at + 2] & 1) != 0;
                Ethertype(headers, frame, at + 4, !isLast ? type : at + 4 < frame.Length && frame[at + 4] >> 4 == 0 ? -2 : -1);
                break;
            case 0x8864:
                headers.Add(new(Layer.Pppoe, at));
                Ethertype(headers, frame, at + 8, -1);
                break;
            case 0x0806:
                headers.Add(new(Layer.Arp, at));
                break;
            case -2:
                headers.Add(new(Layer.Link, at + 4));
                Ethertype(headers, frame, at + 18, Read16(frame, at + 16));
                break;
            case 0x6558:
                headers.Add(new(Layer.Link, at));
                Ethertype(headers, frame, at + 14, Read16(frame, at + 12));
                break;
            case 0x0800:
            case -1 when frame[at] >> 4 == 4:
                headers.Add(new(Layer.Ipv4, at));
                Upper(headers, frame, at + ((frame[at] & 15) * 4), at + 9 < frame.Length ? frame[at + 9] : 0);
                break;
            case 0x86DD:
            case -1 when frame[at] >> 4 == 6:
                headers.Add(new(Layer.Ipv6, at));
                Upper(headers, frame, at + 40, at + 6 < frame.Length ? frame[at + 6] : 0);
                break;
            default:
                headers.Add(new(Layer.Data, at));
                break;
        }
    }

    private static void Upper(List<Header> headers, ReadOnlySpan<byte> frame, int at, int protocol)
    {
        if (at + 8 > frame.Length || headers.Count > 40)
        {
            return;
        }

        switch (protocol)
        {
            case 4:
                Ethertype(headers, frame, at, 0x0800);
                break;
            case 41:
                Ethertype(headers, frame, at, 0x86DD);
                break;
            case 47:
                headers.Add(new(Layer.Gre, at));
                var type = Read16(frame, at + 2);
                var body = at + 4 + (4 * System.Numerics.BitOperations.PopCount((uint)(frame[at] & 0xB0)));
                if (type is 0x88BE or 0x22EB)
                {
                    headers.Add(new(Layer.Erspan, body));
                    Ethertype(headers, frame, body + (type == 0x22EB ? 12 : (frame[at] & 0x10) != 0 ? 8 : 0), 0x6558);
                    break;
                }

                Ethertype(headers, frame, body, type);
                break;
            case 0 or 43 or 44 or 51 or 60:
                headers.Add(new(Layer.Extension, at));
                Upper(headers, frame, at + (protocol == 44 ? 8 : (frame[at + 1] + 1) * 8), frame[at]);
                break;
            case 6:
                headers.Add(new(Layer.Tcp, at));
                headers.Add(new(Layer.Data, at + (at + 12 < frame.Length ? (frame[at + 12] >> 4) * 4 : 20)));
                break;
            case 17:
                headers.Add(new(Layer.Udp, at));
                var port = Read16(frame, at + 2);
                if (port is 4789 or 6081 && at + 16 <= frame.Length)
                {
                    headers.Add(new(port == 4789 ? Layer.Vxlan : Layer.Geneve, at + 8));
                    Ethertype(headers, frame, at + 16 + (port == 4789 ? 0 : (frame[at + 8] & 0x3F) * 4), port == 4789 ? 0x6558 : Read16(frame, at + 10));
                    break;
                }

                headers.Add(new(Layer.Data, at + 8));
                break;
            default:
                headers.Add(new(Layer.Data, at));
                break;
        }
    }

    private static int Read16(ReadOnlySpan<byte> frame, int at) => at + 2 <= frame.Length ? BinaryPrimitives.ReadUInt16BigEndian(frame[at..]) : -1;
}
