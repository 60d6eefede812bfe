namespace Sensor.Evidence;

/// <summary>How much of the packets behind alerts is kept while listening.</summary>
internal sealed record EvidenceSettings
{
    /// <summary>Memory for recent packets, all workers together; 0: none are kept.</summary>
    public long RingBytes { get; init; } = 64 << 20;

    /// <summary>Bytes kept of a packet at most.</summary>
    public int Snap { get; init; } = PacketRing.DefaultSnap;

    /// <summary>Bytes of captures of alerts on disk.</summary>
    public long KeepBytes { get; init; } = 256 << 20;

    /// <summary>Payload that may be about patients is hidden before anything is written.</summary>
    public bool IsMasked { get; init; } = true;
}
