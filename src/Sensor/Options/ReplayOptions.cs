namespace Sensor.Options;

/// <summary>What <c>sensor replay</c> was asked to do.</summary>
internal sealed record ReplayOptions(IReadOnlyList<string> Paths) : RunOptions
{
    /// <summary>Seconds of packet time per second; null: as fast as can be.</summary>
    public double? Speed { get; init; }

    /// <summary>The path is a folder that captures are being written into.</summary>
    public bool Follow { get; init; }

    /// <summary>Following ends when nothing has grown for so long; null: never.</summary>
    public TimeSpan? Idle { get; init; }
}
