using Sensor.Dissectors.Contract;

namespace Sensor.Inventory;

/// <summary>
/// Another address than before speaks for a device with a serial number. The fact's source is the address that did so before, its destination the one that does now.
/// Not written as an event: that the device moved is.
/// </summary>
internal struct SerialElsewhere : IFact<SerialElsewhere>
{
    /// <summary>Nanoseconds within which both addresses count as speaking at once.</summary>
    public const long AtOnce = 60L * 1_000_000_000;

    public NameId Family;
    public NameId Serial;

    /// <summary>Nanoseconds since the former address spoke for it last.</summary>
    public long ApartNanoseconds;

    public static FactKind Kind { get; } = FactKind.Of<SerialElsewhere>(null, "device.elsewhere", fields => fields
        .Name("family", "whose serial numbers", (in f) => f.Family)
        .Name("serial", "serial number", (in f) => f.Serial)
        .Number("apart", "ms", "time since the former address (src) spoke for it", (in f) => f.ApartNanoseconds / 1e6)
        .Flag("at_once", "both addresses spoke for it within a minute", (in f) => f.ApartNanoseconds <= AtOnce));

    public static void Write(in SerialElsewhere fact, EventWriter to)
    {
    }

    public static void Tell(in SerialElsewhere fact, IMeaning to)
    {
    }
}
