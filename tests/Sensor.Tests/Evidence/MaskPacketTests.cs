using System.Text;
using Sensor.Dissectors.Packets;
using Sensor.Evidence.Masking;
using Sensor.Tests.Support;

namespace Sensor.Tests.Evidence;

/// <summary>What is left of each protocol in one packet, to the byte, and that nothing at all can make masking fail.</summary>
public sealed class MaskPacketTests
{
    private const string A = "10.0.0.1", B = "10.0.0.2";
    private const int TcpData = 14 + 20 + 20, UdpData = 14 + 20 + 8;

    [Fact]
    public void Of_hl7_delimiters_segments_and_the_header_stay()
    {
        var masked = Tcp("\vMSH|^~\\&|HIS|WARD|ENGINE|LAB|20261121||ADT^A01|77|P|2.5|||AL\rPID|1||4711^^^H||Müller^Anna\rZZ9|x-1\rOBX|1|TX|||a PID| b\r\x1c\r"u8);

        Assert.Equal("\vMSH|^~\\&|HIS|WARD|ENGINE|LAB|20261121||ADT^A01|00|P|2.5|||XX\rPID|0||0000^^^X||XXXXXXX^XXXX\rZZ9|X.0\rOBX|0|XX|||X.XXX|.X\r\x1c\r", Text(masked, TcpData));
    }

    [Fact]
    public void Of_hl7_only_what_begins_here_is_recognised()
    {
        // The end of a message that began elsewhere, then the next.
        var end = "5|Smith^Bob\r\x1c\r"u8;
        Assert.Equal(new string('\0', end.Length) + "\vMSH|^~\\&|A\rPID|0", Text(Tcp(end, "\vMSH|^~\\&|A\rPID|1"u8), TcpData));
        Assert.Equal("", Text(Tcp("PID|1||4711\rOBX|1"u8), TcpData).Trim('\0'));
        Assert.Equal("", Text(Tcp("MSH|^~\\&|HIS"u8), TcpData).Trim('\0'));
    }

    [Fact]
    public void Of_dicom_data_the_headers_stay()
    {
        byte[] pdv = [0, 0, 0, 12, 1, 2, .. "SMITH^BOB "u8];
        byte[] two = [4, 0, 0, 0, 0, 32, .. pdv, .. pdv];
        byte[] masked = [4, 0, 0, 0, 0, 32, 0, 0, 0, 12, 1, 2, .. new byte[10], 0, 0, 0, 12, 1, 2, .. new byte[10]];

        Assert.Equal(masked, Tcp(two)[TcpData..]);

        // In the middle of a PDU nothing is known, and text that looks like the header of one is none.
        Assert.All(Tcp(two.AsSpan(7))[TcpData..], b => Assert.Equal(0, b));
        Assert.All(Tcp([4, 0, .. "\0SMI\0THBO^A"u8])[TcpData..], b => Assert.Equal(0, b));
    }

    [Fact]
    public void Of_a_negotiation_all_but_who_the_user_is_stays()
    {
        byte[] user = [.. Item(0x51, [0, 0, 0x40, 0]), .. Item(0x52, "1.2.3"u8), .. Item(0x58, [2, 0, 0, 5, .. "alice"u8, 0, 6, .. "secret"u8]), .. Item(0x55, "TOOLKIT_1"u8)];
        byte[] body =
        [
            0, 1, 0, 0, .. "ARCHIVE         CT1             "u8, .. "reserved bytes are hidden, too.."u8, .. Item(0x10, "1.2.840.10008.3.1.1.1"u8),
            .. Item(0x20, [1, 0, 0, 0, .. Item(0x30, "1.2.840.10008.1.1"u8), .. Item(0x40, "1.2.840.10008.1.2"u8)]), .. Item(0x50, user),
        ];
        byte[] pdu = [1, 0, .. PacketBuilder.Big32((uint)body.Length), .. body];

        var masked = Tcp(pdu)[TcpData..];
        var expected = pdu.ToArray();
        expected.AsSpan(42, 32).Clear();
        var identity = expected.AsSpan().IndexOf("alice"u8) - 4;
        expected.AsSpan(identity, 17).Clear();

        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(masked));
    }

    [Fact]
    public void Of_tls_hellos_stay_and_what_they_protect_does_not()
    {
        byte[] hello = [0x16, 3, 1, 0, 47, 1, 0, 0, 43, 3, 3, .. Enumerable.Repeat((byte)9, 32), 0, 0, 2, 0, 0x2F, 1, 0, 0, 0];
        byte[] data = [0x17, 3, 3, 0, 5, .. "SMITH"u8];

        Assert.Equal([.. hello, 0x17, 3, 3, 0, 5, 0, 0, 0, 0, 0], Tcp(hello, data)[TcpData..]);
    }

    [Fact]
    public void Of_dns_the_domain_that_is_asked_stays()
    {
        byte[] query = [0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, .. "smith-4711"u8, 6, .. "hidden"u8, 7, .. "example"u8, 3, .. "org"u8, 0, 0, 1, 0, 1];

        var masked = Udp(53, query);
        Assert.Equal([.. query[..12], 10, .. "xxxxxxxxxx"u8, 6, .. "xxxxxx"u8, 7, .. "example"u8, 3, .. "org"u8, 0, 0, 1, 0, 1], masked[UdpData..]);
    }

    [Fact]
    public void Of_dhcp_it_stays_who_a_device_is()
    {
        byte[] message = [.. Enumerable.Repeat((byte)1, 44), .. Enumerable.Repeat((byte)'t', 192), 0x63, 0x82, 0x53, 0x63, 53, 1, 3, 12, 3, .. "CT1"u8, 56, 5, .. "smith"u8, 255];

        Assert.Equal([.. message[..44], .. new byte[192], .. message[236..250], 0, 0, 0, 0, 0, 255], Udp(67, message, source: 68)[UdpData..]);
    }

    [Fact]
    public void Of_a_ping_the_data_is_hidden_and_of_an_error_what_it_quotes()
    {
        byte[] ping = [8, 0, 0, 0, 0, 1, 0, 2, .. "smith"u8];
        byte[] quoted = [3, 1, 0, 0, 0, 0, 0, 0, .. PacketBuilder.Ipv4(A, B, IpProtocol.Udp, PacketBuilder.Udp(1, 2, "smith"u8.ToArray()))];

        Assert.Equal([.. ping[..8], 0, 0, 0, 0, 0], Masked(PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4(A, B, IpProtocol.Icmp, ping)))[34..]);
        Assert.Equal([.. quoted[..^5], 0, 0, 0, 0, 0], Masked(PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4(A, B, IpProtocol.Icmp, quoted)))[34..]);
    }

    [Theory]
    [InlineData("GET /patients/4711 HTTP/1.1\r\n\r\n")]
    [InlineData("USER smith\r\n")]
    [InlineData("PID|1||4711")]
    public void Of_everything_else_nothing_stays(string text)
    {
        Assert.All(Tcp(Encoding.ASCII.GetBytes(text))[TcpData..], b => Assert.Equal(0, b));
        Assert.All(Udp(5000, Encoding.ASCII.GetBytes(text))[UdpData..], b => Assert.Equal(0, b));
    }

    [Fact]
    public void Frames_of_other_kinds_keep_their_headers_alone()
    {
        byte[] arp = PacketBuilder.Ethernet(PacketBuilder.ArpType, [.. PacketBuilder.Arp(1, 5, A, B), .. "smith"u8]);
        byte[] other = PacketBuilder.Ethernet(0x88CC, "smith"u8.ToArray());
        byte[] padded = [.. PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4(A, B, IpProtocol.Udp, PacketBuilder.Udp(1, 2, []))), .. "smith"u8];

        Assert.Equal([.. arp[..^5], 0, 0, 0, 0, 0], Masked(arp));
        Assert.Equal([.. other[..14], 0, 0, 0, 0, 0], Masked(other));
        Assert.Equal([.. padded[..^5], 0, 0, 0, 0, 0], Masked(padded));
        var unknown = "smith was here"u8.ToArray();
        MaskPacket.InPlace((LinkType)147, unknown, 14);
        Assert.All(unknown, b => Assert.Equal(0, b));
    }

    /// <summary>What was masked shows no more when it is masked again.</summary>
    [Fact]
    public void Nothing_makes_it_fail_and_what_is_hidden_stays_hidden()
    {
        var random = new Random(4);
        LinkType[] links = [.. Enum.GetValues<LinkType>(), (LinkType)147];
        byte[][] seeds =
        [
            [4, 0, 0, 0, 0, 32, 0, 0, 0, 12, 1, 2, .. new byte[22]], [1, 0, 0, 0, 0, 99, 0, 1, 0, 0, .. new byte[64], 0x10, 0, 0, 21, .. "1.2.840.10008.3.1.1.1"u8, 0x50, 0, 0, 8, 0x51, 0, 0, 4, 0, 0, 0, 1],
            [.. "\vMSH|^~\\&|A|B|C|D|2026||ADT|1|P|2.5\rPID|1"u8, 0x1C, 13], [0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 3, .. new byte[33], 0, 2, 0, 0x2F, 1, 0],
        ];
        for (var i = 0; i < 30_000; i++)
        {
            byte[] frame;
            if (i % 3 == 0)
            {
                frame = new byte[random.Next(200)];
                random.NextBytes(frame);
            }
            else
            {
                byte[] data = [.. seeds[random.Next(seeds.Length)]];
                frame = i % 3 == 1 ? PacketBuilder.TcpFrame(A, 1, B, 2, 1, 1, TcpFlags.Ack, data)
                    : PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4(A, B, IpProtocol.Udp, PacketBuilder.Udp((ushort)(random.Next(2) == 0 ? 68 : 53), (ushort)(random.Next(2) == 0 ? 67 : 4789), [.. data, .. data])));
                for (var change = random.Next(6); change > 0; change--)
                {
                    frame[random.Next(12, frame.Length)] = (byte)random.Next(256);
                }

                frame = frame[..random.Next(frame.Length + 1)];
            }

            var (link, wire) = (links[i % 2 == 0 ? 1 : random.Next(links.Length)], frame.Length + (random.Next(2) * random.Next(2000)));
            var once = frame.ToArray();
            MaskPacket.InPlace(link, once, wire);
            var twice = once.ToArray();
            MaskPacket.InPlace(link, twice, wire);
            Assert.All(once.Zip(twice), b => Assert.True(b.Second == b.First || b.Second == 0));
        }
    }

    private static byte[] Tcp(params byte[] data) => Masked(PacketBuilder.TcpFrame(A, 40_000, B, 4242, 1, 1, TcpFlags.Ack, data));

    private static byte[] Tcp(ReadOnlySpan<byte> data) => Tcp(data.ToArray());

    private static byte[] Tcp(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Tcp([.. first, .. second]);

    private static byte[] Udp(ushort port, byte[] data, ushort source = 40_000) =>
        Masked(PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4(A, B, IpProtocol.Udp, PacketBuilder.Udp(source, port, data))));

    private static byte[] Masked(byte[] frame)
    {
        MaskPacket.InPlace(LinkType.Ethernet, frame, frame.Length);
        return frame;
    }

    private static string Text(byte[] frame, int from) => Encoding.Latin1.GetString(frame.AsSpan(from));

    private static byte[] Item(byte type, ReadOnlySpan<byte> value) => [type, 0, .. PacketBuilder.Big16((ushort)value.Length), .. value];
}
