using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Streams;
using Sensor.Tests.Support;
using static Sensor.Tests.Support.PacketBuilder;

namespace Sensor.Tests.Streams;

/// <summary>What a partition makes of a packet before any stream.</summary>
public sealed class PacketIntakeTests
{
    private readonly PartitionBench _bench = new();

    [Fact]
    public void Packets_bytes_and_what_was_cut_are_counted()
    {
        _bench.Take(UdpFrame("10.0.0.1", 1, "10.0.0.2", 2, length: 100));
        _bench.Take(UdpFrame("10.0.0.1", 1, "10.0.0.2", 2, length: 100), snapLength: 60);
        var counters = _bench.Finish().Counters;

        Assert.Equal((2, 284, 202, 1, 0), (counters.Packets, counters.Bytes, counters.CapturedBytes, counters.Truncated, counters.Undecodable));
        Assert.Equal((0, 1, 0), (counters.FlowsTcp, counters.FlowsUdp, counters.FlowsOther));
    }

    [Fact]
    public void Headers_that_are_not_valid_are_undecodable_and_begin_no_flow()
    {
        byte[][] frames =
        [
            [1, 2, 3],
            Ethernet(Ipv4Type, [0x45, 0, 0]),
            Ethernet(Ipv4Type, Ipv4("10.0.0.1", "10.0.0.2", 6, new byte[19])),
            Ethernet(Ipv4Type, Ipv4("10.0.0.1", "10.0.0.2", 17, new byte[7])),
            Ethernet(Ipv4Type, Ipv4("10.0.0.1", "10.0.0.2", 17, Udp(1, 2, [], length: 9))),
            Ethernet(Ipv6Type, Ipv6("::1", "::2", 6, new byte[30], payloadLength: 31)),
            Ethernet(0x8100, [0, 1]),
        ];
        foreach (var frame in frames)
        {
            _bench.Take(frame);
        }

        var counters = _bench.Finish().Counters;
        Assert.Equal((frames.Length, frames.Length), (counters.Packets, counters.Undecodable));
        Assert.Equal(0, counters.FlowsTcp + counters.FlowsUdp + counters.FlowsOther);
    }

    [Fact]
    public void Frames_that_carry_neither_IP_nor_ARP_are_valid_and_no_flow()
    {
        _bench.Take(Ethernet(0x88CC, new byte[40]));

        Assert.Equal(0, _bench.Counters.Undecodable);
        Assert.Equal(0, _bench.Facts.Count);
    }

    [Fact]
    public void A_flow_knows_its_ends_tags_and_the_sender_of_its_first_packet()
    {
        var udp = Udp(5353, 161, new byte[3]);
        _bench.Take(Ethernet(Ipv4Type, Ipv4("10.0.0.9", "10.0.0.2", IpProtocol.Udp, udp), (0x88A8, 12), (0x8100, 34)));
        var (header, fact) = Assert.Single(_bench.Facts.WithHeaders<FlowStarted>());

        Assert.Equal(("10.0.0.9", 5353, "10.0.0.2", 161), (header.Flow.Client.ToString(), header.Flow.ClientPort, header.Flow.Server.ToString(), header.Flow.ServerPort));
        Assert.Equal((12, 34, IpProtocol.Udp), (header.Flow.Vlan, header.Flow.InnerVlan, header.Flow.Protocol));
        Assert.Equal((1L, 1L, (byte)3), (header.Ordinal, header.FirstOrdinal, header.Partition));
        Assert.Equal((Endpoint.Client, 0x0200_0000_0001UL), (fact.Sender, fact.SourceMac));
        Assert.InRange(header.Flow.Id, 1, (1L << 53) - 1);
    }

    [Fact]
    public void The_side_with_the_higher_port_is_the_client_where_no_handshake_was_seen()
    {
        _bench.Take(TcpFrame("10.0.0.2", 2575, "10.0.0.1", 40000, 7, 0, TcpFlags.Ack, []));
        var (header, fact) = Assert.Single(_bench.Facts.WithHeaders<FlowStarted>());

        Assert.Equal((40000, 2575), (header.Flow.ClientPort, header.Flow.ServerPort));
        Assert.Equal(Endpoint.Server, fact.Sender);
    }

    [Theory]
    [InlineData(TcpFlags.Syn, 2575)]
    [InlineData(TcpFlags.Syn | TcpFlags.Ack, 40000)]
    public void Who_sends_the_SYN_is_the_client_whatever_the_ports(TcpFlags flags, int clientPort)
    {
        _bench.Take(TcpFrame("10.0.0.2", 2575, "10.0.0.1", 40000, 7, 0, flags, []));

        Assert.Equal(clientPort, Assert.Single(_bench.Facts.WithHeaders<FlowStarted>()).Header.Flow.ClientPort);
    }

    [Fact]
    public void The_first_packet_of_the_other_side_is_told_once()
    {
        _bench.Take(UdpFrame("10.0.0.1", 1000, "10.0.0.2", 53));
        Assert.Empty(_bench.Facts.Of<FlowAnswered>());
        _bench.Take(UdpFrame("10.0.0.2", 53, "10.0.0.1", 1000));
        _bench.Take(UdpFrame("10.0.0.1", 1000, "10.0.0.2", 53));
        _bench.Take(UdpFrame("10.0.0.2", 53, "10.0.0.1", 1000));

        Assert.Equal(Endpoint.Server, Assert.Single(_bench.Facts.Of<FlowAnswered>()).Sender);
    }

    [Fact]
    public void Ethernet_padding_reaches_no_stream()
    {
        var script = new TcpScript(_bench).Open();
        _bench.Take(Padded(script.Frame(Direction.ToServer, 0, "REC"u8, TcpFlags.Ack)));
        script.Send(3, "!");

        Assert.Equal("REC!", _bench.Conversation.ToServer);
    }

    [Fact]
    public void A_segment_with_total_length_zero_is_read_to_the_end_of_the_frame()
    {
        var data = "REC"u8.ToArray().Concat(Enumerable.Repeat((byte)'.', 20_000)).ToArray();
        _bench.Take(Ethernet(Ipv4Type, Ipv4("10.0.0.1", "10.0.0.2", 6, Tcp(40000, 2575, 1, 0, TcpFlags.Ack, data), totalLength: 0)));

        Assert.Equal(data.Length, _bench.Conversation.ToServer.Length);
    }

    [Fact]
    public void IPv6_flows_are_followed_through_extension_headers()
    {
        var segment = Tcp(40000, 2575, 1, 0, TcpFlags.Ack, "REC six"u8);
        _bench.Take(Ethernet(Ipv6Type, Ipv6("2001:db8::1", "2001:db8::2", 6, segment, null, OptionsHeader(0, 8), OptionsHeader(60, 16))));

        Assert.Equal("REC six", _bench.Conversation.ToServer);
        Assert.Equal("2001:db8::2", _bench.Conversation.Flow.Server.ToString());
    }

    [Fact]
    public void Other_IP_protocols_are_flows_without_ports()
    {
        _bench.Take(Ethernet(Ipv4Type, Ipv4("10.0.0.1", "10.0.0.2", 1, [8, 0, 0, 0])));
        _bench.Take(Ethernet(Ipv4Type, Ipv4("10.0.0.2", "10.0.0.1", 1, [0, 0, 0, 0])));

        Assert.Equal(1, _bench.Finish().Counters.FlowsOther);
        Assert.Equal((1, 1), (_bench.Ended.Single().PacketsToServer, _bench.Ended.Single().PacketsToClient));
    }

    [Fact]
    public void ARP_bindings_are_told_when_new_and_when_they_change()
    {
        _bench.Take(Ethernet(ArpType, Arp(1, 0x0A0B0C0D0E0F, "10.0.0.1", "10.0.0.2")));
        _bench.Take(Ethernet(ArpType, Arp(2, 0x0A0B0C0D0E0F, "10.0.0.1", "10.0.0.2")));
        _bench.Take(Ethernet(ArpType, Arp(2, 0x0A0B0C0D0EFF, "10.0.0.1", "10.0.0.2")));
        _bench.Take(Ethernet(ArpType, Arp(1, 0x0A0B0C0D0E01, "0.0.0.0", "10.0.0.2")));
        _bench.Take(Ethernet(ArpType, Arp(1, 0x0100_5E00_0001, "10.0.0.7", "10.0.0.2")));

        Assert.Equal(
            [(0x0A0B0C0D0E0FUL, 0UL, 1), (0x0A0B0C0D0EFFUL, 0x0A0B0C0D0E0FUL, 2)],
            _bench.Facts.Of<ArpBinding>().Select(f => (f.Mac, f.PreviousMac, (int)f.Operation)));
    }
}
