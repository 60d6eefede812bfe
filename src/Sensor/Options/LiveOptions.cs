namespace Sensor.Options;

/// <summary>What <c>sensor live</c> was asked to do.</summary>
/// <param name="Interfaces">Names of the interfaces, all different.</param>
internal sealed record LiveOptions(IReadOnlyList<string> Interfaces) : RunOptions
{
    /// <summary>Bytes kept of each packet.</summary>
    public required int SnapLength { get; init; }

    /// <summary>The kernel's buffer for each interface, in MiB.</summary>
    public required int BufferMiB { get; init; }

    /// <summary>Nanoseconds to listen; null: until told to end.</summary>
    public long? Duration { get; init; }
}
