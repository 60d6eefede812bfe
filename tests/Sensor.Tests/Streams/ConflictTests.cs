using Sensor.Dissectors.Contract;
using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.Streams;

/// <summary>The same sequence range with other bytes is a fact.</summary>
public sealed class ConflictTests
{
    private readonly PartitionBench _bench = new();

    private TcpScript Script => field ??= new TcpScript(_bench).Open().Send(0, "REC");

    [Fact]
    public void A_changed_retransmission_of_delivered_bytes_is_a_conflict()
    {
        Script.Send(3, "abc").Send(3, "aXc");
        var (header, fact) = Assert.Single(_bench.Facts.WithHeaders<StreamConflict>());

        Assert.Equal((3, 6L, Endpoint.Client), (fact.Bytes, header.Ordinal, header.Actor));
        Assert.Equal("RECabc", _bench.Conversation.ToServer);
        Assert.Equal(1, _bench.Finish().Ended.Single().Conflicts);
    }

    [Fact]
    public void A_changed_retransmission_of_the_server_is_its_conflict()
    {
        Script.Reply(0, "abc").Reply(0, "abX");

        Assert.Equal(Endpoint.Server, Assert.Single(_bench.Facts.WithHeaders<StreamConflict>()).Header.Actor);
    }

    [Fact]
    public void A_changed_retransmission_of_held_bytes_is_a_conflict()
    {
        Script.Send(6, "def").Send(6, "dXf").Send(3, "abc");

        Assert.Equal(3, Assert.Single(_bench.Facts.Of<StreamConflict>()).Bytes);
        Assert.Equal("RECabcdef", _bench.Conversation.ToServer);
    }

    [Fact]
    public void Held_bytes_are_compared_where_they_overlap()
    {
        Script.Send(6, "def").Send(5, "cde").Send(7, "efg").Send(4, "bcdeX");

        Assert.Equal(3, Assert.Single(_bench.Facts.Of<StreamConflict>()).Bytes);
    }

    [Fact]
    public void The_same_bytes_again_are_no_conflict()
    {
        Script.Send(3, "abc").Send(3, "abc").Send(9, "ghi").Send(9, "ghi").Send(8, "fghij").Send(6, "def");

        Assert.Empty(_bench.Facts.Of<StreamConflict>());
        Assert.Equal("RECabcdefghij", _bench.Conversation.ToServer);
    }

    [Fact]
    public void The_last_eight_delivered_segments_are_compared()
    {
        for (var i = 0; i < 9; i++)
        {
            Script.Send(3 + i, "x");
        }

        Script.Send(3, "!!"[..1]);
        Assert.Empty(_bench.Facts.Of<StreamConflict>());
        Script.Send(4, "!");

        Assert.Single(_bench.Facts.Of<StreamConflict>());
    }

    [Fact]
    public void Skipped_bytes_are_not_compared()
    {
        var bench = new PartitionBench(new RecordingProtocol { Answers = _ => static (d, data, in at) => Step.SkipAfter(data.Length, 1000) });
        new TcpScript(bench).Open().Send(0, "REC").Send(3, new byte[500]).Send(3, "X" + new string('\0', 499));

        Assert.Empty(bench.Facts.Of<StreamConflict>());
    }

    [Fact]
    public void Sixteen_conflicts_of_a_direction_are_told_and_all_are_counted()
    {
        Script.Send(3, "abc");
        for (var i = 0; i < 100; i++)
        {
            Script.Send(3, "abX");
        }

        _bench.Finish();
        Assert.Equal(StreamConflict.MaxPerDirection, _bench.Facts.Of<StreamConflict>().Count);
        Assert.Equal(100, _bench.Counters.Conflicts);
    }

    [Fact]
    public void A_retransmission_cut_by_the_snap_length_is_not_taken_for_a_change()
    {
        Script.Send(3, "abcdef").Send(3, "abcdef", snapLength: 14 + 20 + 20 + 2);

        Assert.Empty(_bench.Facts.Of<StreamConflict>());
    }
}
