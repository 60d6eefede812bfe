using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Outputs;
using Sensor.Streams;
using Sensor.Tests.Support;
using static Sensor.Tests.Support.PacketBuilder;

namespace Sensor.Tests.Streams;

/// <summary>Corners of streams and their surroundings that went wrong once.</summary>
public sealed class CornerTests
{
    private readonly PartitionBench _bench = new();

    private TcpScript Script => field ??= new TcpScript(_bench).Open();

    [Fact]
    public void A_hole_before_an_acknowledged_FIN_is_lost_after_50_ms_and_the_flow_closes()
    {
        Script.Send(0, "REC").Fin(103).Fin(0, Direction.ToClient).Acknowledge(104).Tick(51).Tick(10_000);

        Assert.Equal("REC<100 lost><fin>", _bench.Conversation.ToServer);
        Assert.Equal(FlowEndReason.Closed, Assert.Single(_bench.Ended).Reason);
    }

    [Fact]
    public void A_stray_segment_far_outside_the_window_does_not_end_what_is_delivered()
    {
        Script.Send(0, "REC").Send(1_500_000_000, "stray").Tick(1001).Send(3, " goes on").Fin(11).Fin(0, Direction.ToClient);
        _bench.Finish();

        Assert.Equal("REC goes on<fin>", _bench.Conversation.ToServer);
        Assert.Equal(0, _bench.Counters.GapBytes);
    }

    [Fact]
    public void A_late_segment_that_comes_twice_is_taken_off_its_gap_once()
    {
        var bench = new PartitionBench(new RecordingProtocol { Answers = _ => static (d, data, in at) => Step.SkipAfter(data.Length, 10_000) });
        new TcpScript(bench).Open().Send(0, "REC").Send(2003, new byte[1000]).Send(3, new byte[1000]).Send(3, new byte[1000]);
        var flow = bench.Finish().Ended.Single();

        Assert.Equal((1, 1000L, 1), (flow.Gaps, flow.GapBytes, flow.Retransmissions));
    }

    [Fact]
    public void Holes_that_were_filled_leave_nothing_behind_even_when_time_stands_still()
    {
        var bench = new PartitionBench(new RecordingProtocol { Forgets = true });
        var script = new TcpScript(bench).Open().Send(0, "REC");
        var frames = new List<byte[]>();
        for (var at = 3; at < 100_000; at += 2)
        {
            frames.Add(script.Frame(Direction.ToServer, at + 1, "b"u8, TcpFlags.Ack));
            frames.Add(script.Frame(Direction.ToServer, at, "a"u8, TcpFlags.Ack));
        }

        foreach (var frame in frames.Take(1000))
        {
            bench.Take(frame);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var frame in frames.Skip(1000))
        {
            bench.Take(frame);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Theory]
    [InlineData("192.168.0.89", "192.168.0.1", "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=")]
    [InlineData("1.2.3.4", "5.6.7.8", "1:crodRHL2FEsHjbv3UkRrfbs4bZ0=")]
    public void An_ICMP_flow_has_its_published_community_id(string client, string server, string expected)
    {
        _bench.Take(Ethernet(Ipv4Type, Ipv4(client, server, IpProtocol.Icmp, [8, 0, 0, 0, 0, 1, 0, 1])));
        _bench.Take(Ethernet(Ipv4Type, Ipv4(server, client, IpProtocol.Icmp, [0, 0, 0, 0, 0, 1, 0, 1])));
        var flow = Assert.Single(_bench.Finish().Facts.WithHeaders<FlowEnded>()).Header.Flow;
        Span<byte> text = stackalloc byte[CommunityId.Length];
        CommunityId.Format(in flow, text);

        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(text));
    }

    [Fact]
    public void A_pcapng_file_that_ends_within_its_section_header_is_unusable()
    {
        using var folder = new TempFolder();
        var header = CaptureBuilder.Pcapng().ToArray();
        for (var length = 4; length < header.Length; length++)
        {
            var path = folder.File(header[..length]);

            Assert.EndsWith("ends within its file header.", Assert.Throws<CaptureException>(() => CaptureReading.Of(path)).Message, StringComparison.Ordinal);
        }
    }
}
