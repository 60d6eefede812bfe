using System.Globalization;
using System.Text.RegularExpressions;

namespace Sensor.Yaml;

/// <summary>A length of time as people write it: a number and one of ms, s, m, h, d.</summary>
internal static partial class Duration
{
    /// <summary>About thirty years, in seconds.</summary>
    private const long MaxSeconds = 1_000_000_000;

    private static readonly (string Name, long Nanoseconds)[] Units =
        [("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000)];

    /// <summary>Reads <paramref name="text"/> as nanoseconds, more than none and at most thirty years.</summary>
    public static bool TryParse(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        if (Form().Match(text) is not { Success: true } match
            || !decimal.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var unit = Units.First(u => u.Name == match.Groups[2].Value).Nanoseconds;
        if (count > (decimal)MaxSeconds * 1_000_000_000 / unit)
        {
            return false;
        }

        nanoseconds = (long)(count * unit);
        return nanoseconds > 0;
    }

    /// <summary>The same the other way: in the largest unit of which it is a whole number.</summary>
    public static string Write(long nanoseconds)
    {
        var (name, unit) = Units.First(u => nanoseconds % u.Nanoseconds == 0 || u.Name == "ms");
        return string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / unit}{name}");
    }

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)(ms|[smhd])$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
