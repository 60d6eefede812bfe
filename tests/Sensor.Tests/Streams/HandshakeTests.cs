using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Tests.Support;

namespace Sensor.Tests.Streams;

/// <summary>Where a connection begins when packets of its handshake are late, lost, or those of another connection between the same ports.</summary>
public sealed class HandshakeTests
{
    private readonly PartitionBench _bench = new();

    private TcpScript Script => field ??= new TcpScript(_bench);

    [Fact]
    public void A_SYN_that_comes_after_the_first_bytes_does_not_begin_another_flow()
    {
        Script.SynAck().Send(0, "REC one").Segment(Direction.ToServer, -1, [], TcpFlags.Syn);
        Script.Send(7, " two").Close();

        Assert.Equal("REC one two<fin>", _bench.Conversation.ToServer);
        Assert.Equal(1, _bench.Finish().Counters.FlowsTcp);
    }

    [Fact]
    public void A_late_SYN_of_a_connection_whose_other_direction_was_not_captured_does_not_begin_another_flow()
    {
        Script.Send(0, "REC one").Segment(Direction.ToServer, -1, [], TcpFlags.Syn);
        Script.Send(7, " two");

        Assert.Equal("REC one two", _bench.Conversation.ToServer);
        Assert.Equal(1, _bench.Counters.FlowsTcp);
    }

    [Fact]
    public void Without_the_SYN_its_answer_says_where_the_client_s_bytes_begin()
    {
        Script.SynAck().Send(4, "abc").Send(0, "REC ").Close();

        Assert.Equal("REC abc<fin>", _bench.Conversation.ToServer);
        Assert.False(_bench.Conversation.MidStream);
        Assert.Equal(0, _bench.Finish().Counters.Gaps);
    }

    [Fact]
    public void Without_the_SYN_s_answer_the_client_s_first_acknowledgement_says_where_the_server_s_bytes_begin()
    {
        Script.Segment(Direction.ToServer, -1, [], TcpFlags.Syn);
        Script.Send(0, "REC?").Reply(4, "abc").Reply(0, "REC ").Close();

        Assert.Equal("REC abc<fin>", _bench.Conversation.ToClient);
        Assert.Equal(0, _bench.Finish().Counters.Gaps);
    }

    [Fact]
    public void What_is_lost_with_the_SYN_is_a_gap_and_no_start_in_mid_stream()
    {
        Script.SynAck().Send(4, "REC found").Acknowledge(13).Tick(51);

        Assert.Equal("REC found", _bench.Conversation.ToServer);
        Assert.Equal((1, 4), (_bench.Finish().Counters.Gaps, _bench.Counters.GapBytes));
    }

    [Fact]
    public void A_direction_that_was_not_captured_is_no_gap()
    {
        Script.SynAck();
        Script.Acknowledge(5000).Reply(0, "REC one-sided").Acknowledge(9000);
        _bench.Finish();

        Assert.Equal((0, 0), (_bench.Counters.Gaps, _bench.Counters.GapBytes));
    }

    [Fact]
    public void A_port_used_again_is_a_new_flow_also_where_only_the_server_s_packets_were_captured()
    {
        Script.SynAck().Reply(0, "REC old").Fin(7, Direction.ToClient);
        new TcpScript(_bench, clientStart: 77_777, serverStart: 88_888).SynAck().Reply(0, "REC new").Fin(7, Direction.ToClient);
        _bench.Finish();

        Assert.Equal(["REC old<fin>", "REC new<fin>"], _bench.Protocol.Conversations.Select(c => c.ToClient));
        Assert.Equal(2, _bench.Counters.FlowsTcp);
    }

    [Fact]
    public void Two_ends_that_open_a_connection_at_the_same_time_have_one()
    {
        Script.Segment(Direction.ToServer, -1, [], TcpFlags.Syn);
        Script.Segment(Direction.ToClient, -1, [], TcpFlags.Syn);
        Script.Segment(Direction.ToServer, -1, [], TcpFlags.Syn | TcpFlags.Ack);
        Script.Segment(Direction.ToClient, -1, [], TcpFlags.Syn | TcpFlags.Ack);
        Script.Send(0, "REC both").Reply(0, "at once").Close();
        _bench.Finish();

        Assert.Equal(("REC both<fin>", "at once<fin>"), (_bench.Conversation.ToServer, _bench.Conversation.ToClient));
        Assert.Equal((1, 0), (_bench.Counters.FlowsTcp, _bench.Counters.Gaps));
    }
}
