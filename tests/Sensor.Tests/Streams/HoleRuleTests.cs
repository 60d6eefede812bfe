using Sensor.Dissectors.Contract;
using Sensor.Tests.Support;

namespace Sensor.Tests.Streams;

/// <summary>When a hole is declared lost: each clause of the rule, to the segment and the nanosecond.</summary>
public sealed class HoleRuleTests
{
    private const string Before = "REC";
    private const string After = "REC<3 lost>";

    private readonly PartitionBench _bench = new();

    private TcpScript Script => field ??= new TcpScript(_bench).Open();

    private string Heard => _bench.Conversation.ToServer;

    [Fact]
    public void An_acknowledged_hole_is_lost_with_the_third_segment_after_the_acknowledgement()
    {
        Script.Send(0, "REC").Send(6, "a").Send(7, "b").Send(8, "c").Send(9, "d").Acknowledge(9).Send(10, "e").Send(11, "f");
        Assert.Equal(Before, Heard);
        Script.Send(12, "g");

        Assert.Equal(After + "abcdefg", Heard);
    }

    [Fact]
    public void An_acknowledgement_seen_before_the_hole_counts_as_well()
    {
        Script.Send(0, "REC").Acknowledge(20).Send(6, "a").Send(7, "b").Send(8, "c");
        Assert.Equal(Before, Heard);
        Script.Send(9, "d");

        Assert.Equal(After + "abcd", Heard);
    }

    [Fact]
    public void An_acknowledgement_of_bytes_before_the_hole_is_not_one_past_it()
    {
        Script.Send(0, "REC").Send(6, "a").Acknowledge(3).Tick(60).Send(7, "b").Send(8, "c").Send(9, "d").Send(10, "e");
        Assert.Equal(Before, Heard);
        Script.Send(3, "!!!");

        Assert.Equal("REC!!!abcde", Heard);
    }

    [Fact]
    public void The_third_segment_may_be_the_one_that_fills_the_hole()
    {
        Script.Send(0, "REC").Send(6, "a").Acknowledge(7).Send(7, "b").Send(8, "c").Send(3, "!!!");

        Assert.Equal("REC!!!abc", Heard);
    }

    [Fact]
    public void An_acknowledged_hole_is_lost_50_ms_after_the_acknowledgement()
    {
        Script.Send(0, "REC").Send(6, "a").Tick(500).Acknowledge(7).Tick(49.999_999);
        Assert.Equal(Before, Heard);
        Script.Tick(0.000_001);

        Assert.Equal(After + "a", Heard);
        Assert.Equal(PartitionBench.Start + 550_000_000, _bench.Conversation.Times(Direction.ToServer).ElementAt(1).Time);
    }

    [Fact]
    public void The_deadline_is_the_holes_however_late_the_next_packet_comes()
    {
        Script.Send(0, "REC").Send(6, "a").Acknowledge(7).Tick(30_000);

        Assert.Equal(PartitionBench.Start + 50_000_000, _bench.Conversation.Times(Direction.ToServer).ElementAt(1).Time);
    }

    [Fact]
    public void A_hole_acknowledged_beforehand_is_lost_50_ms_after_it_shows()
    {
        Script.Send(0, "REC").Acknowledge(7).Send(6, "a").Tick(49.999_999);
        Assert.Equal(Before, Heard);
        Script.Tick(0.000_001);

        Assert.Equal(After + "a", Heard);
    }

    [Fact]
    public void A_repeated_acknowledgement_does_not_put_the_deadline_off()
    {
        Script.Send(0, "REC").Send(6, "a").Acknowledge(7).Tick(30).Acknowledge(7).Tick(19).Acknowledge(8);
        Assert.Equal(Before, Heard);
        Script.Tick(1);

        Assert.Equal(After + "a", Heard);
    }

    [Fact]
    public void Without_an_acknowledgement_a_hole_is_lost_after_64_more_segments()
    {
        Script.Send(0, "REC").Send(6, "a");
        for (var i = 0; i < 63; i++)
        {
            Script.Send(7 + i, "b");
        }

        Assert.Equal(Before, Heard);
        Script.Send(70, "c");

        Assert.Equal(After + "a" + new string('b', 63) + "c", Heard);
    }

    [Fact]
    public void Without_an_acknowledgement_a_hole_is_lost_at_256_KiB_held()
    {
        var piece = new string('x', 16 * 1024);
        Script.Send(0, "REC");
        for (var i = 0; i < 15; i++)
        {
            Script.Send(6 + (i * piece.Length), piece);
        }

        Script.Send(6 + (15 * piece.Length), piece[1..]);
        Assert.Equal(Before, Heard);
        Script.Send(5 + (16 * piece.Length), "x");

        Assert.Equal(After.Length + (256 * 1024), Heard.Length);
    }

    [Fact]
    public void Without_an_acknowledgement_a_hole_is_lost_after_a_second()
    {
        Script.Send(0, "REC").Send(6, "a").Tick(999.999_999);
        Assert.Equal(Before, Heard);
        Script.Tick(0.000_001);

        Assert.Equal(After + "a", Heard);
        Assert.Equal(PartitionBench.Start + 1_000_000_000, _bench.Conversation.Times(Direction.ToServer).ElementAt(1).Time);
    }

    [Fact]
    public void A_hole_that_was_filled_leaves_no_timer_for_the_next_one()
    {
        Script.Send(0, "REC").Send(4, "b").Tick(900).Send(3, "a").Send(6, "d").Tick(999);
        Assert.Equal("RECab", Heard);
        Script.Send(5, "c");

        Assert.Equal("RECabcd", Heard);
    }

    [Fact]
    public void Each_hole_has_a_count_of_its_own()
    {
        Script.Send(0, "REC").Acknowledge(30).Send(6, "a").Send(10, "b").Send(11, "c").Send(12, "d");
        Assert.Equal(After + "a", Heard);
        Script.Send(13, "e").Send(14, "f");
        Assert.Equal(After + "a", Heard);
        Script.Send(15, "g");

        Assert.Equal(After + "a<3 lost>bcdefg", Heard);
    }

    [Fact]
    public void A_segment_that_comes_after_its_loss_was_declared_is_not_delivered()
    {
        Script.Send(0, "REC").Send(6, "abc").Tick(1001).Send(3, "!!!").Send(9, "d");

        Assert.Equal(After + "abcd", Heard);
    }

    [Fact]
    public void A_segment_that_comes_after_its_loss_was_declared_brings_the_bytes_that_are_still_new()
    {
        Script.Send(0, "REC").Send(6, "abc").Tick(1001).Send(3, "!!!abcdef");

        Assert.Equal(After + "abcdef", Heard);
    }

    [Fact]
    public void Lost_bytes_are_counted_by_flow_and_by_partition()
    {
        Script.Send(0, "REC").Send(6, "a").Send(17, "b").Tick(1001).Tick(1001).Close();
        var flow = _bench.Finish().Ended.Single();

        Assert.Equal(After + "a<10 lost>b<fin>", Heard);
        Assert.Equal((2, 13L), (flow.Gaps, flow.GapBytes));
        Assert.Equal((2L, 13L), (_bench.Counters.Gaps, _bench.Counters.GapBytes));
        Assert.Equal(Quality.Gap, _bench.Facts.WithHeaders<Sensor.Streams.FlowEnded>().Single().Header.Quality);
    }

    [Fact]
    public void The_two_directions_wait_for_their_own_holes_only()
    {
        Script.Send(0, "REC").Send(6, "late").Reply(0, "go on").Reply(5, "!");

        Assert.Equal("go on!", _bench.Conversation.ToClient);
        Assert.Equal(Before, Heard);
    }
}
