using Sensor.Alerts;
using Sensor.Models;

namespace Sensor.Options;

/// <summary>What <c>sensor replay</c> was asked to do.</summary>
internal sealed record ReplayOptions(IReadOnlyList<string> Paths)
{
    /// <summary>Folder of the five result files; null: alerts go to standard output.</summary>
    public string? Out { get; init; }

    public int Workers { get; init; } = DefaultWorkers;

    public LearningMode Mode { get; init; } = LearningMode.Auto;

    public LearnUntil? LearnUntil { get; init; }

    public Severity? FailOn { get; init; }

    /// <summary>Seconds of packet time per second; null: as fast as can be.</summary>
    public double? Speed { get; init; }

    /// <summary>The path is a folder that captures are being written into.</summary>
    public bool Follow { get; init; }

    /// <summary>Following ends when nothing has grown for so long; null: never.</summary>
    public TimeSpan? Idle { get; init; }

    /// <summary>One more doesn't pay beyond this: the analysis thread is the limit.</summary>
    public static int DefaultWorkers => Math.Clamp(Environment.ProcessorCount, 1, 4);

    public const int MaxWorkers = 64;
}
