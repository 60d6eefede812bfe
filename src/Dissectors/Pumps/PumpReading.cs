using System.Runtime.CompilerServices;

namespace Sensor.Dissectors.Pumps;

/// <summary>A value that was set or said, beside what it was before.</summary>
public struct PumpReading
{
    /// <summary>In <see cref="Unit"/>; NaN where it isn't known.</summary>
    public double New;

    /// <summary>What the pump last said, or was told, on this connection; NaN where that isn't known.</summary>
    public double Old;
    public PumpQuantity Quantity;
    public PumpUnit Unit;
}

/// <summary>The readings of one event; further ones are counted, not kept.</summary>
[InlineArray(Max)]
public struct PumpReadings
{
    public const int Max = 6;

    private PumpReading _first;
}
