using System.Globalization;
using System.Text.RegularExpressions;

namespace Sensor.Options;

/// <summary>A length of time on the command line: a number and one of s, m, h, d.</summary>
internal static partial class Duration
{
    /// <summary>About thirty years, in seconds.</summary>
    private const long MaxSeconds = 1_000_000_000;

    /// <summary>Reads <paramref name="text"/> as nanoseconds, more than none and at most thirty years.</summary>
    public static bool TryParse(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        if (Form().Match(text) is not { Success: true } match
            || !decimal.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        long unit = match.Groups[2].Value switch { "s" => 1, "m" => 60, "h" => 3600, _ => 86_400 };
        if (count > MaxSeconds / unit)
        {
            return false;
        }

        nanoseconds = (long)(count * unit * 1_000_000_000);
        return nanoseconds > 0;
    }

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)([smhd])$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
