using System.Runtime.InteropServices;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Pumps;

/// <summary>A connection to pumps is over: models learn the order of commands in it.</summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
public struct PumpSession : IFact<PumpSession>
{
    /// <summary>It ended by itself, and all of it was seen.</summary>
    public bool IsOrderly;

    public static FactKind Kind { get; } = FactKind.Of<PumpSession>(null);

    public static void Write(in PumpSession fact, EventWriter to)
    {
    }

    public static void Tell(in PumpSession fact, IMeaning to) => to.CloseSession(fact.IsOrderly);
}
