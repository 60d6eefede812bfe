using System.Buffers;
using System.Text;
using Sensor.Dissectors.Packets;
using Sensor.EndToEnd.Tests.Support;
using Sensor.Evidence.Masking;
using Sensor.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>
/// However real conversations are cut into segments, wrapped and fragmented, no identifier in them is left when packets were masked one by one. Identifiers are read
/// out of the captures at test time, by other code than the product's.
/// </summary>
public sealed class MaskingTests(CaptureRuns runs)
{
    private const string A = "10.20.0.21", B = "10.20.0.10", A6 = "2001:db8::21", B6 = "2001:db8::10";

    public static TheoryData<string> Captures { get; } = [Truth.Radiology, "parts/hl7-persistent.pcap", "parts/hl7-qinq.pcap", "parts/dicom-user-identity.pcap", "parts/dicom-mpps.pcapng"];

    [Theory]
    [MemberData(nameof(Captures))]
    public void No_identifier_is_left_however_a_stream_is_cut_and_wrapped(string capture)
    {
        var plain = runs.Plain(capture);
        var sought = SearchValues.Create([.. Telling(plain)], StringComparison.OrdinalIgnoreCase);
        var random = new Random(capture.Length);
        int packets = 0, plaintext = 0;
        foreach (var stream in plain.Streams.Where(s => s.Length > 0).Take(200))
        {
            for (var at = 0; at < stream.Length;)
            {
                var length = Math.Min(stream.Length - at, random.Next(4) switch { 0 => random.Next(1, 20), 1 => random.Next(1, 300), 2 => 1448, _ => random.Next(1, 9000) });
                foreach (var (frame, wireLength) in Wrapped(stream.Bytes.Slice(at, length), random))
                {
                    var masked = frame.ToArray();
                    MaskPacket.InPlace(LinkType.Ethernet, masked, wireLength);

                    packets++;
                    plaintext += Encoding.Latin1.GetString(frame).AsSpan().ContainsAny(sought) ? 1 : 0;
                    var text = Encoding.Latin1.GetString(masked);
                    var found = text.AsSpan().IndexOfAny(sought);
                    Assert.True(found < 0, found < 0 ? "" : text.Substring(found, Math.Min(12, text.Length - found)));
                }

                at += length;
            }
        }

        // The search would have found them.
        Assert.True(plaintext > 0, $"{plaintext} of {packets} packets have identifiers");
    }

    /// <summary>Identifiers that can be told from a number of something, and from what masking puts in their place.</summary>
    internal static IEnumerable<string> Telling(PlainCapture plain) =>
        PrivacyTests.Identifiers(plain).Where(i => i.Length >= (i.All(char.IsAsciiDigit) ? 7 : 4) && i.Any(c => c is not ('0' or 'X' or '.')));

    /// <summary>What a segment looks like when it isn't masked: who, whom, when, how much.</summary>
    [Fact]
    public void Headers_and_lengths_stay()
    {
        var random = new Random(7);
        var data = runs.Plain(Truth.Radiology).Streams.First(s => s.Length > 5000).Bytes[..4000];
        for (var i = 0; i < 300; i++)
        {
            foreach (var (frame, wireLength) in Wrapped(data, random))
            {
                var masked = frame.ToArray();
                MaskPacket.InPlace(LinkType.Ethernet, masked, wireLength);

                var (before, after) = (NetworkLocation.Find(LinkType.Ethernet, frame), NetworkLocation.Find(LinkType.Ethernet, masked));
                if (before.Kind == NetworkKind.Undecodable)
                {
                    // Cut within the headers of a tunnel.
                    Assert.Equal(frame[..Math.Min(14, frame.Length)], masked[..Math.Min(14, frame.Length)]);
                    continue;
                }

                Assert.Equal(before, after);
                var (was, isNow) = (IpHeader.TryParse(before.Kind, frame.AsSpan(before.Offset), wireLength - before.Offset, out var ip), IpHeader.TryParse(after.Kind, masked.AsSpan(after.Offset), wireLength - after.Offset, out var maskedIp));
                Assert.Equal((was, ip), (isNow, maskedIp));
                var segment = before.Offset + ip.PayloadOffset;
                if (was && ip is { FragmentOffset: 0, Protocol: IpProtocol.Tcp })
                {
                    var header = Math.Min(32, frame.Length - segment);
                    Assert.Equal(frame[..(segment + header)], masked[..(segment + header)]);
                }
            }
        }
    }

    /// <summary>A segment in an IPv4 or IPv6 packet, plain or tagged, in up to three tunnels, whole, in fragments, or cut by a snap length.</summary>
    private static List<(byte[] Frame, int WireLength)> Wrapped(ReadOnlySpan<byte> data, Random random)
    {
        var tcp = PacketBuilder.Tcp(40_000, 4242, (uint)random.Next(), 1, TcpFlags.Ack, data, [1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2]);
        List<(ushort Type, byte[] Packet)> packets = random.Next(4) switch
        {
            0 => [(PacketBuilder.Ipv6Type, PacketBuilder.Ipv6(A6, B6, IpProtocol.Tcp, tcp))],
            1 => Fragments(tcp, IpProtocol.Tcp, random),
            _ => [(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4(A, B, IpProtocol.Tcp, tcp))],
        };
        for (var depth = random.Next(4); depth > 0; depth--)
        {
            packets = [.. packets.SelectMany(p => Tunnelled(p.Type, p.Packet, random))];
        }

        var frames = new List<(byte[] Frame, int WireLength)>();
        foreach (var (type, packet) in packets)
        {
            var frame = random.Next(3) == 0 ? PacketBuilder.Ethernet(type, packet, (0x8100, 20)) : PacketBuilder.Ethernet(type, packet);
            frames.Add((random.Next(3) == 0 ? frame[..random.Next(1, frame.Length)] : frame, frame.Length));
        }

        return frames;
    }

    private static List<(ushort Type, byte[] Packet)> Tunnelled(ushort type, byte[] packet, Random random)
    {
        var ethernet = PacketBuilder.Ethernet(type, packet);
        var (protocol, payload) = random.Next(3) switch
        {
            0 => (IpProtocol.Udp, PacketBuilder.Udp(50_000, 4789, [8, 0, 0, 0, 0, 0, 7, 0, .. ethernet])),
            1 => ((byte)47, (byte[])[0, 0, .. PacketBuilder.Big16(type), .. packet]),
            _ => (type == PacketBuilder.Ipv4Type ? (byte)4 : (byte)41, packet),
        };
        return random.Next(3) == 0 ? Fragments(payload, protocol, random) : [(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4("192.0.2.1", "192.0.2.2", protocol, payload))];
    }

    private static List<(ushort Type, byte[] Packet)> Fragments(byte[] payload, byte protocol, Random random)
    {
        var fragments = new List<(ushort, byte[])>();
        for (var at = 0; at < payload.Length;)
        {
            var length = Math.Min(payload.Length - at, 8 * random.Next(1, 200));
            fragments.Add((PacketBuilder.Ipv4Type, PacketBuilder.Ipv4(A, B, protocol, payload[at..(at + length)], id: 77, fragmentOffset: at, more: at + length < payload.Length)));
            at += length;
        }

        return fragments;
    }
}
