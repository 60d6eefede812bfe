using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Pipeline;
using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.Live;

/// <summary>The ring between capture and workers: in order, bounded, never in the way of the capture, and not without time.</summary>
public sealed class LiveFeedTests
{
    private const long Second = 1_000_000_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public void Workers_get_every_packet_once_and_in_order()
    {
        const int Count = 30_000;
        var feed = new LiveFeed(workers: 2, blocks: 8);
        var seen = new List<long>[] { [], [] };
        LiveInput[] inputs = [new(feed), new(feed)];
        var readers = seen.Select((list, i) => new Thread(() => Walk(inputs[i], list))).ToArray();
        Array.ForEach(readers, r => r.Start());
        for (var i = 1; i <= Count; i++)
        {
            while (!feed.HasRoom)
            {
                Thread.Yield();
            }

            feed.Add(i, new byte[1 + (i % 1500)], 1500, 0, LinkType.Ethernet);
            if (i % 1000 == 0)
            {
                feed.Tick(i);
            }
        }

        feed.End(Count);
        Assert.All(readers, r => Assert.True(r.Join(Limit)));
        Assert.Equal((Count, 0L), (feed.Packets, feed.Drops));
        Assert.All(seen, list => Assert.Equal(Enumerable.Range(1, Count).Select(i => (long)i), list));
    }

    [Fact]
    public void What_finds_no_room_is_dropped_whole_and_counted()
    {
        var feed = new LiveFeed(workers: 1, blocks: 4);
        var frame = new byte[60_000];
        var perBlock = PacketBlock.Capacity / frame.Length;
        for (var i = 0; i < 10 * perBlock; i++)
        {
            feed.Add(i, frame, frame.Length, 0, LinkType.Ethernet);
        }

        Assert.False(feed.HasRoom);
        Assert.Equal(4 * perBlock, feed.Packets);
        Assert.Equal(6 * perBlock, feed.Drops);
        using var input = new LiveInput(feed);
        for (var blocks = 0; blocks < 4; blocks++)
        {
            var block = input.Get(blocks)!;
            Assert.Equal(perBlock, block.Count);
            Assert.Equal(1 + (blocks * perBlock), block.FirstOrdinal);
            input.Release(block);
        }

        Assert.True(feed.HasRoom);
        feed.Add(1, frame, frame.Length, 0, LinkType.Ethernet);
        Assert.Equal((4 * perBlock) + 1, feed.Packets);
    }

    [Fact]
    public void While_workers_are_behind_ticks_use_no_blocks_up()
    {
        var feed = new LiveFeed(workers: 1, blocks: 8);
        for (var i = 0; i < 100; i++)
        {
            feed.Tick(i);
        }

        Assert.InRange(feed.CurrentBlock, 1, 5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_falls_silent_ends_without_another_packet(int workers)
    {
        var feed = new LiveFeed(workers);
        var replay = new Replay([.. Enumerable.Range(0, workers).Select(_ => new LiveInput(feed))], ReplayRun.Settings);
        var ended = new ManualResetEventSlim();
        var facts = new Ends(ended);
        var run = new Thread(() => replay.Run(facts));
        run.Start();
        feed.Add(Second, PacketBuilder.UdpFrame("10.0.0.1", 5000, "10.0.0.2", 5001), 60, 0, LinkType.Ethernet);
        feed.Tick(Second);
        feed.Tick(60 * Second);
        Assert.False(ended.Wait(200));

        feed.Tick((61 * Second) + 1);
        Assert.True(ended.Wait(Limit));
        feed.End(62 * Second);
        Assert.True(run.Join(Limit));

        // By its deadline, not by the tick that brought it up.
        Assert.Equal([(61 * Second, (61 * Second) + 1)], facts.Ended);
        Assert.Equal((Second, Second), replay.Times);
    }

    [Fact]
    public void A_busy_pair_gets_its_part_of_the_bounds_although_other_workers_have_nothing_to_do()
    {
        const int MaxFlows = 640;
        var feed = new LiveFeed(workers: 3);
        var replay = new Replay([.. Enumerable.Range(0, 3).Select(_ => new LiveInput(feed))], ReplayRun.Settings, MaxFlows);
        var run = new Thread(() => replay.Run(new Ends(new ManualResetEventSlim())));
        run.Start();
        for (ushort port = 1; feed.CurrentBlock < 400; port++)
        {
            feed.Add(Second, PacketBuilder.UdpFrame("10.0.0.1", port, "10.0.0.2", 5001), 60, 0, LinkType.Ethernet);
            if (port % 10 == 0)
            {
                feed.Tick(Second);
                Thread.Yield();
            }
        }

        // Its share is 10; half of all is there for who needs it.
        Assert.True(SpinWait.SpinUntil(() => replay.Partitions.Max(p => p.FlowCount) > MaxFlows / 3, Limit));
        Assert.InRange(replay.Partitions.Max(p => p.FlowCount), 0, MaxFlows);
        feed.End(Second);
        Assert.True(run.Join(Limit));
    }

    [Fact]
    public void The_end_waits_for_room_and_nothing_else_does()
    {
        var feed = new LiveFeed(workers: 1, blocks: 2);
        for (var i = 0; i < 100; i++)
        {
            feed.Add(i, new byte[60_000], 60_000, 0, LinkType.Ethernet);
        }

        feed.Stop();
        var ending = new Thread(() => feed.End(100));
        ending.Start();
        Assert.False(ending.Join(100));
        var seen = new List<long>();
        using var input = new LiveInput(feed);
        ReplayRun.Within(Limit, () => Walk(input, seen));
        Assert.True(ending.Join(Limit));
        Assert.Equal(feed.Packets, seen.Count);
    }

    [Fact]
    public void A_failure_keeps_nobody_waiting()
    {
        var feed = new LiveFeed(workers: 2);
        using var input = new LiveInput(feed);
        var waiting = new Thread(() => Walk(input, []));
        waiting.Start();
        feed.Fail(new InvalidTimeZoneException());
        Assert.True(waiting.Join(Limit));
        Assert.True(feed.IsStopping);
        ReplayRun.Within(Limit, () => feed.End(0));
    }

    private static void Walk(LiveInput input, List<long> times)
    {
        for (long number = 0; input.Get(number) is { } block; number++)
        {
            Assert.Equal(times.Count + 1, block.FirstOrdinal);
            foreach (ref readonly var entry in block.Entries)
            {
                times.Add(entry.Time);
            }

            input.Release(block);
        }
    }

    /// <summary>Keeps when flows ended, and the ordinal it carried.</summary>
    private sealed class Ends(ManualResetEventSlim first) : IFactConsumer
    {
        public List<(long Time, long Ordinal)> Ended { get; } = [];

        public void Take(in FactHeader header, ReadOnlySpan<byte> body)
        {
            if (header.KindId == FlowEnded.Kind.Id)
            {
                Ended.Add((header.Time, header.Ordinal));
                first.Set();
            }
        }
    }
}
