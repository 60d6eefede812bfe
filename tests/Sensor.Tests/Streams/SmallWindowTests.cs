using Sensor.Tests.Support;

namespace Sensor.Tests.Streams;

/// <summary>Receivers with little room: a byte at a time, or none.</summary>
public sealed class SmallWindowTests
{
    private readonly PartitionBench _bench = new();

    private TcpScript Script => field ??= new TcpScript(_bench).Open();

    [Fact]
    public void A_stream_in_segments_of_one_byte_arrives_as_it_was_sent_also_out_of_order()
    {
        const string text = "REC a byte at a time";
        for (var at = 0; at < text.Length; at += 2)
        {
            Script.Send(at + 1, text.Substring(at + 1, 1)).Send(at, text.Substring(at, 1));
        }

        Script.Close();

        Assert.Equal(text + "<fin>", _bench.Conversation.ToServer);
        Assert.Equal(0, _bench.Finish().Counters.Gaps);
    }

    [Fact]
    public void Of_segments_of_one_byte_each_lost_one_is_a_hole_of_one()
    {
        Script.Send(0, "REC").Send(4, "b").Send(6, "d").Send(7, "e").Acknowledge(8).Tick(51).Tick(51).Close();

        Assert.Equal("REC<1 lost>b<1 lost>de<fin>", _bench.Conversation.ToServer);
        Assert.Equal((2, 2), (_bench.Finish().Counters.Gaps, _bench.Counters.GapBytes));
    }

    /// <summary>The receiver drops the byte, so it is sent again with what follows (RFC 9293 section 3.8.6.1).</summary>
    [Fact]
    public void The_byte_that_probes_a_closed_window_is_delivered_once()
    {
        Script.Send(0, "REC").Acknowledge(3);
        for (var probe = 0; probe < 5; probe++)
        {
            Script.Wait(1000).Send(3, "a").Acknowledge(3);
        }

        Script.Send(3, "abc").Close();
        _bench.Finish();

        Assert.Equal("RECabc<fin>", _bench.Conversation.ToServer);
        Assert.Equal((0, 0), (_bench.Counters.Gaps, _bench.Counters.Conflicts));
    }

    /// <summary>As Linux probes: with nothing, before what is acknowledged.</summary>
    [Fact]
    public void Probes_without_bytes_change_nothing()
    {
        Script.Send(0, "REC").Acknowledge(3).Wait(1000).Send(2, "").Acknowledge(3).Wait(1000).Send(2, "").Acknowledge(3).Send(3, "abc").Close();
        _bench.Finish();

        Assert.Equal("RECabc<fin>", _bench.Conversation.ToServer);
        Assert.Equal((0, 0), (_bench.Counters.Gaps, _bench.Ended.Single().Retransmissions));
    }
}
