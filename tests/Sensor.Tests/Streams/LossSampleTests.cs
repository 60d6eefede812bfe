using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.Streams;

/// <summary>What a partition says of its loss while its flows last.</summary>
public sealed class LossSampleTests
{
    private readonly PartitionBench _bench = new();

    private TcpScript Script => field ??= new TcpScript(_bench).Open();

    [Fact]
    public void Says_every_5_seconds_how_much_was_delivered_and_lost()
    {
        Script.Send(0, "REC").Send(6, "abc").Tick(1001).Tick(4000).Send(9, "d").Send(20, "e").Tick(1001).Tick(5000);

        Assert.Equal([(6L, 3L, 1), (2L, 10L, 1)], _bench.Facts.Of<LossSample>().Select(s => (s.Delivered, s.Lost, s.Holes)));
    }

    [Fact]
    public void Samples_are_due_at_whole_multiples_of_5_seconds_for_all_partitions_alike()
    {
        _bench.WaitMilliseconds(1234);
        Script.Send(0, "REC").Tick(60_000).Send(3, "abc").Tick(60_000);

        Assert.Equal([5L, 65L], _bench.Facts.WithHeaders<LossSample>().Select(s => (s.Header.Time - PartitionBench.Start) / 1_000_000_000));
        Assert.All(_bench.Facts.WithHeaders<LossSample>(), s => Assert.Equal(0, s.Header.Time % LossSampler.Interval));
    }

    [Fact]
    public void Says_nothing_while_nothing_goes_by()
    {
        Script.Tick(60_000).Tick(60_000);

        Assert.Empty(_bench.Facts.Of<LossSample>());
    }

    [Fact]
    public void What_comes_late_is_taken_back()
    {
        var bench = new PartitionBench(new RecordingProtocol { Answers = _ => static (d, data, in at) => Dissectors.Contract.Step.SkipAfter(data.Length, 1_000_000) });
        new TcpScript(bench).Open().Send(0, "REC").Send(1003, new byte[500]).Tick(5000).Send(3, new byte[1000]).Tick(5000);

        Assert.Equal([(1000L, 1), (-1000L, -1)], bench.Facts.Of<LossSample>().Select(s => (s.Lost, s.Holes)));
    }
}
