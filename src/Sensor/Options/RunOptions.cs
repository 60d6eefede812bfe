using Sensor.Alerts;
using Sensor.Models;
using Sensor.Options.Keys;

namespace Sensor.Options;

/// <summary>What replaying and listening have in common.</summary>
internal abstract record RunOptions
{
    /// <summary>What holds for keys of the configuration that aren't an option as well.</summary>
    public Settings Settings { get; init; } = new();

    /// <summary>Where settings were read and can be read again; null: nowhere.</summary>
    public Configuration? Configuration { get; init; }

    /// <summary>Folder of the five result files; null: alerts go to standard output.</summary>
    public string? Out { get; init; }

    /// <summary>Folder in which the sensor remembers from run to run; null: it doesn't.</summary>
    public string? State { get; init; }

    /// <summary>File of a page for people at the end; null: none.</summary>
    public string? Report { get; init; }

    public int Workers { get; init; } = DefaultWorkers;

    public LearningMode Mode { get; init; } = LearningMode.Auto;

    public LearnUntil? LearnUntil { get; init; }

    public Severity? FailOn { get; init; }

    /// <summary>A packet filter (pcap-filter(7)), checked; null lets everything pass.</summary>
    public string? Filter { get; init; }

    /// <summary>One more doesn't pay beyond this: the analysis thread is the limit.</summary>
    public static int DefaultWorkers => Math.Clamp(Environment.ProcessorCount, 1, 4);

    public const int MaxWorkers = 64;
}
