using Sensor.Capture.Live;
using Sensor.Outputs.Delivery;
using Sensor.Streams;

namespace Sensor.Series;

/// <summary>How the sensor itself is, at one moment. Counts are since the beginning of the run.</summary>
internal sealed record HealthReading
{
    public required PartitionSample Counted { get; init; }

    public required long LostBytes { get; init; }

    public required long Holes { get; init; }

    public required int Devices { get; init; }

    /// <summary>By their own evidence; counted anew every ten minutes of packet time, as it takes a look at each.</summary>
    public required int MatureDevices { get; init; }

    public required bool IsLearningPaused { get; init; }

    public required long LearningPauses { get; init; }

    public required long Alerts { get; init; }

    public required long AlertsFolded { get; init; }

    public required long AlertsWithheld { get; init; }

    public required long AlertsMuted { get; init; }

    public required long Incidents { get; init; }

    /// <summary>What gave way at a bound, or a clock that wasn't believed: name and how often, also never, in a fixed order.</summary>
    public required IReadOnlyList<(string Name, long Count)> Shortcomings { get; init; }

    /// <summary>What depends on the machine and on when it is asked; null where that isn't wanted.</summary>
    public MachineReading? Machine { get; init; }
}

/// <summary>What the process takes of the machine.</summary>
internal sealed record MachineReading
{
    /// <summary>Bytes of the process in memory.</summary>
    public required long Memory { get; init; }

    /// <summary>Bytes of the managed heap.</summary>
    public required long Heap { get; init; }

    /// <summary>Bytes allocated so far.</summary>
    public required long Allocated { get; init; }

    /// <summary>Collections of each generation.</summary>
    public required IReadOnlyList<int> Collections { get; init; }

    public required double CpuSeconds { get; init; }

    /// <summary>Processor seconds of each thread by its name: the workers, the analysis, the writing of events.</summary>
    public required IReadOnlyList<(string Name, double CpuSeconds)> Threads { get; init; }

    /// <summary>Batches of facts of each worker that wait for the analysis.</summary>
    public required IReadOnlyList<int> Queues { get; init; }

    /// <summary>Receivers in the order of the configuration.</summary>
    public required IReadOnlyList<ReceiverStatus> Receivers { get; init; }

    /// <summary>The capture's own counts; null where files are read.</summary>
    public CaptureStatistics? Capture { get; init; }
}
