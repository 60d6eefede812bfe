using System.Globalization;
using System.Text.RegularExpressions;

namespace Sensor.Options;

/// <summary>How fast packets are replayed: <c>max</c>, or a multiple of the speed they were captured at.</summary>
internal static partial class ReplaySpeed
{
    private const double Slowest = 0.001;
    private const double Fastest = 1_000_000;

    /// <param name="text">As it was given.</param>
    /// <param name="speed">Seconds of packet time per second; null: as fast as can be.</param>
    public static bool TryParse(string text, out double? speed)
    {
        speed = null;
        if (text == "max")
        {
            return true;
        }

        if (Multiple().Match(text) is not { Success: true } match)
        {
            return false;
        }

        speed = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return speed is >= Slowest and <= Fastest;
    }

    [GeneratedRegex(@"^([0-9]+(?:\.[0-9]+)?)x\z", RegexOptions.CultureInvariant)]
    private static partial Regex Multiple();
}
