namespace Sensor.Models;

/// <summary>Counters that stay at their largest value. Such a sum of several parts doesn't depend on their order.</summary>
internal static class Saturating
{
    public static uint Add(uint one, uint other) => (uint)Math.Min((ulong)one + other, uint.MaxValue);
}
