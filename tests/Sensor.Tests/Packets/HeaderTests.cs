using Sensor.Dissectors.Packets;
using static Sensor.Tests.Support.PacketBuilder;

namespace Sensor.Tests.Packets;

public sealed class HeaderTests
{
    private const string A = "10.1.2.3";
    private const string B = "192.168.4.5";
    private const string A6 = "2001:db8::1";
    private const string B6 = "fe80::2";

    private static (NetworkKind Kind, int Offset, int Vlan, int InnerVlan) Where(in NetworkLocation location) =>
        (location.Kind, location.Offset, location.Vlan, location.InnerVlan);

    [Fact]
    public void An_untagged_frame_has_its_network_header_behind_the_Ethernet_header()
    {
        Assert.Equal((NetworkKind.Ipv4, 14, 0, 0), Where(Find(Ethernet(Ipv4Type, []))));
        Assert.Equal((NetworkKind.Ipv6, 14, 0, 0), Where(Find(Ethernet(Ipv6Type, []))));
        Assert.Equal((NetworkKind.Arp, 14, 0, 0), Where(Find(Ethernet(ArpType, []))));
        Assert.Equal((NetworkKind.Other, 14, 0, 0), Where(Find(Ethernet(0x88CC, []))));
    }

    [Fact]
    public void Vlan_tags_are_passed_and_named_without_their_priority_bits()
    {
        Assert.Equal((NetworkKind.Ipv4, 18, 0x0ABC, 0), Where(Find(Ethernet(Ipv4Type, [], (0x8100, 0xEABC)))));
        Assert.Equal((NetworkKind.Ipv6, 22, 100, 200), Where(Find(Ethernet(Ipv6Type, [], (0x88A8, 100), (0x8100, 200)))));
        Assert.Equal((NetworkKind.Ipv4, 22, 100, 200), Where(Find(Ethernet(Ipv4Type, [], (0x9100, 100), (0x8100, 200)))));
    }

    [Fact]
    public void More_tags_than_anyone_stacks_are_undecodable()
    {
        Assert.Equal(NetworkKind.Ipv4, Find(Ethernet(Ipv4Type, [], (0x8100, 1), (0x8100, 2), (0x8100, 3), (0x8100, 4))).Kind);
        Assert.Equal(NetworkKind.Undecodable, Find(Ethernet(Ipv4Type, [], (0x8100, 1), (0x8100, 2), (0x8100, 3), (0x8100, 4), (0x8100, 5))).Kind);
    }

    [Fact]
    public void A_frame_cut_within_its_link_header_is_undecodable()
    {
        var frame = Ethernet(Ipv4Type, [], (0x88A8, 1), (0x8100, 2));
        for (var length = 0; length < frame.Length; length++)
        {
            Assert.Equal(NetworkKind.Undecodable, Find(frame[..length]).Kind);
        }

        Assert.Equal(NetworkKind.Ipv4, Find(frame).Kind);
    }

    [Fact]
    public void Raw_IP_is_told_by_its_version()
    {
        Assert.Equal((NetworkKind.Ipv4, 0, 0, 0), Where(NetworkLocation.Find(LinkType.RawIp, [0x45])));
        Assert.Equal((NetworkKind.Ipv6, 0, 0, 0), Where(NetworkLocation.Find(LinkType.RawIp, [0x60])));
        Assert.Equal(NetworkKind.Undecodable, NetworkLocation.Find(LinkType.RawIp, [0x20]).Kind);
        Assert.Equal(NetworkKind.Undecodable, NetworkLocation.Find(LinkType.RawIp, []).Kind);
        Assert.Equal(NetworkKind.Undecodable, NetworkLocation.Find((LinkType)9999, Ethernet(Ipv4Type, [])).Kind);
    }

    [Fact]
    public void Cooked_and_loopback_frames_have_their_network_header_behind_headers_of_their_own()
    {
        Assert.Equal((NetworkKind.Ipv4, 16, 0, 0), Where(NetworkLocation.Find(LinkType.LinuxCooked, [.. new byte[14], 0x08, 0x00])));
        Assert.Equal((NetworkKind.Ipv6, 20, 7, 0), Where(NetworkLocation.Find(LinkType.LinuxCooked, [.. new byte[14], 0x81, 0, 0, 7, 0x86, 0xDD])));
        Assert.Equal((NetworkKind.Arp, 20, 0, 0), Where(NetworkLocation.Find(LinkType.LinuxCooked2, [0x08, 0x06, .. new byte[18]])));
        Assert.Equal(NetworkKind.Undecodable, NetworkLocation.Find(LinkType.LinuxCooked, new byte[15]).Kind);
        Assert.Equal(NetworkKind.Undecodable, NetworkLocation.Find(LinkType.LinuxCooked2, new byte[19]).Kind);
        foreach (var link in (LinkType[])[LinkType.Null, LinkType.Loop])
        {
            Assert.Equal((NetworkKind.Ipv4, 4, 0, 0), Where(NetworkLocation.Find(link, [2, 0, 0, 0, 0x45])));
            Assert.Equal((NetworkKind.Ipv6, 4, 0, 0), Where(NetworkLocation.Find(link, [30, 0, 0, 0, 0x60])));
            Assert.Equal(NetworkKind.Undecodable, NetworkLocation.Find(link, [2, 0, 0, 0]).Kind);
        }
    }

    [Fact]
    public void An_IPv4_header_is_read_with_and_without_options()
    {
        foreach (var options in (byte[][])[[], [1, 1, 1, 0], new byte[40]])
        {
            var header = Parse(Ipv4(A, B, 6, new byte[100], options, id: 0xBEEF));

            Assert.Equal((A, B), (header.Source.ToString(), header.Destination.ToString()));
            Assert.Equal((20 + options.Length, 100, 6, 64), (header.PayloadOffset, header.PayloadLength, header.Protocol, header.TimeToLive));
            Assert.Equal(0xBEEFu, header.FragmentId);
            Assert.False(header.IsFragment);
        }
    }

    [Fact]
    public void A_total_length_of_zero_is_the_rest_of_the_frame()
    {
        Assert.Equal(5000, Parse(Ipv4(A, B, 6, new byte[5000], totalLength: 0)).PayloadLength);
        Assert.Equal(5000, Parse6(Ipv6(A6, B6, 6, new byte[5000], payloadLength: 0)).PayloadLength);
    }

    [Fact]
    public void Ethernet_padding_is_not_payload()
    {
        Assert.Equal(3, Parse([.. Ipv4(A, B, 17, new byte[3]), .. new byte[23]]).PayloadLength);
        Assert.Equal(3, Parse6([.. Ipv6(A6, B6, 17, new byte[3]), .. new byte[3]]).PayloadLength);
    }

    [Fact]
    public void What_the_snap_length_cut_is_payload_by_the_headers_own_length()
    {
        var packet = Ipv4(A, B, 6, new byte[1000]);

        Assert.True(IpHeader.TryParse(NetworkKind.Ipv4, packet.AsSpan(0, 60), packet.Length, out var header));
        Assert.Equal((20, 1000), (header.PayloadOffset, header.PayloadLength));
    }

    [Fact]
    public void IPv4_headers_with_impossible_lengths_are_not_valid()
    {
        var good = Ipv4(A, B, 6, new byte[10]);
        for (var length = 0; length < 20; length++)
        {
            Assert.False(TryParse(NetworkKind.Ipv4, good[..length]));
        }

        Assert.False(TryParse(NetworkKind.Ipv4, [0x44, .. good[1..]]), "header shorter than its fixed part");
        Assert.False(TryParse(NetworkKind.Ipv4, [0x65, .. good[1..]]), "another version");
        Assert.False(TryParse(NetworkKind.Ipv4, Ipv4(A, B, 6, new byte[10], totalLength: 19)), "total shorter than the header");
        Assert.False(TryParse(NetworkKind.Ipv4, Ipv4(A, B, 6, new byte[10], new byte[8], totalLength: 27)), "total shorter than the options");
        Assert.False(TryParse(NetworkKind.Ipv4, Ipv4(A, B, 6, new byte[10], totalLength: 31)), "total beyond the frame");
        Assert.True(TryParse(NetworkKind.Ipv4, Ipv4(A, B, 6, new byte[10], totalLength: 20)), "no payload");
    }

    [Fact]
    public void IPv4_fragments_are_told_by_offset_and_flag()
    {
        var first = Parse(Ipv4(A, B, 17, new byte[16], id: 7, more: true));
        var last = Parse(Ipv4(A, B, 17, new byte[16], id: 7, fragmentOffset: 65_528));

        Assert.Equal((true, true, 0), (first.IsFragment, first.MoreFragments, first.FragmentOffset));
        Assert.Equal((true, false, 65_528), (last.IsFragment, last.MoreFragments, last.FragmentOffset));
    }

    [Fact]
    public void IPv6_extension_headers_are_followed_to_the_upper_protocol()
    {
        var plain = Parse6(Ipv6(A6, B6, 6, new byte[30]));
        Assert.Equal((A6, B6, 6, 40, 30), (plain.Source.ToString(), plain.Destination.ToString(), plain.Protocol, plain.PayloadOffset, plain.PayloadLength));

        var extended = Parse6(Ipv6(A6, B6, 17, new byte[30], null, OptionsHeader(0, 8), OptionsHeader(43, 24), OptionsHeader(60, 16)));
        Assert.Equal((17, 40 + 48, 30), (extended.Protocol, extended.PayloadOffset, extended.PayloadLength));

        // An authentication header counts its length in other units: 4 bytes, less two.
        var authenticated = Parse6(Ipv6(A6, B6, 6, new byte[30], null, (51, [4, .. new byte[22]])));
        Assert.Equal((6, 40 + 24, 30), (authenticated.Protocol, authenticated.PayloadOffset, authenticated.PayloadLength));
    }

    [Fact]
    public void An_IPv6_fragment_header_tells_id_place_and_whether_more_follow()
    {
        var first = Parse6(Ipv6(A6, B6, 17, new byte[32], null, FragmentHeader(0xCAFEBABE, 0, more: true)));
        Assert.Equal((0xCAFEBABE, 0, true, 17, 48, 32),
            (first.FragmentId, first.FragmentOffset, first.MoreFragments, first.Protocol, first.PayloadOffset, first.PayloadLength));

        // What follows in a later fragment is data, whatever number it begins with.
        var later = Parse6(Ipv6(A6, B6, 60, new byte[32], null, FragmentHeader(5, 1448, more: false)));
        Assert.Equal((1448, false, true, 60, 48, 32),
            (later.FragmentOffset, later.MoreFragments, later.IsFragment, later.Protocol, later.PayloadOffset, later.PayloadLength));

        Assert.False(Parse6(Ipv6(A6, B6, 17, new byte[32], null, FragmentHeader(5, 0, more: false))).IsFragment);
    }

    [Fact]
    public void IPv6_headers_with_impossible_lengths_are_not_valid()
    {
        var good = Ipv6(A6, B6, 6, new byte[10]);
        for (var length = 0; length < 40; length++)
        {
            Assert.False(TryParse(NetworkKind.Ipv6, good[..length]));
        }

        Assert.False(TryParse(NetworkKind.Ipv6, [0x45, .. good[1..]]), "another version");
        Assert.False(TryParse(NetworkKind.Ipv6, Ipv6(A6, B6, 6, new byte[10], payloadLength: 11)), "payload beyond the frame");
        Assert.False(TryParse(NetworkKind.Ipv6, Ipv6(A6, B6, 6, [], null, OptionsHeader(0, 8))[..44]), "extension cut off");
        Assert.False(TryParse(NetworkKind.Ipv6, Ipv6(A6, B6, 6, [], null, (60, [200, 0, 0, 0, 0, 0, 0]))), "extension beyond the packet");
        Assert.False(TryParse(NetworkKind.Ipv6, Ipv6(A6, B6, 6, new byte[10], payloadLength: 4, OptionsHeader(0, 8))), "extension beyond the payload");
    }

    [Fact]
    public void TCP_headers_are_read_and_impossible_offsets_are_not_valid()
    {
        var segment = Tcp(1234, 104, 0xFFFF_FFFE, 17, TcpFlags.Syn | TcpFlags.Ack, new byte[5], options: new byte[40]);
        Assert.True(TcpHeader.TryParse(segment, segment.Length, out var tcp));
        Assert.Equal((1234, 104, 0xFFFF_FFFE, 17u, 60), (tcp.SourcePort, tcp.DestinationPort, tcp.Sequence, tcp.Acknowledgement, tcp.DataOffset));
        Assert.Equal(TcpFlags.Syn | TcpFlags.Ack, tcp.Flags);

        Assert.False(TcpHeader.TryParse(segment.AsSpan(0, 19), segment.Length, out _));
        Assert.True(TcpHeader.TryParse(segment.AsSpan(0, 20), segment.Length, out _));
        Assert.False(TcpHeader.TryParse(segment, 59, out _));
        segment[12] = 0x40;
        Assert.False(TcpHeader.TryParse(segment, segment.Length, out _));
    }

    [Fact]
    public void UDP_lengths_within_the_packet_are_valid_and_zero_is_the_rest()
    {
        Assert.True(UdpHeader.TryParse(Udp(53, 5353, new byte[4]), 12, out var udp));
        Assert.Equal(new UdpHeader(53, 5353, 4), udp);
        Assert.True(UdpHeader.TryParse(Udp(1, 2, new byte[4], length: 0), 12, out udp));
        Assert.Equal(4, udp.DataLength);
        Assert.True(UdpHeader.TryParse(Udp(1, 2, new byte[4], length: 8), 12, out udp));
        Assert.Equal(0, udp.DataLength);
        Assert.False(UdpHeader.TryParse(Udp(1, 2, new byte[4], length: 7), 12, out _));
        Assert.False(UdpHeader.TryParse(Udp(1, 2, new byte[4], length: 13), 12, out _));
        Assert.False(UdpHeader.TryParse(Udp(1, 2, []).AsSpan(0, 7), 8, out _));
    }

    [Fact]
    public void ARP_is_read_for_IPv4_over_Ethernet_only()
    {
        var packet = Arp(2, 0x0242_AC11_0002, A, B);
        Assert.True(ArpPacket.TryParse(packet, out var arp));
        Assert.Equal((2, 0x0242_AC11_0002UL, A, B), (arp.Operation, arp.SenderMac, arp.SenderAddress.ToString(), arp.TargetAddress.ToString()));

        Assert.False(ArpPacket.TryParse(packet.AsSpan(0, 27), out _));
        foreach (var at in (int[])[1, 2, 4, 5])
        {
            byte[] other = [.. packet];
            other[at] ^= 1;
            Assert.False(ArpPacket.TryParse(other, out _));
        }
    }

    [Fact]
    public void A_tunnel_header_that_ends_beyond_the_captured_bytes_cannot_be_decoded()
    {
        byte[] geneve = [2, 0, 0x08, 0x00, 0, 0, 9, 0, .. new byte[8], .. Ipv4(A, B, 6, new byte[20])];
        var options = Ethernet(Ipv4Type, Ipv4(A, B, 17, Udp(5000, 6081, geneve)));
        var extension = Ethernet(Ipv6Type, Ipv6(A6, B6, 4, Ipv4(A, B, 6, new byte[20]), null, OptionsHeader(60, 64)));
        for (var length = 50; length < 70; length++)
        {
            Assert.All([Find(options[..length]), Find(extension[..length])], p => Assert.True(p.Kind == NetworkKind.Undecodable || p.Offset <= length));
        }

        Assert.Equal(NetworkKind.Undecodable, Find(options[..52]).Kind);
        Assert.Equal(NetworkKind.Undecodable, Find(extension[..64]).Kind);
        Assert.Equal((NetworkKind.Ipv4, TunnelKind.Geneve), (Find(options).Kind, Find(options).Tunnel));
        Assert.Equal((NetworkKind.Ipv4, TunnelKind.IpInIp), (Find(extension).Kind, Find(extension).Tunnel));
    }

    [Fact]
    public void No_bytes_whatever_make_a_decoder_throw()
    {
        var random = new Random(11);
        var bytes = new byte[120];
        for (var i = 0; i < 50_000; i++)
        {
            random.NextBytes(bytes);
            bytes[12] = 0x08;
            bytes[13] = (byte)random.Next(8);
            bytes[14] = (byte)((random.Next(2) == 0 ? 0x45 : 0x60) + (random.Next(4) == 0 ? 1 : 0));
            var frame = bytes.AsSpan(0, random.Next(bytes.Length));
            var place = NetworkLocation.Find(LinkType.Ethernet, frame);
            foreach (var kind in (NetworkKind[])[NetworkKind.Ipv4, NetworkKind.Ipv6])
            {
                if (IpHeader.TryParse(kind, frame[place.Offset..], random.Next(200), out var ip))
                {
                    Assert.True(ip.PayloadOffset >= 20 && ip.PayloadLength >= 0 && ip.FragmentOffset is >= 0 and <= 65_535);
                }
            }
        }
    }

    private static NetworkLocation Find(byte[] frame) => NetworkLocation.Find(LinkType.Ethernet, frame);

    private static bool TryParse(NetworkKind kind, byte[] packet) => IpHeader.TryParse(kind, packet, packet.Length, out _);

    private static IpHeader Parse(byte[] packet, NetworkKind kind = NetworkKind.Ipv4)
    {
        Assert.True(IpHeader.TryParse(kind, packet, packet.Length, out var header));
        return header;
    }

    private static IpHeader Parse6(byte[] packet) => Parse(packet, NetworkKind.Ipv6);
}
