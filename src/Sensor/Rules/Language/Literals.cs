using System.Globalization;
using Sensor.Yaml;

namespace Sensor.Rules.Language;

/// <summary>Reads numbers as rules write them, in the unit of what they are compared with.</summary>
internal static class Literals
{
    private static readonly (string Suffix, double Factor)[] Multiples =
        [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("k", 1e3), ("M", 1e6), ("G", 1e9)];

    /// <param name="text">Such as 5, 0.5, 20k, 64KiB, 0xA700, and of times 250ms, 10m.</param>
    /// <param name="unit">Unit of the other side.</param>
    /// <param name="value">The number in that unit.</param>
    public static bool TryRead(string text, string unit, out double value)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            return double.IsFinite(value);
        }

        if (unit == "ms")
        {
            // 10m are ten minutes; 10M are ten million of what is counted.
            var isTime = Duration.TryParse(text, out var nanoseconds);
            value = nanoseconds / 1e6;
            return isTime;
        }

        if (text.StartsWith("0x", StringComparison.Ordinal) && uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
        {
            value = hex;
            return true;
        }

        foreach (var (suffix, factor) in Multiples)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal) && double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                value = number * factor;
                return double.IsFinite(value);
            }
        }

        return false;
    }
}
