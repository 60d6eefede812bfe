using System.Globalization;

namespace Sensor.Health;

/// <summary>What the sensor may have to do without: bounds at which something gives way, and clocks that aren't believed.</summary>
internal enum Shortcoming : byte
{
    // Of partitions, from packets.
    Flows,
    StreamMemory,
    Fragments,
    TunnelFragments,
    TunnelDepth,
    Duplicates,
    Names,
    ArpBindings,
    Requests,

    // Of the analysis, from facts.
    NameMemory,
    Devices,
    DevicesBehind,
    MacAddresses,
    Claims,
    Models,
    Commands,
    Sessions,
    Rules,
    Findings,
    Alerts,
    Stories,
    EvidenceMissed,
    EvidenceKeep,

    // Of the input.
    Interfaces,
    ClockAhead,
    ClockBehind,
    ClockStepped,
}

/// <summary>How a shortcoming is told.</summary>
/// <param name="Subject">Subject of the health event.</param>
/// <param name="Name">Its stable name.</param>
/// <param name="Limit">The bound, in the unit the text says; 0 where there is none.</param>
/// <param name="What">What it is a number of, for people.</param>
/// <param name="Why">The bound, or what follows from it.</param>
internal sealed record ShortcomingInfo(string Subject, string Name, long Limit, string What, string Why)
{
    public string Say(long count) => string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(What[0])}{What.AsSpan(1)}: {count:N0}; {Why}.");
}
