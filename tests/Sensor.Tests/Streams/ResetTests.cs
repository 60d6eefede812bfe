using Sensor.Dissectors.Contract;
using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.Streams;

/// <summary>Resets, honest and forged, and what comes after them.</summary>
public sealed class ResetTests
{
    private readonly PartitionBench _bench = new();

    private TcpScript Script => field ??= new TcpScript(_bench).Open();

    [Fact]
    public void What_was_under_way_when_the_peer_reset_the_connection_is_not_delivered()
    {
        Script.Send(0, "REC").Reset(0, Direction.ToClient).Send(3, "late").Send(7, "later");
        _bench.Finish();

        Assert.Equal("REC<reset>", _bench.Conversation.ToServer);
        Assert.Equal(FlowEndReason.Reset, Assert.Single(_bench.Ended).Reason);
    }

    [Fact]
    public void What_the_resetting_side_sent_before_and_comes_after_does_not_open_the_connection_again()
    {
        Script.Send(0, "REC").Reset(7).Send(3, "late");
        _bench.Finish();

        Assert.Equal("REC<reset>", _bench.Conversation.ToServer);
        Assert.Equal(FlowEndReason.Reset, Assert.Single(_bench.Ended).Reason);
    }

    /// <summary>Else one forged packet would hide the rest of a connection.</summary>
    [Fact]
    public void A_side_that_sends_more_after_its_own_reset_has_not_reset_the_connection()
    {
        Script.Send(0, "REC old").Reset(7).Send(7, " rest").Send(12, "REC new").Reply(0, "answer").Close();
        _bench.Finish();

        Assert.Equal(["REC old<reset>", "REC new<fin>"], _bench.Protocol.Conversations.Select(c => c.ToServer));
        Assert.Equal("answer<fin>", _bench.Protocol.Conversations[1].ToClient);
        Assert.True(_bench.Protocol.Conversations[1].MidStream);
        Assert.Equal((FlowEndReason.Closed, 1L), (Assert.Single(_bench.Ended).Reason, _bench.Counters.FlowsTcp));
        Assert.Equal((0, 0L), (_bench.Protocol.Unreturned, _bench.Partition.LentBytes));
    }

    [Fact]
    public void A_connection_may_be_reset_once_more()
    {
        Script.Send(0, "REC old").Reset(7).Send(7, "REC new").Reset(14);
        _bench.Finish();

        Assert.Equal(["REC old<reset>", "REC new<reset>"], _bench.Protocol.Conversations.Select(c => c.ToServer));
        Assert.Equal(FlowEndReason.Reset, Assert.Single(_bench.Ended).Reason);
    }
}
