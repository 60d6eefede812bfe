using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.Streams;

/// <summary>TCP put back in order.</summary>
public sealed class SegmentTests
{
    private const string Text = "REC abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly PartitionBench _bench = new();

    private TcpScript Script => field ??= new TcpScript(_bench);

    [Fact]
    public void Bytes_cut_into_segments_anywhere_arrive_as_they_were_sent()
    {
        for (var first = 1; first < Text.Length - 1; first++)
        {
            for (var second = first + 1; second < Text.Length; second++)
            {
                var bench = new PartitionBench();
                new TcpScript(bench).Open().Send(0, Text[..first]).Send(first, Text[first..second]).Send(second, Text[second..]).Close();

                Assert.Equal(Text + "<fin>", bench.Conversation.ToServer);
            }
        }
    }

    [Fact]
    public void Segments_arrive_in_order_whatever_order_they_came_in()
    {
        var random = new Random(5);
        for (var n = 0; n < 500; n++)
        {
            var bench = new PartitionBench();
            var script = new TcpScript(bench, clientStart: (uint)random.Next(), serverStart: (uint)random.Next()).Open();
            var places = Enumerable.Range(0, Text.Length / 4).Select(i => i * 4).ToArray();
            random.Shuffle(places);
            foreach (var place in places)
            {
                script.Send(place, Text.Substring(place, 4));
            }

            script.Close();
            Assert.Equal(Text + "<fin>", bench.Conversation.ToServer);
            Assert.Equal(0, bench.Finish().Counters.Gaps);
        }
    }

    [Fact]
    public void Duplicates_are_delivered_once_and_counted_as_retransmissions()
    {
        Script.Open().Send(0, "REC").Send(0, "REC").Send(3, "ab").Send(5, "cd").Send(3, "abcd").Send(3, "ab").Close();
        _bench.Finish();

        Assert.Equal("RECabcd<fin>", _bench.Conversation.ToServer);
        Assert.Equal(3, _bench.Ended.Single().Retransmissions);
        Assert.Equal(0, _bench.Counters.Conflicts);
    }

    [Fact]
    public void Of_overlapping_segments_in_order_the_first_copy_of_a_byte_wins()
    {
        Script.Open().Send(0, "RECabc").Send(4, "XXdef").Close();

        Assert.Equal("RECabcdef<fin>", _bench.Conversation.ToServer);
    }

    [Fact]
    public void Of_overlapping_segments_behind_a_hole_the_first_copy_of_a_byte_wins()
    {
        Script.Open().Send(0, "REC").Send(7, "EFG").Send(5, "xxxxxxx").Send(4, "yyyyyyyyyyy").Send(3, "3").Close();

        Assert.Equal("REC" + "3" + "y" + "xx" + "EFG" + "xx" + "yyy" + "<fin>", _bench.Conversation.ToServer);
    }

    [Fact]
    public void A_segment_that_covers_several_held_ones_fills_what_is_between_them()
    {
        Script.Open().Send(0, "REC").Send(5, "22").Send(9, "44").Send(13, "66").Send(4, "1..33..55..77").Send(3, "0").Close();

        Assert.Equal("REC0" + "1" + "22" + "33" + "44" + "55" + "66" + "77" + "<fin>", _bench.Conversation.ToServer);
    }

    [Theory]
    [InlineData(0xFFFF_FFFFu)]
    [InlineData(0xFFFF_FFF0u)]
    [InlineData(0x7FFF_FFF0u)]
    [InlineData(0u)]
    public void Sequence_numbers_wrap_around(uint start)
    {
        new TcpScript(_bench, clientStart: start, serverStart: start).Open()
            .Send(0, Text[..10]).Send(20, Text[20..30]).Send(10, Text[10..20]).Send(30, Text[30..]).Send(12, Text[12..31])
            .Reply(0, "hello").Close();
        _bench.Finish();

        Assert.Equal(Text + "<fin>", _bench.Conversation.ToServer);
        Assert.Equal("hello<fin>", _bench.Conversation.ToClient);
        Assert.Equal(0, _bench.Counters.Gaps);
    }

    [Fact]
    public void A_flow_is_picked_up_in_mid_stream()
    {
        Script.Send(5000, "REC from here on").Reply(700, "and the answer").Close();

        Assert.Equal("REC from here on<fin>", _bench.Conversation.ToServer);
        Assert.Equal("and the answer<fin>", _bench.Conversation.ToClient);
        Assert.True(_bench.Conversation.MidStream);
        Assert.False(_bench.Finish().Ended.Single().SynSeen);
    }

    [Fact]
    public void In_mid_stream_a_later_segment_may_be_the_first_that_is_recognised()
    {
        Script.Send(5000, "the end of something").Send(5020, "more of it").Send(5030, "REC a new message").Send(5047, "!");

        Assert.Equal("REC a new message!", _bench.Conversation.ToServer);
        Assert.True(_bench.Conversation.MidStream);
    }

    [Fact]
    public void After_a_loss_at_the_start_a_later_segment_may_be_the_first_that_is_recognised()
    {
        Script.Open().Acknowledge(100).Send(100, "garbage").Send(107, "REC found").Tick(51);

        Assert.Equal("REC found", _bench.Conversation.ToServer);
        Assert.True(_bench.Conversation.MidStream);
    }

    [Fact]
    public void What_begins_as_something_else_after_a_handshake_stays_nobodys()
    {
        Script.Open().Send(0, "GET / HTTP/1.1").Send(14, "REC too late").Close();
        _bench.Finish();

        Assert.Empty(_bench.Protocol.Conversations);
        Assert.Equal(1, _bench.Counters.FlowsTcp);
        Assert.Equal(0, _bench.Partition.LentBytes);
    }

    [Fact]
    public void Either_direction_may_be_the_one_that_is_recognised()
    {
        Script.Open().Reply(0, "REC banner").Send(0, "no magic here").Close();

        Assert.Equal("REC banner<fin>", _bench.Conversation.ToClient);
        Assert.Equal("no magic here<fin>", _bench.Conversation.ToServer);
    }

    [Fact]
    public void What_the_other_direction_said_before_recognition_is_missing()
    {
        Script.Open().Send(0, "nothing known").Reply(0, "REC banner").Send(13, "then this").Close();

        Assert.Equal("<13 lost>then this<fin>", _bench.Conversation.ToServer);
    }

    [Fact]
    public void What_the_other_direction_said_is_kept_while_it_could_still_be_recognised()
    {
        Script.Open().Send(0, "RE").Reply(0, "REC banner").Send(2, "sume").Close();

        Assert.Equal("RESume<fin>".Replace('S', 's'), _bench.Conversation.ToServer);
    }

    [Fact]
    public void A_conversation_of_which_one_direction_was_captured_is_followed_and_ends()
    {
        Script.Segment(Direction.ToServer, -1, [], TcpFlags.Syn);
        Script.Send(0, "REC one").Send(7, " side").Fin(12);
        _bench.Finish();

        Assert.Equal("REC one side<fin>", _bench.Conversation.ToServer);
        Assert.Equal("<endofinput>", _bench.Conversation.ToClient);
        Assert.Equal(Quality.OneSided, _bench.Facts.WithHeaders<FlowEnded>().Single().Header.Quality);
        Assert.Equal(0, _bench.Protocol.Unreturned);
    }

    [Fact]
    public void A_SYN_with_a_new_sequence_start_begins_a_new_flow()
    {
        Script.Open().Send(0, "REC old");
        new TcpScript(_bench, clientStart: 77_777, serverStart: 88_888).Open().Send(0, "REC new").Close();
        _bench.Finish();

        Assert.Equal(["REC old<evicted>", "REC new<fin>"], _bench.Protocol.Conversations.Select(c => c.ToServer));
        Assert.Equal([FlowEndReason.Replaced, FlowEndReason.Closed], _bench.Ended.Select(f => f.Reason));
        Assert.Equal(2, _bench.Counters.FlowsTcp);
        Assert.Equal(2, _bench.Protocol.Conversations.Select(c => c.Flow.Id).Distinct().Count());
    }

    [Fact]
    public void A_repeated_SYN_is_the_same_flow()
    {
        Script.Segment(Direction.ToServer, -1, [], TcpFlags.Syn);
        Script.Open().Open().Send(0, "REC").Open().Send(3, "!").Close();

        Assert.Equal("REC!<fin>", _bench.Conversation.ToServer);
        Assert.Equal(1, _bench.Counters.FlowsTcp);
    }

    [Fact]
    public void Data_in_a_SYN_is_the_first_of_the_stream()
    {
        Script.Segment(Direction.ToServer, -1, "REC"u8, TcpFlags.Syn);
        Script.Send(3, " fast open");

        Assert.Equal("REC fast open", _bench.Conversation.ToServer);
    }

    [Fact]
    public void Data_in_a_FIN_is_the_last_of_the_stream()
    {
        Script.Open().Send(0, "REC");
        Script.Segment(Direction.ToServer, 3, " bye"u8, TcpFlags.Fin | TcpFlags.Ack);

        Assert.Equal("REC bye<fin>", _bench.Conversation.ToServer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    public void Keep_alives_change_nothing(string garbage)
    {
        Script.Open().Send(0, "REC abc");
        for (var i = 0; i < 10; i++)
        {
            Script.Wait(1000).Send(6, garbage);
        }

        Script.Send(7, "def").Close();
        _bench.Finish();

        Assert.Equal("REC abcdef<fin>", _bench.Conversation.ToServer);
        Assert.Equal((0, 0), (_bench.Counters.Gaps, _bench.Counters.Conflicts));
    }

    [Fact]
    public void Data_after_a_FIN_is_not_delivered()
    {
        Script.Open().Send(0, "REC abc").Fin(7).Send(7, "ghost").Send(8, "ghosts").Reply(0, "still here");
        _bench.Finish();

        Assert.Equal("REC abc<fin>", _bench.Conversation.ToServer);
        Assert.Equal("still here<endofinput>", _bench.Conversation.ToClient);
    }

    [Fact]
    public void A_FIN_that_comes_before_the_last_bytes_waits_for_them()
    {
        Script.Open().Send(0, "REC").Fin(9);
        Assert.Equal("REC", _bench.Conversation.ToServer);
        Script.Send(6, "def").Send(3, "abc");

        Assert.Equal("RECabcdef<fin>", _bench.Conversation.ToServer);
    }

    [Fact]
    public void A_FIN_repeated_ends_a_direction_once()
    {
        Script.Open().Send(0, "REC").Fin(3).Fin(3).Fin(3);

        Assert.Equal("REC<fin>", _bench.Conversation.ToServer);
    }

    [Fact]
    public void A_reset_within_the_window_ends_both_directions()
    {
        Script.Open().Send(0, "REC").Reply(0, "ok").Reset(3);

        Assert.Equal("REC<reset>", _bench.Conversation.ToServer);
        Assert.Equal("ok<reset>", _bench.Conversation.ToClient);
        Assert.Equal(0, _bench.Protocol.Unreturned);
        Assert.Equal(FlowEndReason.Reset, _bench.Finish().Ended.Single().Reason);
    }

    [Theory]
    [InlineData(50_000_000)]
    [InlineData(-50_000_000)]
    [InlineData(2_000_000_000)]
    public void A_reset_far_outside_the_window_is_ignored(long offset)
    {
        Script.Open().Send(0, "REC").Reset(offset).Send(3, " goes on").Close();

        Assert.Equal("REC goes on<fin>", _bench.Conversation.ToServer);
        Assert.Equal(FlowEndReason.Closed, _bench.Finish().Ended.Single().Reason);
    }

    [Fact]
    public void A_reset_delivers_what_is_held_and_declares_its_holes()
    {
        Script.Open().Send(0, "REC").Send(10, "held").Send(20, "too").Reset(23);

        Assert.Equal("REC<7 lost>held<6 lost>too<reset>", _bench.Conversation.ToServer);
    }

    [Fact]
    public void The_end_of_input_delivers_what_is_held_and_declares_its_holes()
    {
        Script.Open().Send(0, "REC").Send(10, "held").Acknowledge(30);
        _bench.Finish();

        Assert.Equal("REC<7 lost>held<16 lost><endofinput>", _bench.Conversation.ToServer);
        Assert.Equal((2, 23), (_bench.Counters.Gaps, _bench.Counters.GapBytes));
    }

    [Fact]
    public void A_conversation_is_returned_once_both_directions_have_ended()
    {
        Script.Open().Send(0, "REC").Fin(3);
        Assert.Equal(1, _bench.Protocol.Unreturned);
        Script.Fin(0, Direction.ToClient);

        Assert.Equal(0, _bench.Protocol.Unreturned);
        Assert.Equal("<fin>", _bench.Conversation.ToClient);
    }

    [Fact]
    public void Held_bytes_carry_the_time_of_their_own_packet()
    {
        Script.Open().Send(0, "REC").Wait(5).Send(4, "b").Wait(5).Send(3, "a");
        var sent = _bench.Conversation.Times(Direction.ToServer).Select(m => (m.Time - PartitionBench.Start) / 1_000_000);

        Assert.Equal([0, 10, 5], sent);
        Assert.Equal([4, 6, 5], _bench.Conversation.Times(Direction.ToServer).Select(m => m.Ordinal));
    }

    [Fact]
    public void Segments_that_the_snap_length_cut_are_cut_not_lost()
    {
        const int Headers = 14 + 20 + 20;
        Script.Open().Send(0, "REC abcdef", snapLength: Headers + 5).Send(10, "next").Send(14, "gone", snapLength: Headers).Close();
        _bench.Finish();

        Assert.Equal("REC a<5 cut>next<4 cut><fin>", _bench.Conversation.ToServer);
        Assert.Equal((9, 0), (_bench.Counters.CutBytes, _bench.Counters.Gaps));
        Assert.Equal(Quality.Cut, _bench.Facts.WithHeaders<FlowEnded>().Single().Header.Quality);
    }

    [Fact]
    public void A_cut_segment_held_behind_a_hole_is_still_cut_when_its_turn_comes()
    {
        Script.Open().Send(0, "REC").Send(6, "def", snapLength: 14 + 20 + 20 + 1).Send(3, "abc").Send(9, "!");

        Assert.Equal("RECabcd<2 cut>!", _bench.Conversation.ToServer);
    }

    [Fact]
    public void A_cut_first_segment_is_recognised_by_what_there_is_of_it()
    {
        Script.Open().Send(0, "REC abcdef", snapLength: 14 + 20 + 20 + 3);

        Assert.Equal("REC<7 cut>", _bench.Conversation.ToServer);
    }

    [Fact]
    public void A_flow_counts_packets_and_bytes_of_each_direction_and_its_times()
    {
        Script.Open().Wait(100).Send(0, "REC").Reply(0, "12345").Wait(900).Close();
        var flow = _bench.Finish().Ended.Single();

        Assert.Equal((4, 3), (flow.PacketsToServer, flow.PacketsToClient));
        Assert.Equal((54 * 4 + 3, 54 * 3 + 5), (flow.BytesToServer, flow.BytesToClient));
        Assert.Equal(1_000_000_000, flow.EndTime - flow.StartTime);
        Assert.Equal((FlowStage.Closed, FlowEndReason.Closed, true, true), (flow.Stage, flow.Reason, flow.Tcp, flow.SynSeen));
    }

    [Fact]
    public void Bytes_of_any_value_arrive_unchanged()
    {
        byte[] all = [.. "REC"u8, .. Enumerable.Range(0, 256).Select(i => (byte)i)];
        Script.Open().Send(0, all.AsSpan(0, 100)).Send(100, all.AsSpan(100));

        Assert.Equal(Encoding.Latin1.GetString(all), _bench.Conversation.ToServer);
    }
}
