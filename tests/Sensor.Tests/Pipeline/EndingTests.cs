using System.Diagnostics;
using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Pipeline;
using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.Pipeline;

/// <summary>However a run ends, it ends.</summary>
public sealed class EndingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 5_000)]
    [InlineData(4, 20_000)]
    public void A_consumer_that_throws_ends_the_run(int workers, int after)
    {
        using var folder = new TempFolder();
        var path = folder.File(CaptureBuilder.Pcap(nanoseconds: true).Records(Traffic.Mixed(1, 40_000)).ToArray());
        using var input = new CaptureInput([path]);
        var replay = new Replay(input, workers, ReplayRun.Settings);
        var trace = new FactTrace { Before = n => _ = n < after ? n : throw new InvalidTimeZoneException("enough") };

        ReplayRun.Within(Limit, () => Assert.Throws<InvalidTimeZoneException>(() => replay.Run(trace)));
        Assert.Equal(after, trace.Lines.Count);
    }

    [Fact]
    public void A_consumer_that_throws_ends_the_run_also_when_one_worker_has_everything_to_say_and_the_other_nothing()
    {
        using var folder = new TempFolder();
        using var input = new CaptureInput([folder.File(CaptureBuilder.Pcap().Records(DatagramsOfEvenPartitions(200_000)).ToArray())]);
        var replay = new Replay(input, 2, ReplayRun.Settings, maxFlows: 64);
        var trace = new FactTrace
        {
            Before = _ =>
            {
                // Time enough for one worker to run out of batches and for the other to run ahead as far as it can.
                Thread.Sleep(500);
                throw new InvalidTimeZoneException("enough");
            },
        };

        ReplayRun.Within(Limit, () => Assert.Throws<InvalidTimeZoneException>(() => replay.Run(trace)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_input_that_fails_ends_the_run(int workers)
    {
        using var folder = new TempFolder();
        var input = new CaptureInput([folder.File(CaptureBuilder.Pcap().Records(Traffic.Steady(1000)).ToArray())]);
        var replay = new Replay(input, workers, ReplayRun.Settings);
        input.Dispose();

        ReplayRun.Within(Limit, () => Assert.Throws<UnreachableException>(() => replay.Run(new FactTrace())));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_dissector_that_throws_ends_the_run(int workers)
    {
        using var folder = new TempFolder();
        using var input = new CaptureInput([folder.File(CaptureBuilder.Pcap().Records(Traffic.Steady(20_000)).ToArray())]);
        var calls = 0;
        var protocol = new RecordingProtocol
        {
            Forgets = true,
            Answers = _ => (Direction d, ReadOnlySpan<byte> data, in Moment at) =>
                Interlocked.Increment(ref calls) < 200 ? Step.Done(data.Length) : throw new InvalidTimeZoneException("a bug"),
        };
        var replay = new Replay(input, workers, new PartitionSettings([protocol], new Pseudonymizer("x"u8)));

        ReplayRun.Within(Limit, () => Assert.Throws<UnreachableException>(() => replay.Run(new FactTrace())));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Stopping_the_input_ends_the_run_early_with_everything_closed(int workers)
    {
        using var folder = new TempFolder();
        using var input = new CaptureInput([folder.File(CaptureBuilder.Pcap().Records(Traffic.Steady(100_000)).ToArray())]);
        var replay = new Replay(input, workers, ReplayRun.Settings);
        var trace = new FactTrace
        {
            Before = n =>
            {
                if (n == 1000)
                {
                    input.Stop();
                }
            },
        };
        ReplayRun.Within(Limit, () => replay.Run(trace));
        var packets = input.Reports.Single().Packets;

        Assert.InRange(packets, 1_000, 99_000);
        Assert.Equal(packets, replay.Partitions.Sum(p => p.Counters.Packets));
        Assert.All(replay.Partitions, p => Assert.Equal((0, 0L), (p.FlowCount, p.LentBytes)));
        Assert.Equal(trace.Lines.Count(f => f.Kind == FlowStarted.Kind.Id), trace.Lines.Count(f => f.Kind == FlowEnded.Kind.Id));
    }

    [Fact]
    public void More_workers_than_blocks_all_come_to_an_end()
    {
        using var folder = new TempFolder();
        var path = folder.File(CaptureBuilder.Pcap().Records(Traffic.Steady(50)).ToArray());

        Assert.Equal(ReplayRun.Of(path, 1).Lines, ReplayRun.Of(path, 16).Lines);
    }

    private static IEnumerable<Captured> DatagramsOfEvenPartitions(int count)
    {
        var server = IpAddress.FromV4(0x0A09_0001);
        for (uint i = 0; count > 0; i++)
        {
            if (Partitioning.Of(IpAddress.FromV4(0x0A00_0000 | (i & 0xFFFF)), server) % 2 == 0)
            {
                count--;
                yield return new Captured(
                    PartitionBench.Start + i, PacketBuilder.UdpFrame($"10.0.{(i >> 8) & 255}.{i & 255}", (ushort)(1024 + (i >> 16)), "10.9.0.1", 9, length: 0));
            }
        }
    }
}
