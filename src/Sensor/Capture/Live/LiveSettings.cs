namespace Sensor.Capture.Live;

/// <summary>How to listen.</summary>
internal sealed record LiveSettings
{
    /// <summary>Bytes kept of each packet, at most: whole packets, offloaded ones too.</summary>
    public const int MaxSnapLength = 262_144;

    /// <summary>Less cuts headers off.</summary>
    public const int MinSnapLength = 64;

    /// <summary>libpcap takes the size as a signed 32-bit number of bytes.</summary>
    public const int MaxBufferMiB = 2047;

    public int SnapLength { get; init; } = MaxSnapLength;

    /// <summary>64 last half a second at a full gigabit.</summary>
    public const int DefaultBufferMiB = 64;

    /// <summary>Size of the kernel's buffer for each interface.</summary>
    public int BufferBytes { get; init; } = DefaultBufferMiB << 20;

    /// <summary>Filter for the kernel (pcap-filter(7)); null lets everything pass.</summary>
    public string? Filter { get; init; }

    /// <summary>Nanoseconds of the system's clock after which listening ends; null: when it is told to.</summary>
    public long? Duration { get; init; }
}
