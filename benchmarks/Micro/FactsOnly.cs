using System.Diagnostics;
using System.Globalization;
using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Pipeline;
using Sensor.Streams;

namespace Sensor.Benchmarks;

/// <summary>Replays a capture as far as facts and throws them away: the cost of the front half alone. The second pass is the one to read.</summary>
internal static class FactsOnly
{
    public static int Run(string path, int workers)
    {
        for (var pass = 1; pass <= 3; pass++)
        {
            using var input = new CaptureInput([path]);
            var settings = new PartitionSettings(ProtocolRegister.All, new Pseudonymizer("benchmark"u8));
            var replay = new Replay(input, workers, settings);
            var counter = new Counter();
            using var process = Process.GetCurrentProcess();
            var cpu = process.TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            replay.Run(counter);
            process.Refresh();
            var packets = replay.Partitions.Sum(p => p.Counters.Packets);
            var cpuSeconds = (process.TotalProcessorTime - cpu).TotalSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"pass {pass}: {packets:N0} packets, {counter.Facts:N0} facts, wall {watch.Elapsed.TotalSeconds:0.000} s, CPU {cpuSeconds:0.000} s, {cpuSeconds * 1e9 / packets:0} ns of CPU a packet, {replay.WorkerAllocatedBytes:N0} bytes allocated by workers after their first block"));
        }

        return 0;
    }

    private sealed class Counter : IFactConsumer
    {
        public long Facts { get; private set; }

        public void Take(in FactHeader header, ReadOnlySpan<byte> body) => Facts++;
    }
}
