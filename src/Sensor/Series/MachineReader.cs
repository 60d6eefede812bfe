using System.Diagnostics;
using System.Globalization;
using Sensor.Capture.Live;
using Sensor.Outputs.Delivery;
using Sensor.Pipeline;

namespace Sensor.Series;

/// <summary>Reads what the process takes of the machine.</summary>
/// <param name="replay">The workers.</param>
/// <param name="deliveries">What is sent; null: nothing is.</param>
internal sealed class MachineReader(Replay replay, Deliveries? deliveries)
{
    /// <summary>The kernel counts processor time of threads in hundredths of a second (USER_HZ, part of its interface).</summary>
    private const double TicksPerSecond = 100;

    private const string Tasks = "/proc/self/task";

    /// <summary>What the capture counted last; null where files are read.</summary>
    public CaptureStatistics? Capture { get; set; }

    public MachineReading Read()
    {
        using var process = Process.GetCurrentProcess();
        return new MachineReading
        {
            Memory = Environment.WorkingSet,
            Heap = GC.GetTotalMemory(forceFullCollection: false),
            Allocated = GC.GetTotalAllocatedBytes(),
            Collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)],
            CpuSeconds = process.TotalProcessorTime.TotalSeconds,
            Threads = Threads(),
            Queues = replay.QueueDepths,
            Receivers = deliveries?.Statuses ?? [],
            Capture = Capture,
        };
    }

    /// <summary>Of the threads that carry the work; the kernel knows them by the names they were given.</summary>
    private static List<(string Name, double CpuSeconds)> Threads()
    {
        var threads = new List<(string Name, double CpuSeconds)>();
        if (!Directory.Exists(Tasks))
        {
            return threads;
        }

        foreach (var folder in Directory.EnumerateDirectories(Tasks))
        {
            if (TryRead(folder) is { } thread)
            {
                threads.Add(thread);
            }
        }

        threads.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return threads;
    }

    private static (string Name, double CpuSeconds)? TryRead(string folder)
    {
        try
        {
            // proc(5): number (name) state ppid …; user and system time are the 12th and 13th behind the name.
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            var (begin, end) = (text.IndexOf('(', StringComparison.Ordinal) + 1, text.LastIndexOf(')'));
            var name = Path.GetFileName(folder) == Environment.ProcessId.ToString(CultureInfo.InvariantCulture) ? "analysis" : text[begin..end];
            if (name is not ("analysis" or "events") && !name.StartsWith("worker ", StringComparison.Ordinal))
            {
                return null;
            }

            var rest = text[(end + 2)..].Split(' ');
            return (name, (long.Parse(rest[11], CultureInfo.InvariantCulture) + long.Parse(rest[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
        catch (IOException)
        {
            // It has just ended.
            return null;
        }
    }
}
