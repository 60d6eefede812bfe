using Sensor.Capture;
using Sensor.Pipeline;
using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.Pipeline;

/// <summary>The facts of an input, and their order, do not depend on how many workers found them.</summary>
public sealed class DeterminismTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Any_number_of_workers_tells_the_same(int seed)
    {
        using var folder = new TempFolder();
        var path = folder.File(CaptureBuilder.Pcap(nanoseconds: true).Records(Traffic.Mixed(seed, 12_000)).ToArray());
        var one = AssertSameForAllWorkers(path);

        // It was a test of something.
        Assert.True(one.Lines.Count > 10_000);
        Assert.Contains(one.Lines, f => f.Kind == Sensor.Facts.FactPublisher.NameDefinition);
        Assert.Contains(one.Lines, f => f.Kind == Heard.Kind.Id);
        Assert.True(one.Lines.Select(f => f.Partition).Distinct().Count() > 40);
        var counters = one.Counters;
        Assert.True(counters is { Gaps: > 100, CutBytes: > 100, FlowsTcp: > 100, FlowsUdp: > 10 });
    }

    [Fact]
    public void Evictions_at_tiny_bounds_do_not_depend_on_the_number_of_workers()
    {
        using var folder = new TempFolder();
        var path = folder.File(CaptureBuilder.Pcap(nanoseconds: true).Records(Traffic.Mixed(1, 200_000, hosts: 200)).ToArray());
        var one = AssertSameForAllWorkers(path, maxFlows: 200, maxStreamBytes: 64 * 2048);

        Assert.True(one.Counters.Evicted > 1000);
        Assert.True(one.Reports.Single().Packets > 3 * PartitionBudgets.EpochLength);
    }

    [Fact]
    public void Facts_are_in_the_order_of_packet_then_partition()
    {
        using var folder = new TempFolder();
        var path = folder.File(CaptureBuilder.Pcap(nanoseconds: true).Records(Traffic.Mixed(9, 8_000)).ToArray());
        var run = ReplayRun.Of(path, workers: 2);
        var packets = run.Reports.Single().Packets;

        // What closes at the end carries the number of packets read as well, behind what the last packet said.
        var before = run.Lines.TakeWhile(f => f.Ordinal < packets).Select(f => (f.Ordinal, f.Partition)).ToArray();
        Assert.Equal(before.Order(), before);
        Assert.All(run.Lines.Skip(before.Length), f => Assert.Equal(packets, f.Ordinal));
        Assert.True(run.Lines.Count - before.Length > 10);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(105)]
    public void What_the_last_packet_says_comes_before_what_closes_behind_it(int flows)
    {
        using var folder = new TempFolder();
        var packets = Enumerable.Range(0, flows).Select(i => new Captured(PartitionBench.Start + i, PacketBuilder.UdpFrame($"10.0.0.{i}", 1024, "10.9.0.1", 53)));

        // A damaged tail is found out in the very block that holds the last packet.
        var file = CaptureBuilder.Pcap().Records(packets).Record(new Captured(0, [1]), claimedCaptured: 1 << 30);
        var one = AssertSameForAllWorkers(folder.File(file.ToArray()));

        Assert.NotNull(one.Reports.Single().Warning);
        Assert.Equal(FlowStarted.Kind.Id, one.Lines.First(f => f.Ordinal == flows).Kind);
    }

    [Fact]
    public void Everything_ends_with_the_input()
    {
        using var folder = new TempFolder();
        var run = ReplayRun.Of(folder.File(CaptureBuilder.Pcap(nanoseconds: true).Records(Traffic.Mixed(3, 5_000)).ToArray()), workers: 3);

        Assert.Equal(64, run.Replay.Partitions.Count());
        Assert.Equal(Enumerable.Range(0, Partitioning.Count), run.Replay.Partitions.Select(p => (int)p.Number));
        Assert.All(run.Replay.Partitions, p => Assert.Equal((0, 0L), (p.FlowCount, p.LentBytes)));
        var started = run.Lines.Count(f => f.Kind == FlowStarted.Kind.Id);
        Assert.Equal(started, run.Lines.Count(f => f.Kind == FlowEnded.Kind.Id));
        Assert.Equal(started, run.Counters.FlowsTcp + run.Counters.FlowsUdp + run.Counters.FlowsOther);
        Assert.Equal(run.Reports.Single().Packets, run.Counters.Packets);
    }

    [Fact]
    public void Both_directions_of_an_address_pair_share_a_partition_and_pairs_are_spread()
    {
        var random = new Random(8);
        var counts = new int[Partitioning.Count];
        for (var i = 0; i < 64_000; i++)
        {
            var a = Sensor.Dissectors.Packets.IpAddress.FromV4(0x0A00_0000u | (uint)random.Next(1 << 12));
            var b = Sensor.Dissectors.Packets.IpAddress.FromV4(0x0A01_0000u | (uint)random.Next(1 << 8));
            Assert.Equal(Partitioning.Of(a, b), Partitioning.Of(b, a));
            counts[Partitioning.Of(a, b)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 800, 1200));
    }

    [Fact]
    public void The_times_of_the_earliest_packet_and_the_latest_are_told()
    {
        using var folder = new TempFolder();
        var frame = PacketBuilder.UdpFrame("10.0.0.1", 1, "10.0.0.2", 2);
        var path = folder.File(CaptureBuilder.Pcap().Records([new(5_000_000_000, frame), new(9_000_000_000, frame), new(1_000_000_000, frame)]).ToArray());
        using var input = new CaptureInput([path]);
        var replay = new Replay(input, 2, ReplayRun.Settings);

        Assert.Equal(5_000_000_000, replay.FirstPacketTime);
        replay.Run(new FactTrace());
        Assert.Equal((1_000_000_000, 9_000_000_000), replay.Times);
    }

    [Fact]
    public void A_first_packet_from_another_century_is_not_what_time_is_counted_from()
    {
        using var folder = new TempFolder();
        var frame = PacketBuilder.UdpFrame("10.0.0.1", 1, "10.0.0.2", 2);
        long[] seconds = [4_071_000_000, 1000, 1001, 1002, 1003];
        using var input = new CaptureInput([folder.File(CaptureBuilder.Pcap().Records(seconds.Select(s => new Captured(s * 1_000_000_000, frame))).ToArray())]);

        Assert.Equal(1_000_000_000_000, new Replay(input, 2, ReplayRun.Settings).FirstPacketTime);
    }

    [Fact]
    public void A_capture_without_records_has_no_times_and_no_facts()
    {
        using var folder = new TempFolder();
        using var input = new CaptureInput([folder.File(CaptureBuilder.Pcap().ToArray())]);
        var replay = new Replay(input, 2, ReplayRun.Settings);
        var trace = new FactTrace();

        Assert.Null(replay.FirstPacketTime);
        replay.Run(trace);
        Assert.Null(replay.Times);
        Assert.Empty(trace.Lines);
    }

    private static ReplayRun AssertSameForAllWorkers(string path, long maxFlows = Replay.MaxFlows, long maxStreamBytes = Replay.MaxStreamBytes)
    {
        var one = ReplayRun.Of(path, 1, maxFlows, maxStreamBytes);
        foreach (var workers in (int[])[2, 3, 4, 7])
        {
            var many = ReplayRun.Of(path, workers, maxFlows, maxStreamBytes);
            for (var i = 0; i < Math.Min(one.Lines.Count, many.Lines.Count); i++)
            {
                Assert.True(one.Lines[i] == many.Lines[i], $"{workers} workers: fact {i} of {one.Lines.Count} is\n{many.Lines[i]}\nnot\n{one.Lines[i]}");
            }

            Assert.Equal(one.Lines.Count, many.Lines.Count);
        }

        return one;
    }
}
