using System.Globalization;
using System.Text.RegularExpressions;

namespace Sensor.Options;

/// <summary>When learning ends: a point in time, or a while after the first packet.</summary>
internal sealed partial record LearnUntil(long? Absolute, long AfterFirst)
{
    private const decimal MaxSeconds = 1_000_000_000;

    /// <summary>Packet time in nanoseconds since the Unix epoch.</summary>
    public long Resolve(long firstPacket) => Absolute ?? firstPacket + AfterFirst;

    /// <summary>ISO 8601 (UTC where no offset is given), or <c>+</c>, a number and one of s, m, h, d.</summary>
    public static bool TryParse(string text, out LearnUntil value)
    {
        value = new LearnUntil(null, 0);
        if (Relative().Match(text) is { Success: true } match)
        {
            long seconds = match.Groups[2].Value switch { "s" => 1, "m" => 60, "h" => 3600, _ => 86_400 };
            if (!decimal.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) || count > MaxSeconds / seconds)
            {
                return false;
            }

            value = new LearnUntil(null, (long)(count * seconds * 1_000_000_000));
            return true;
        }

        if (!Iso8601().IsMatch(text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || time.Year is < 1970 or > 2200)
        {
            return false;
        }

        value = new LearnUntil((time.UtcTicks - DateTime.UnixEpoch.Ticks) * 100, 0);
        return true;
    }

    [GeneratedRegex(@"^\+([0-9]+(?:\.[0-9]+)?)([smhd])\z", RegexOptions.CultureInvariant)]
    private static partial Regex Relative();

    /// <summary>Nothing that depends on today, nor on whose day comes before the month.</summary>
    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Iso8601();
}
