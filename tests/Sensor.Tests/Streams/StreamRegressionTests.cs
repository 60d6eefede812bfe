using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Streams;
using Sensor.Tests.Support;
using static Sensor.Tests.Support.PacketBuilder;

namespace Sensor.Tests.Streams;

/// <summary>Each of these went wrong once.</summary>
public sealed class StreamRegressionTests
{
    private readonly PartitionBench _bench = new();

    private TcpScript Script => field ??= new TcpScript(_bench).Open();

    [Fact]
    public void A_segment_in_order_that_overlaps_held_ones_leaves_them_as_they_came_first()
    {
        Script.Send(0, "REC").Send(5, "22").Send(9, "44").Send(3, "xxxxxxxxxxxx").Close();

        Assert.Equal("RECxx22xx44xxxx<fin>", _bench.Conversation.ToServer);
        Assert.Equal([2, 2], _bench.Facts.Of<StreamConflict>().Select(f => f.Bytes));
    }

    [Fact]
    public void A_need_is_met_before_the_next_call_also_when_everything_was_consumed()
    {
        var bench = new PartitionBench(new RecordingProtocol { Answers = _ => static (d, data, in at) => Step.Need(data.Length, 8) });
        var script = new TcpScript(bench).Open().Send(0, "REC");
        for (var i = 0; i < 16; i++)
        {
            script.Send(3 + i, "abcdefghijklmnop".Substring(i, 1));
        }

        Assert.Equal(["REC", "abcdefgh", "ijklmnop"], bench.Conversation.Offered(Direction.ToServer));
    }

    [Fact]
    public void What_was_left_of_a_direction_before_a_gap_is_not_glued_to_what_comes_after_it()
    {
        Script.Reply(0, "RE").Acknowledge(200, Direction.ToClient).Reply(102, "what").Tick(51).Reply(106, "ever");
        Script.Send(0, "REC").Reply(110, "new").Close();

        Assert.EndsWith(" lost>new<fin>", _bench.Conversation.ToClient, StringComparison.Ordinal);
    }

    [Fact]
    public void A_keep_alive_after_a_segment_of_one_byte_is_no_conflict_and_no_retransmission()
    {
        Script.Send(0, "REC").Send(3, "x").Wait(1000).Send(3, "\0").Wait(1000).Send(3, "\0").Close();
        _bench.Finish();

        Assert.Equal("RECx<fin>", _bench.Conversation.ToServer);
        Assert.Equal((0, 0), (_bench.Ended.Single().Conflicts, _bench.Ended.Single().Retransmissions));
    }

    [Fact]
    public void A_segment_held_beyond_a_FIN_does_no_harm_to_what_follows()
    {
        Script.Send(0, "REC").Send(1000, "beyond").Fin(3).Send(5000, "far beyond").Send(1002, "yond").Close();
        _bench.Finish();

        Assert.Equal("REC<fin>", _bench.Conversation.ToServer);
        Assert.Equal(0, _bench.Partition.LentBytes);
    }

    [Fact]
    public void A_segment_held_behind_what_is_skipped_since_does_no_harm_to_what_follows()
    {
        var bench = new PartitionBench(new RecordingProtocol { Answers = _ => static (d, data, in at) => Step.SkipAfter(data.Length, 9000) });
        var script = new TcpScript(bench).Open().Reply(0, "RE").Reply(1000, "held");
        script.Send(0, "REC").Reply(5000, "skipped").Reply(1002, "ld").Reply(9002, "new").Close();
        bench.Finish();

        Assert.Equal("RE<9000 skipped>new<9000 skipped><fin>", bench.Conversation.ToClient);
        Assert.Equal(0, bench.Partition.LentBytes);
    }

    [Fact]
    public void What_a_direction_said_after_nobody_recognised_it_is_missing_too_when_the_other_is_recognised()
    {
        Script.Reply(0, "hello").Reply(5, "again").Send(0, "REC").Reply(10, "new").Close();

        Assert.Equal("<10 lost>new<fin>", _bench.Conversation.ToClient);
    }

    [Fact]
    public void One_byte_missing_before_a_FIN_is_a_gap()
    {
        Script.Send(0, "REC").Acknowledge(5).Fin(4);
        _bench.Finish();

        Assert.Equal("REC<1 lost><endofinput>", _bench.Conversation.ToServer);
    }

    [Fact]
    public void Bytes_missing_before_a_FIN_are_a_gap_also_where_nobody_acknowledges()
    {
        var script = new TcpScript(_bench);
        script.Segment(Direction.ToServer, -1, [], TcpFlags.Syn);
        script.Send(0, "REC").Fin(103);
        _bench.Finish();

        Assert.Equal("REC<100 lost><endofinput>", _bench.Conversation.ToServer);
    }

    [Fact]
    public void A_late_segment_within_skipped_bytes_is_no_retransmission()
    {
        var bench = new PartitionBench(new RecordingProtocol { Answers = _ => static (d, data, in at) => Step.SkipAfter(data.Length, 10_000) });
        new TcpScript(bench).Open().Send(0, "REC").Send(2003, new byte[1000]).Send(3, new byte[1000]);
        var flow = bench.Finish().Ended.Single();

        Assert.Equal((1, 1000L, 0), (flow.Gaps, flow.GapBytes, flow.Retransmissions));
    }

    [Fact]
    public void A_hole_and_a_silent_flow_that_are_due_together_end_in_the_order_of_their_deadlines()
    {
        var bench = new PartitionBench(new RecordingProtocol { TellsFacts = true });
        bench.Take(UdpFrame("10.0.0.1", 60_000, "10.0.0.2", 53));
        var script = new TcpScript(bench);
        bench.WaitMilliseconds(58_500);

        // The timer of a hole that was filled comes first in line.
        script.Open().Send(0, "REC").Send(4, "b").Send(3, "a");
        bench.WaitMilliseconds(800);
        script.Send(6, "d");
        bench.Tick(10_000);
        var times = bench.Facts.Headers.Where(h => h.Ordinal == bench.Ordinal).Select(h => (h.Time - PartitionBench.Start) / 1_000_000).ToArray();

        Assert.Equal([60_000, 60_300, 59_300], times.Distinct());
    }

    [Fact]
    public void IPv6_fragments_with_extension_headers_of_their_own_are_one_packet()
    {
        byte[] whole = [6, 0, 0, 0, 0, 0, 0, 0, .. Tcp(40000, 2575, 1, 0, TcpFlags.Ack, "REC over two fragments"u8)];
        Take(0, whole[..24], true);
        Take(24, whole[24..], false);

        Assert.Equal("REC over two fragments", _bench.Conversation.ToServer);

        void Take(int at, byte[] piece, bool more) =>
            _bench.Take(Ethernet(Ipv6Type, Ipv6("2001:db8::1", "2001:db8::2", 60, piece, null, FragmentHeader(1, at, more))));
    }

    [Fact]
    public void A_fragment_repeated_in_part_cuts_nothing_off_what_is_there()
    {
        var whole = Tcp(40000, 2575, 1, 0, TcpFlags.Ack, "REC all of it is here"u8);
        Take(whole[..32], 0, true, int.MaxValue);
        Take(whole[..32], 0, true, 14 + 20 + 22);
        Take(whole[32..], 32, false, int.MaxValue);

        Assert.Equal("REC all of it is here", _bench.Conversation.ToServer);

        void Take(byte[] piece, int at, bool more, int snap) => _bench.Take(
            Ethernet(Ipv4Type, Ipv4("10.0.0.1", "10.0.0.2", IpProtocol.Tcp, piece, id: 5, fragmentOffset: at, more: more)), snap);
    }
}
