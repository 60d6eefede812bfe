using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.Streams;

/// <summary>What a partition says of its flows while they last.</summary>
public sealed class TrafficSampleTests
{
    private readonly PartitionBench _bench = new();

    private TcpScript Script => field ??= new TcpScript(_bench).Open();

    [Fact]
    public void A_flow_says_every_5_seconds_what_went_by_and_at_its_end_the_rest()
    {
        Script.Send(0, "REC").Tick(5000).Send(3, "abc").Send(6, "abc").Tick(5000).Tick(60_000).Send(9, "d");
        _bench.Finish();

        var told = _bench.Facts.Of<FlowProgress>();
        Assert.Equal([(4L, true), (2L, false)], told.Select(p => (p.Amount.Packets, p.IsFirst)));
        var end = _bench.Ended.Single();
        Assert.Equal(1, end.Untold.PacketsToServer);
        Assert.Equal(end.BytesToServer, told.Sum(p => p.Amount.BytesToServer) + end.Untold.BytesToServer);
        Assert.Equal(end.BytesToClient, told.Sum(p => p.Amount.BytesToClient) + end.Untold.BytesToClient);
    }

    [Fact]
    public void A_flow_that_took_the_place_of_one_that_ended_tells_only_its_own()
    {
        Script.Send(0, "REC").Reset(3);
        new TcpScript(_bench, clientStart: 77_000, serverStart: 1).Open().Send(0, "RE").Tick(5000);
        _bench.Finish();

        Assert.Equal([(4L, true)], _bench.Facts.Of<FlowProgress>().Select(p => (p.Amount.Packets, p.IsFirst)));
        Assert.Equal([5L, 0L], _bench.Ended.Select(e => e.Untold.Packets));
    }

    [Fact]
    public void Nobody_who_is_not_answered_is_told_of_before_the_end()
    {
        for (ushort port = 1; port <= 200; port++)
        {
            _bench.Take(PacketBuilder.UdpFrame("10.0.0.1", 40_000, "10.0.0.2", port));
        }

        _bench.Tick(5000);
        Assert.Empty(_bench.Facts.Of<FlowProgress>());
    }

    [Fact]
    public void A_partition_says_what_it_counted_and_all_of_it_by_the_end()
    {
        Script.Send(0, "REC").Tick(5000).Tick(5000).Send(3, "abc");
        _bench.Finish();

        var samples = _bench.Facts.Of<PartitionSample>();
        Assert.Equal(_bench.Counters.Packets, samples.Sum(s => s.Packets));
        Assert.Equal(_bench.Counters.Bytes, samples.Sum(s => s.Bytes));
        Assert.Equal(1, samples.Sum(s => s.Flows));
        Assert.True(samples.Count >= 2);
        Assert.All(samples, s => Assert.NotEqual(0, s.Packets));
    }
}
