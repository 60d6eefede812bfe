using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.Streams;

/// <summary>What gives way at a bound, and what ends by silence.</summary>
public sealed class BoundTests
{
    private readonly PartitionBench _bench = new();

    [Fact]
    public void At_the_flow_bound_closed_then_unanswered_then_datagram_then_established_flows_give_way_the_oldest_first()
    {
        Established(101);
        Udp(201);
        Opening(301);
        Closed(401);
        Established(102);
        Udp(202);
        Opening(302);
        Closed(402);
        _bench.Partition.SetLimits(flows: 8, bytes: 1 << 20);
        Assert.Empty(_bench.Ended);
        for (ushort i = 0; i < 8; i++)
        {
            Established((ushort)(900 + i));
        }

        Assert.Equal([401, 402, 301, 302, 201, 202, 101, 102], _bench.Facts.WithHeaders<FlowEnded>().Select(f => (int)f.Header.Flow.ClientPort - 50_000));
        Assert.All(_bench.Ended, f => Assert.Equal(FlowEndReason.Evicted, f.Reason));
        Assert.Equal(8, _bench.Counters.Evicted);
        Assert.Equal(8, _bench.Partition.FlowCount);
    }

    [Fact]
    public void A_packet_makes_its_flow_the_youngest_again()
    {
        Established(1);
        Established(2);
        Established(3);
        Script(1).Send(0, "x");
        _bench.Partition.SetLimits(flows: 3, bytes: 1 << 20);
        Established(4);
        Established(5);

        Assert.Equal([2, 3], _bench.Facts.WithHeaders<FlowEnded>().Select(f => (int)f.Header.Flow.ClientPort - 50_000));
    }

    [Fact]
    public void A_flow_that_gives_way_ends_its_conversation()
    {
        Script(1).Open().Send(0, "REC");
        _bench.Partition.SetLimits(flows: 1, bytes: 1 << 20);
        Established(2);

        Assert.Equal("REC<evicted>", _bench.Conversation.ToServer);
        Assert.Equal(0, _bench.Protocol.Unreturned);
    }

    [Fact]
    public void A_UDP_flow_ends_after_a_minute_of_silence_stamped_with_its_deadline()
    {
        Udp(1);
        _bench.Tick(59_999);
        Assert.Empty(_bench.Ended);
        _bench.Tick(40_000);
        var (header, fact) = _bench.Facts.WithHeaders<FlowEnded>().Single();

        Assert.Equal((PartitionBench.Start + 60_000_000_000, 3L, 1L), (header.Time, header.Ordinal, header.FirstOrdinal));
        Assert.Equal((FlowEndReason.Timeout, PartitionBench.Start), (fact.Reason, fact.EndTime));
    }

    [Fact]
    public void A_TCP_flow_ends_after_an_hour_of_silence()
    {
        Script(1).Open().Send(0, "REC").Send(9, "held");
        _bench.Tick(3_599_999);
        Assert.Empty(_bench.Ended);
        _bench.Tick(1);

        Assert.Equal("REC<6 lost>held<idle>", _bench.Conversation.ToServer);
        Assert.Equal(PartitionBench.Start + 3_600_000_000_000, _bench.Conversation.Times(Direction.ToServer).Last().Time);
        Assert.Equal(FlowEndReason.Timeout, _bench.Ended.Single().Reason);
    }

    [Fact]
    public void A_closed_TCP_flow_lingers_for_ten_seconds()
    {
        Closed(1);
        _bench.Tick(9_999);
        Assert.Empty(_bench.Ended);
        _bench.Tick(1);

        Assert.Equal(FlowEndReason.Closed, _bench.Ended.Single().Reason);
    }

    [Fact]
    public void A_packet_puts_the_end_off()
    {
        Udp(1);
        _bench.Wait(50_000_000_000);
        Udp(1);
        _bench.Tick(50_000);

        Assert.Empty(_bench.Ended);
    }

    [Fact]
    public void What_is_due_together_ends_in_the_order_of_the_deadlines()
    {
        Udp(1);
        _bench.WaitMilliseconds(1_000);
        Udp(2);
        _bench.WaitMilliseconds(51_000);
        Closed(3);
        Script(4).Open().Send(0, "REC").Send(9, "held");
        _bench.Tick(3_700_000);

        Assert.Equal([1, 2, 3, 4], _bench.Facts.WithHeaders<FlowEnded>().Select(f => (int)f.Header.Flow.ClientPort - 50_000));
        Assert.Equal([60, 61, 62, 3652], _bench.Facts.WithHeaders<FlowEnded>().Select(f => (f.Header.Time - PartitionBench.Start) / 1_000_000_000));
        Assert.Equal(53, (_bench.Conversation.Times(Direction.ToServer).ElementAt(1).Time - PartitionBench.Start) / 1_000_000_000);
    }

    [Fact]
    public void An_expiry_comes_before_the_packet_that_shows_it()
    {
        Udp(1);
        _bench.WaitMilliseconds(60_000);
        Udp(1);
        _bench.Finish();

        Assert.Equal(2, _bench.Ended.Count);
        Assert.Equal([FlowEndReason.Timeout, FlowEndReason.EndOfInput], _bench.Ended.Select(f => f.Reason));
    }

    [Fact]
    public void Packets_of_the_past_do_not_make_time_run_backwards()
    {
        Udp(1);
        _bench.Wait(30_000_000_000);
        Udp(2);
        _bench.Wait(-30_000_000_000);
        Udp(1);
        _bench.Wait(61_000_000_000);
        Udp(3);

        Assert.Empty(_bench.Ended);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(512)]
    [InlineData(4096)]
    public void At_the_memory_bound_what_came_out_of_order_is_lost_and_the_rest_delivered(long limit)
    {
        _bench.Partition.SetLimits(flows: 100, limit);
        var script = Script(1).Open().Send(0, "REC").Acknowledge(1 << 20);
        for (var i = 0; i < 100; i++)
        {
            script.Send(3 + (i * 2000) + 1000, new string('b', 1000)).Send(3 + (i * 2000), new string('a', 1000));
            Assert.InRange(_bench.Partition.LentBytes, 0, limit);
        }

        script.Fin(3 + 200_000);
        _bench.Finish();
        var heard = _bench.Conversation.ToServer;
        var lost = System.Text.RegularExpressions.Regex.Matches(heard, "<(\\d+) lost>")
            .Sum(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(200_000, lost + heard.Count(c => c is 'a' or 'b'));
        Assert.Equal(limit < 1000 ? 100_000 : 0, lost);
        Assert.EndsWith("<fin>", heard, StringComparison.Ordinal);
        Assert.Equal(limit < 1000, _bench.Counters.Evicted > 0);
        Assert.Equal(0, _bench.Partition.LentBytes);
    }

    [Fact]
    public void The_end_leaves_nothing_open_lent_or_unreturned()
    {
        for (ushort i = 0; i < 200; i++)
        {
            var script = Script(i).Open().Send(0, i % 3 == 0 ? "RE" : "REC").Send(500, "held").Reply(3, "held");
            if (i % 7 == 0)
            {
                script.Reset(503);
            }
        }

        Assert.True(_bench.Partition.LentBytes > 0);
        _bench.Finish();

        Assert.Equal((0, 0L, 0), (_bench.Partition.FlowCount, _bench.Partition.LentBytes, _bench.Protocol.Unreturned));
        Assert.Equal(200, _bench.Ended.Count);
        Assert.All(_bench.Facts.WithHeaders<FlowEnded>(), f => Assert.Equal(_bench.Ordinal, f.Header.Ordinal));
    }

    private TcpScript Script(ushort number) => new(_bench, clientPort: (ushort)(50_000 + number));

    private void Udp(ushort number) => _bench.Take(PacketBuilder.UdpFrame("10.0.0.1", (ushort)(50_000 + number), "10.0.0.2", 53));

    private void Opening(ushort number) => Script(number).Segment(Direction.ToServer, -1, [], TcpFlags.Syn);

    private void Established(ushort number) => Script(number).Open();

    private void Closed(ushort number) => Script(number).Open().Close();
}
