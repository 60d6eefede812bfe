using Sensor.Dissectors.Contract;
using Sensor.Tests.Support;

namespace Sensor.Tests.Streams;

/// <summary>Bytes that a dissector does not want to see cost nothing, whether they come, come late, are cut or never come.</summary>
public sealed class SkipTests
{
    private const int Skipped = 10_000;
    private const int End = 3 + Skipped;
    private const string Start = "REC<10000 skipped>";

    private readonly PartitionBench _bench = new(new RecordingProtocol { Answers = _ => SkipAfterMagic });

    private TcpScript Script => field ??= new TcpScript(_bench).Open().Send(0, "REC");

    private string Heard => _bench.Conversation.ToServer;

    [Fact]
    public void Skipped_bytes_are_not_shown()
    {
        Script.Send(3, new byte[Skipped / 2]).Send(3 + (Skipped / 2), new byte[Skipped / 2]).Send(End, "after");

        Assert.Equal(Start + "after", Heard);
        Assert.Equal(["REC", "after"], _bench.Conversation.Offered(Direction.ToServer));
    }

    [Fact]
    public void A_segment_may_hold_the_skipped_bytes_and_what_is_before_and_after_them()
    {
        var bench = new PartitionBench(new RecordingProtocol { Answers = _ => SkipAfterMagic });
        new TcpScript(bench).Open().Send(0, "REC" + new string('s', Skipped) + "after");

        Assert.Equal(Start + "after", bench.Conversation.ToServer);
    }

    [Fact]
    public void A_gap_inside_skipped_bytes_is_passed_over_at_once()
    {
        Script.Send(3, new byte[1000]).Send(5003, new byte[5000]).Send(End, "after");

        Assert.Equal(Start + "after", Heard);
        Assert.Equal(0, _bench.Partition.LentBytes);
        _bench.Finish();
        Assert.Equal((1L, 4000L), (_bench.Counters.Gaps, _bench.Counters.GapBytes));
    }

    [Fact]
    public void A_gap_that_takes_all_skipped_bytes_is_passed_over_at_once()
    {
        Script.Send(End, "after");

        Assert.Equal(Start + "after", Heard);
    }

    [Fact]
    public void A_late_segment_is_taken_off_the_gap_again()
    {
        Script.Send(3, new byte[1000]).Send(5003, new byte[5000]).Send(1003, new byte[4000]).Send(End, "after");

        Assert.Equal(Start + "after", Heard);
        _bench.Finish();
        Assert.Equal((0L, 0L), (_bench.Counters.Gaps, _bench.Counters.GapBytes));
    }

    [Fact]
    public void A_late_segment_may_fill_part_of_a_gap()
    {
        Script.Send(3, new byte[1000]).Send(5003, new byte[5000]).Send(2003, new byte[1000]).Send(End, "after");
        _bench.Finish();

        Assert.Equal((1L, 3000L), (_bench.Counters.Gaps, _bench.Counters.GapBytes));
    }

    [Fact]
    public void Reordered_segments_within_skipped_bytes_leave_no_gap()
    {
        for (var pair = 0; pair < 10; pair++)
        {
            Script.Send(3 + (pair * 1000) + 500, new byte[500]).Send(3 + (pair * 1000), new byte[500]);
        }

        Script.Send(End, "after").Close();
        _bench.Finish();

        Assert.Equal(Start + "after<fin>", Heard);
        Assert.Equal((0L, 0L), (_bench.Counters.Gaps, _bench.Counters.GapBytes));
    }

    [Fact]
    public void A_gap_that_reaches_beyond_the_skipped_bytes_is_missing_only_beyond_them()
    {
        Script.Send(3, new byte[1000]).Acknowledge(End + 100).Send(End + 50, "a").Send(End + 51, "b").Send(End + 52, "c");
        Assert.Equal(Start, Heard);
        Script.Send(End + 53, "d");

        Assert.Equal(Start + "<50 lost>abcd", Heard);
    }

    [Fact]
    public void Bytes_cut_off_inside_skipped_ones_are_not_missing()
    {
        Script.Send(3, new byte[Skipped], snapLength: 100).Send(End, "after");
        _bench.Finish();

        Assert.Equal(Start + "after<endofinput>", Heard);
        Assert.Equal(Skipped - 46, _bench.Counters.CutBytes);
    }

    [Fact]
    public void A_segment_cut_across_the_end_of_the_skipped_bytes_is_missing_only_beyond_them()
    {
        Script.Send(3, new byte[Skipped + 70], snapLength: 100).Send(End + 70, "after");

        Assert.Equal(Start + "<70 cut>after", Heard);
    }

    [Fact]
    public void A_FIN_inside_skipped_bytes_ends_the_direction()
    {
        Script.Send(3, new byte[1000]).Fin(1003);

        Assert.Equal(Start + "<fin>", Heard);
    }

    [Fact]
    public void A_skip_may_be_longer_than_any_sequence_space()
    {
        var bench = new PartitionBench(new RecordingProtocol { Answers = _ => static (d, data, in at) => Step.SkipAfter(data.Length, long.MaxValue / 4) });
        var script = new TcpScript(bench, clientStart: 0xF000_0000).Open().Send(0, "REC");
        for (long at = 3; at < 6_000_000_000; at += 1_000_000_000)
        {
            script.Send(at, "x");
        }

        bench.Finish();
        Assert.Equal("REC<2305843009213693951 skipped><endofinput>", bench.Conversation.ToServer);
    }

    private static Step SkipAfterMagic(Direction direction, ReadOnlySpan<byte> data, in Moment at) =>
        data.StartsWith("REC"u8) ? Step.SkipAfter(3, Skipped) : Step.Done(data.Length);
}
