using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <summary>A connection that carried messages is over. Not an event.</summary>
public struct Hl7Session : IFact<Hl7Session>
{
    public long Messages;

    /// <summary>Both sides closed it.</summary>
    public bool IsClosed;

    public static FactKind Kind { get; } = FactKind.Of<Hl7Session>(null);

    public static void Write(in Hl7Session fact, EventWriter to)
    {
    }

    public static void Tell(in Hl7Session fact, IMeaning to) => to.CloseSession(fact.IsClosed);
}
