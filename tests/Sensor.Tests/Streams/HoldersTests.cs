using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Health;
using Sensor.Pipeline;
using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.Streams;

/// <summary>Who gives way when the memory for what is held back is used up, and what conversations cost of the bound of flows.</summary>
public sealed class HoldersTests
{
    private const int Room = 4 * 512;

    private readonly PartitionBench _bench = new(new RecordingProtocol
    {
        // Whole lines only.
        Answers = _ => (_, data, in _) => data.LastIndexOf((byte)'\n') is >= 0 and var end ? Step.Done(end + 1) : Step.Need(0, data.Length + 1),
    });

    [Fact]
    public void Who_has_held_left_over_bytes_longest_gives_way()
    {
        _bench.Partition.SetLimits(100, Room);
        for (ushort i = 0; i < 6; i++)
        {
            Script(i).Open().Send(0, $"REC {i} held");
        }

        Assert.Equal(["<10 lost>", "<10 lost>", "", "", "", ""], _bench.Protocol.Conversations.Select(c => c.ToServer));
        Assert.Equal(Room, _bench.Partition.LentBytes);
        Script(2).Send(10, "!\n");
        Assert.Equal("REC 2 held!\n", _bench.Protocol.Conversations[2].ToServer);
    }

    [Fact]
    public void Who_only_adds_to_what_it_holds_stays_as_old_as_it_was()
    {
        _bench.Partition.SetLimits(100, Room);
        for (ushort i = 0; i < 4; i++)
        {
            Script(i).Open().Send(0, "REC a");
        }

        Script(0).Send(5, "b");
        Script(9).Open().Send(0, "REC z");

        Assert.Equal(["<6 lost>", "", "", "", ""], _bench.Protocol.Conversations.Select(c => c.ToServer));
    }

    [Fact]
    public void The_oldest_itself_finds_no_more_room()
    {
        _bench.Partition.SetLimits(100, Room);
        for (ushort i = 0; i < 4; i++)
        {
            Script(i).Open().Send(0, "REC " + new string('a', 500));
        }

        Script(0).Send(504, new string('b', 100));

        Assert.Equal(["<604 lost>", "", "", ""], _bench.Protocol.Conversations.Select(c => c.ToServer));
    }

    [Fact]
    public void Segments_behind_holes_give_way_to_bytes_in_order_and_come_out_as_they_are()
    {
        _bench.Partition.SetLimits(100, Room);
        for (ushort i = 0; i < 4; i++)
        {
            Script(i).Open().Send(0, "REC\n").Send(10, "late\n");
        }

        Script(9).Open().Send(0, "REC in or").Send(9, "der\n");

        Assert.Equal("REC in order\n", _bench.Protocol.Conversations[4].ToServer);
        Assert.Equal(["REC\n<6 lost>late\n", "REC\n", "REC\n", "REC\n"], _bench.Protocol.Conversations.Take(4).Select(c => c.ToServer));
    }

    [Fact]
    public void Whatever_is_held_and_given_up_nothing_stays_lent()
    {
        var random = new Random(11);
        _bench.Partition.SetLimits(5000, 16 * 1024);
        for (var i = 0; i < 20_000; i++)
        {
            var at = (i * 20) + random.Next(4000);
            Script((ushort)random.Next(40)).Send(at, new string((char)('a' + random.Next(26)), random.Next(1, 1400)) + (random.Next(3) == 0 ? "\n" : ""), (Direction)random.Next(2));
            Assert.InRange(_bench.Partition.LentBytes, 0, 16 * 1024);
            if (random.Next(50) == 0)
            {
                _bench.Tick(random.Next(3000));
            }
        }

        _bench.Finish();
        Assert.True(_bench.Counters.Evicted > 100);
        Assert.Equal((0, 0L, 0), (_bench.Partition.FlowCount, _bench.Partition.LentBytes, _bench.Protocol.Unreturned));
    }

    [Fact]
    public void Losses_are_told_once_each()
    {
        _bench.Partition.SetLimits(100, Room);
        for (ushort i = 0; i < 10; i++)
        {
            Script(i).Open().Send(0, "REC held");
            _bench.Partition.Review(_bench.Time);
        }

        Assert.Equal([1, 1, 1, 1, 1, 1], _bench.Facts.Of<CameShort>().Where(f => f.What == Shortcoming.StreamMemory).Select(f => f.Count));
    }

    [Fact]
    public void A_conversation_counts_as_sixteen_flows()
    {
        _bench.Partition.SetLimits(3 * IProtocol.FullWeight, 1 << 20);
        for (ushort i = 0; i < 5; i++)
        {
            Script(i).Open().Send(0, "REC\n");
        }

        Script(9).Segment(Direction.ToServer, -1, [], TcpFlags.Syn);

        Assert.Equal([50_000, 50_001, 50_002], _bench.Facts.WithHeaders<FlowEnded>().Select(f => (int)f.Header.Flow.ClientPort));
        Assert.Equal((2 * IProtocol.FullWeight) + 1, _bench.Partition.FlowWeight);
    }

    [Fact]
    public void A_conversation_that_remembers_little_counts_as_little()
    {
        var bench = new PartitionBench(new RecordingProtocol { ConversationWeight = 2 });
        var script = new TcpScript(bench).Open().Send(0, "REC\n");
        Assert.Equal(2, bench.Partition.FlowWeight);

        script.Close();
        Assert.Equal(1, bench.Partition.FlowWeight);
    }

    [Fact]
    public void Under_attack_what_is_lent_and_how_many_flows_there_are_stays_within_the_bounds()
    {
        const int Flows = 20_000;
        const long Bytes = 4 << 20;
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "flood.pcap");
        var random = new Random(5);
        CaptureBuilder.Write(path, Enumerable.Range(0, 150_000).Select(i => new Captured(
            PartitionBench.Start + (i * 10_000L),
            PacketBuilder.TcpFrame(
                $"10.0.{random.Next(4)}.{random.Next(250)}", (ushort)random.Next(1, 65_535), "10.9.0.1", 2575, (uint)random.Next(3), 0, random.Next(4) == 0 ? TcpFlags.Syn : TcpFlags.Ack,
                random.Next(2) == 0 ? "RE"u8 : [0x0B]))));
        using var input = new Sensor.Capture.CaptureInput([path]);
        var replay = new Replay(input, 2, ReplayRun.Settings, Flows, Bytes);
        var partitions = replay.Partitions.ToArray();
        var (mostFlows, mostBytes) = (0L, 0L);
        var lines = 0;
        replay.Run(new Watcher(() =>
        {
            if (++lines % 64 == 0)
            {
                mostFlows = Math.Max(mostFlows, partitions.Sum(p => (long)p.FlowWeight));
                mostBytes = Math.Max(mostBytes, partitions.Sum(p => p.LentBytes));
            }
        }));

        Assert.InRange(mostFlows, Flows / 2, Flows + 64);
        Assert.InRange(mostBytes, Bytes / 4, Bytes);
    }

    private TcpScript Script(ushort number) => new(_bench, clientPort: (ushort)(50_000 + number));

    private sealed class Watcher(Action look) : Sensor.Facts.IFactConsumer
    {
        public void Take(in FactHeader header, ReadOnlySpan<byte> body) => look();
    }
}
