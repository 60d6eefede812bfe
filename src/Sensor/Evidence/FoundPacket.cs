using Sensor.Dissectors.Packets;

namespace Sensor.Evidence;

/// <summary>A packet of an alert.</summary>
/// <param name="Time">Nanoseconds since the Unix epoch.</param>
/// <param name="Interface">Name of the capture interface; null where it has none.</param>
/// <param name="Link">What the frame begins with.</param>
/// <param name="Frame">Its bytes, as many as were captured or kept.</param>
/// <param name="WireLength">Its length on the wire.</param>
internal sealed record FoundPacket(long Time, string? Interface, LinkType Link, byte[] Frame, int WireLength)
{
    /// <summary>File and number there; null while listening.</summary>
    public (string File, long Number)? Place { get; init; }

    /// <summary>It is one of those that prove the alert.</summary>
    public bool IsProof { get; init; }

    /// <summary>It belongs to the alert's conversation.</summary>
    public bool IsWanted { get; init; }

    /// <summary>In which order they were found: decides where times are the same.</summary>
    public long Order { get; init; }
}
