namespace Sensor.Outputs.Delivery;

/// <summary>What is sent where, and how it is kept until then.</summary>
internal sealed record DeliverySettings
{
    public required IReadOnlyList<ReceiverSettings> Receivers { get; init; }

    /// <summary>Folder of the spool; null: what waits is in memory only.</summary>
    public required string? Folder { get; init; }

    /// <summary>Bytes on disk for each receiver, at most.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes in memory for each receiver where the disk can't be used, at most.</summary>
    public int MemoryBytes { get; init; } = 16 << 20;

    /// <summary>The first wait after a failure.</summary>
    public required TimeSpan Retry { get; init; }

    /// <summary>How long the end of a run waits for receivers.</summary>
    public required TimeSpan Drain { get; init; }
}
