using Sensor.Alerts;
using Sensor.Dissectors.Contract;
using Sensor.Inventory;

namespace Sensor.Findings;

/// <summary>A state of affairs that should be put right: nothing happened, but something could. Open as long as there is evidence of it.</summary>
/// <param name="number">From 1, in the order in which they were found.</param>
/// <param name="reason">What it is.</param>
/// <param name="device">Whose.</param>
internal sealed class Finding(int number, AlertReason reason, Device device)
{
    /// <summary>Packets named as evidence: the first few.</summary>
    public const int MaxPackets = 5;

    public int Number { get; } = number;

    public string Id { get; } = $"fnd-{number:D6}";

    public AlertReason Reason { get; } = reason;

    public Device Device { get; } = device;

    /// <summary>The other end when it was last seen; null where that is no device.</summary>
    public Device? Peer { get; set; }

    /// <summary>Its reason's, unless the site gave it another when it was found.</summary>
    public required Severity Severity { get; init; }

    public required string Explanation { get; init; }

    public required string Observed { get; init; }

    /// <summary>Times it was seen, at most once a second of packet time.</summary>
    public long Count { get; set; }

    /// <summary>Packet times, nanoseconds since the Unix epoch.</summary>
    public required long First { get; init; }

    public long Last { get; set; }

    /// <summary>Packet time at which it closed for want of evidence; null while it is open.</summary>
    public long? Closed { get; set; }

    /// <summary>Nanoseconds of packet time without evidence after which it closes.</summary>
    public required long ClosesAfter { get; init; }

    public Quality Quality { get; set; }

    public List<long> Packets { get; } = [];
}
