using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Pipeline;
using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.Live;

/// <summary>Several workers listen: the kernel deals packets out among them.</summary>
[Collection(nameof(Wire))]
public sealed class FanOutTests
{
    private const int Workers = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void The_kernel_deals_out_what_comes_in_and_what_goes_out_as_its_program_says()
    {
        Machine.RequireNamespaces();
        string[] captures =
        [
            "radiology.pcap", "parts/dicom-vlan.pcap", "parts/hl7-qinq.pcap", "parts/hl7-ipv6.pcap", "parts/net-fragments.pcap", "parts/net-ping.pcap",
            "parts/tunnel-gre.pcap", "parts/tunnel-6in4.pcap", "parts/tunnel-vxlan.pcap", "parts/tunnel-mpls.pcap", "parts/tunnel-pppoe.pcap", "parts/tunnel-fragments.pcap",
        ];
        var program = FanOutProgram.For(Workers);
        long[] expected = new long[Workers + 1];
        foreach (var packet in captures.SelectMany(c => CaptureReading.Of(Path.Combine(Machine.Root, "pcaps", c)).Packets))
        {
            Assert.Equal(DealtPackets.Sent(program, packet.Bytes), DealtPackets.Received(program, packet.Bytes));
            expected[DealtPackets.Sent(program, packet.Bytes)]++;
        }

        Assert.All(expected, count => Assert.True(count > 0));
        using var wire = new Wire();
        using var listener = new Listener(wire, "-i", Wire.Far, "--workers", "3");
        foreach (var capture in captures)
        {
            wire.Replay(Wire.Far, capture);
        }

        Assert.Equal(143, listener.End("TERM"));
        foreach (var end in listener.Summary.GetProperty("run").GetProperty("live").GetProperty("interfaces").EnumerateArray())
        {
            var byWorker = end.GetProperty("workers").EnumerateArray().Select(n => n.GetInt64()).ToArray();
            long[] dealt = [.. byWorker, end.GetProperty("packets").GetInt64() - byWorker.Sum()];
            Assert.Equal(expected, dealt);
            Assert.Equal(0, end.GetProperty("handed_on").GetInt64());
        }
    }

    [Fact]
    public void A_packet_cut_too_short_to_tell_is_handed_on_and_counted()
    {
        Machine.RequireNamespaces();
        using var folder = new TempFolder();
        var capture = Path.Combine(folder.Path, "tagged.pcap");
        (ushort, ushort)[] tags = [(0x88A8, 1), (0x8100, 2), (0x9100, 3)];
        byte[] Frame(int host) => PacketBuilder.Ethernet(
            PacketBuilder.Ipv6Type, PacketBuilder.Ipv6("2001:db8::1", $"2001:db8::{host:x}", IpProtocol.Udp, PacketBuilder.Udp(1, 2, new byte[40])), tags);
        var frames = Enumerable.Range(2, 200).Select(Frame).ToList();
        CaptureBuilder.Write(capture, frames.Select((frame, i) => new Captured(i, frame)));
        var elsewhere = frames.Count(frame => DealtPackets.Received(FanOutProgram.For(2), frame) == 1);
        using var wire = new Wire();
        using var listener = new Listener(wire, "--workers", "2", "--snaplen", "64");
        wire.Replay(Wire.Far, capture);
        Assert.True(SpinWait.SpinUntil(() => Text(Path.Combine(listener.Results, "events.jsonl")).Contains("\"packets\":200,", StringComparison.Ordinal), TimeSpan.FromSeconds(20)));
        Assert.Equal(143, listener.End("TERM"));

        var live = listener.Summary.GetProperty("run").GetProperty("live");
        Assert.Equal(elsewhere, live.GetProperty("interfaces")[0].GetProperty("handed_on").GetInt64());
        Assert.Equal((200L, 200L), (live.GetProperty("packets").GetInt64(), listener.Summary.GetProperty("packets").GetInt64()));
    }

    [Fact]
    public void Packets_that_come_while_it_begins_count_once()
    {
        Machine.RequireNamespaces();
        using var wire = new Wire();
        var replaying = new Thread(() => wire.Replay(Wire.Far, "radiology.pcap", perSecond: 8000));
        replaying.Start();
        using var listener = new Listener(wire, "--workers", "4");
        replaying.Join();
        Assert.Equal(143, listener.End("TERM"));

        // A packet of one partition that also came to another worker would have been handed on, and then been there twice.
        var summary = listener.Summary;
        var side = summary.GetProperty("run").GetProperty("live").GetProperty("interfaces")[0];
        Assert.InRange(summary.GetProperty("packets").GetInt64(), 1, 19_064);
        Assert.Equal((0L, 0L), (side.GetProperty("handed_on").GetInt64(), summary.GetProperty("duplicate_packets").GetInt64()));
        Assert.Equal(summary.GetProperty("packets").GetInt64(), side.GetProperty("kernel_packets").GetInt64());
    }

    [Fact]
    public void The_right_to_listen_is_all_it_takes()
    {
        Machine.RequireNamespaces("setpriv");
        string[] asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all,+net_raw", "--inh-caps=-all,+net_raw", "--ambient-caps=-all,+net_raw"];
        Assert.SkipUnless(Machine.Run("setpriv", [.. asNobody[1..], "test", "-r", Machine.Sensor]).ExitCode == 0, "others may not read this folder");
        using var wire = new Wire();
        var outcome = wire.Inside([.. asNobody, "dotnet", Machine.Sensor, "live", "-i", Wire.Near, "--workers", "2", "--duration", "1s"]);
        Assert.Contains("listening on near", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("one thread", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_kernel_cannot_deal_out_one_thread_does()
    {
        Machine.RequireNamespaces();
        using var wire = new Wire();
        wire.Inside("ip", "link", "set", "lo", "up");
        var outcome = wire.Inside("dotnet", Machine.Sensor, "live", "-i", "lo", "--workers", "2", "--duration", "1s");
        Assert.Contains("lo is read by one thread for all workers: the kernel deals out Ethernet only.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_refuses_says_why()
    {
        Machine.RequireNamespaces();
        using var wire = new Wire();
        wire.Enter(() =>
        {
            // One group is for one interface.
            using var near = PcapHandle.Open(Wire.Near, new LiveSettings(), out _);
            using var far = PcapHandle.Open(Wire.Far, new LiveSettings(), out _);
            Assert.Equal("the kernel refuses: Invalid argument", FanOut.Join([near!, far!]));
        });
    }

    [Fact]
    public void A_worker_that_was_held_up_follows_block_by_block_and_misses_nothing()
    {
        Machine.RequireNamespaces();
        using var wire = new Wire();
        var feed = new LiveFeed(workers: 2);
        long ahead = long.MaxValue;
        Taker slow = new(1), other = new(0);
        wire.Enter(() =>
        {
            using var capture = LiveCapture.Open([Wire.Near], new LiveSettings(), feed, _ => { });
            var stalled = new ManualResetEventSlim();
            slow.OnFirst = () => stalled.Wait(Limit);
            var threads = new[] { (capture.Inputs[0], other), (capture.Inputs[1], slow) }.Select(pair => new Thread(() =>
            {
                var (input, taker) = pair;
                input.Connect(taker);
                for (long number = 0; input.Get(number) is { } block; number++)
                {
                    if (taker == slow && taker.Count > 0 && ahead == long.MaxValue)
                    {
                        // The first block after the pause: how far beyond it was read.
                        ahead = taker.Latest - block.Until;
                    }

                    input.Release(block);
                }
            })).ToArray();
            Array.ForEach(threads, t => t.Start());
            capture.Start();
            wire.Replay(Wire.Far, "radiology.pcap", packets: 6000, perSecond: 6000);
            stalled.Set();
            feed.Stop();
            Assert.All(threads, t => Assert.True(t.Join(Limit)));
            var total = capture.Join();
            Assert.Equal((6000L, 0L), (total.Packets, total.Lost));
            Assert.Equal(6000, slow.Count + other.Count);
        });

        // A second of packets was waiting; no more of it was read than belongs to the block, and a turn.
        Assert.InRange(ahead, long.MinValue, 500_000_000);
    }

    [Fact]
    public void Three_times_as_many_packets_allocate_no_more()
    {
        Machine.RequireNamespaces();
        using var folder = new TempFolder();
        var once = Allocated(folder, "once.pcap", 40_000);
        var more = Allocated(folder, "more.pcap", 120_000);

        // What threads allocate for themselves when they have to wait for each other.
        Assert.InRange(more - once, -64 * 1024, 64 * 1024);
    }

    /// <summary>Bytes that worker threads allocate while they listen to a capture.</summary>
    private static long Allocated(TempFolder folder, string name, int packets)
    {
        var path = Path.Combine(folder.Path, name);
        CaptureBuilder.Write(path, Traffic.Steady(packets));
        using var wire = new Wire();
        var settings = new PartitionSettings([new Dissectors.Hl7.Hl7Protocol(), new RecordingProtocol { Forgets = true }], new Dissectors.Contract.Pseudonymizer("a"u8));
        long allocated = 0;
        wire.Enter(() =>
        {
            var feed = new LiveFeed(workers: 2);
            using var capture = LiveCapture.Open([Wire.Near], new LiveSettings(), feed, _ => { });
            var replay = new Replay([.. capture.Inputs], settings);
            var facts = new FactCount();
            var run = new Thread(() => replay.Run(facts));
            run.Start();
            capture.Start();
            wire.Replay(Wire.Far, path, perSecond: 40_000);
            feed.Stop();
            Assert.True(run.Join(Limit));
            var total = capture.Join();
            Assert.Equal((packets, 0L), (total.Packets, total.Lost));
            Assert.All(total.Interfaces[0].ByWorker, n => Assert.True(n > packets / 10));
            Assert.True(facts.Count > packets / 2, $"{facts.Count} facts");
            allocated = replay.WorkerAllocatedBytes;
        });
        return allocated;
    }

    private sealed class FactCount : IFactConsumer
    {
        public long Count { get; private set; }

        public void Take(in Dissectors.Contract.FactHeader header, ReadOnlySpan<byte> body) => Count++;
    }

    private sealed class Taker(int worker) : IPacketTaker
    {
        public Action? OnFirst { get; set; }

        public int Count { get; private set; }

        public long Latest { get; private set; }

        public bool TryTake(in PacketEntry entry, ReadOnlySpan<byte> frame)
        {
            if (Count++ == 0)
            {
                OnFirst?.Invoke();
            }

            Latest = Math.Max(Latest, entry.Time);
            return entry.Partition % 2 == worker;
        }
    }

    /// <summary>What stands in a file that is being written.</summary>
    private static string Text(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
