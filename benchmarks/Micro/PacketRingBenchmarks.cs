using BenchmarkDotNet.Attributes;
using Sensor.Capture;
using Sensor.Dissectors.Packets;
using Sensor.Evidence;

namespace Sensor.Benchmarks;

/// <summary>What it costs a worker to keep a packet while listening, one packet each: a small one, and the beginning of a large one.</summary>
[MemoryDiagnoser]
public class PacketRingBenchmarks
{
    /// <summary>The share of one of two workers.</summary>
    private readonly PacketRing _ring = new(32 << 20);
    private readonly byte[] _frame = new byte[1514];
    private long _time;

    [Params(80, 1514)]
    public int Length { get; set; }

    [Benchmark]
    public void Add()
    {
        var entry = new PacketEntry { Time = ++_time, CapturedLength = Length, OriginalLength = Length, Link = LinkType.Ethernet };
        _ring.Add(in entry, _frame.AsSpan(0, Length));
    }
}
