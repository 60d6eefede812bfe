using Sensor.Dissectors.Packets;
using Sensor.Tests.Support;
using static Sensor.Tests.Support.PacketBuilder;

namespace Sensor.Tests.Streams;

/// <summary>Packets that a mirror shows twice count once; packets that were sent twice count twice.</summary>
public sealed class DuplicateTests
{
    private readonly PartitionBench _bench = new();

    [Fact]
    public void A_frame_that_is_there_twice_counts_once()
    {
        var script = new TcpScript(_bench).Open();
        var frame = script.Frame(Dissectors.Contract.Direction.ToServer, 0, "REC"u8, TcpFlags.Ack);
        _bench.Take(frame);
        _bench.Take(frame);
        script.Close();

        Assert.Equal("REC<fin>", _bench.Conversation.ToServer);
        Assert.Equal((1, 0), (_bench.Finish().Counters.Duplicates, _bench.Ended.Single().Retransmissions));
    }

    [Theory]
    [InlineData(50, 1)]
    [InlineData(-50, 1)]
    [InlineData(50.000_001, 0)]
    public void A_copy_comes_within_50_ms(double milliseconds, long duplicates)
    {
        var frame = Udp(id: 7);
        _bench.Take(frame);
        _bench.WaitMilliseconds(milliseconds).Take(frame);

        Assert.Equal(duplicates, _bench.Counters.Duplicates);
    }

    [Fact]
    public void A_copy_may_have_passed_a_router()
    {
        var behind = Udp(id: 7);
        (behind[14 + 1], behind[14 + 8], behind[14 + 10]) = (0xB8, 63, 0x99);
        _bench.Take(Udp(id: 7));
        _bench.Take(behind);

        Assert.Equal(1, _bench.Counters.Duplicates);
    }

    [Fact]
    public void A_retransmission_is_a_packet_of_its_own()
    {
        var script = new TcpScript(_bench).Open().Send(0, "REC").Send(0, "REC");

        Assert.Equal(0, script.Bench.Finish().Counters.Duplicates);
        Assert.Equal(1, _bench.Ended.Single().Retransmissions);
    }

    /// <summary>IPv6, and IPv4 that is never fragmented, have no identification: the same question may be asked twice.</summary>
    [Fact]
    public void Without_an_identification_only_another_way_makes_an_equal_datagram_a_copy()
    {
        _bench.Take(Udp(id: 0));
        _bench.Take(Udp(id: 0));
        Assert.Equal(0, _bench.Counters.Duplicates);
        _bench.Take(Udp(id: 0, (0x8100, 30)));

        Assert.Equal(1, _bench.Counters.Duplicates);
    }

    private static byte[] Udp(ushort id, params (ushort Type, ushort Id)[] tags) =>
        Ethernet(Ipv4Type, Ipv4("10.0.0.1", "10.0.0.2", IpProtocol.Udp, PacketBuilder.Udp(5000, 53, "question"u8.ToArray()), id: id), tags);
}
