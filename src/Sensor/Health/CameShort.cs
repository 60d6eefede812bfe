using Sensor.Dissectors.Contract;

namespace Sensor.Health;

/// <summary>How often a partition came short of something since it last said so. About no flow; told on by the analysis, with those of the others.</summary>
internal struct CameShort : IFact<CameShort>
{
    public Shortcoming What;
    public long Count;

    public static FactKind Kind { get; } = FactKind.Of<CameShort>(null);

    public static void Write(in CameShort fact, EventWriter to)
    {
    }

    public static void Tell(in CameShort fact, IMeaning to)
    {
    }
}
