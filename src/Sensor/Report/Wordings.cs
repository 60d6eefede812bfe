using System.Globalization;
using Sensor.Alerts;

namespace Sensor.Report;

/// <summary>Numbers and times as a report says them: in UTC, with what a reader can take in at a glance.</summary>
internal static class Wordings
{
    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;

    public static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with its noun: <c>1 alert</c>, <c>2 alerts</c>.</summary>
    public static string N(long number, string noun) => $"{N(number)} {noun}{(number == 1 ? "" : "s")}";

    public static string Bytes(long bytes) => Wording.Amount(bytes, "byte");

    /// <summary>A number in a few characters.</summary>
    public static string Short(long number) => number switch
    {
        < 1000 => number.ToString(CultureInfo.InvariantCulture),
        < 9_950 => (number / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + "k",
        < 999_500 => (number / 1e3).ToString("0", CultureInfo.InvariantCulture) + "k",
        < 9_950_000 => (number / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + "M",
        _ => (number / 1e6).ToString("N0", CultureInfo.InvariantCulture) + "M",
    };

    /// <summary><c>2026-11-21 18:52:11</c>.</summary>
    public static string Time(long time) => Format(time, "yyyy-MM-dd HH:mm:ss");

    /// <summary>For machines: <c>2026-11-21T18:52:11Z</c>.</summary>
    public static string Iso(long time) => Format(time, "yyyy-MM-ddTHH:mm:ssZ");

    public static string Format(long time, string format) => DateTime.UnixEpoch.AddTicks(time / 100).ToString(format, CultureInfo.InvariantCulture);

    /// <summary>How long a row is, after "per" or "each".</summary>
    public static string Stretch(long width) => width switch
    {
        Minute => "minute",
        Hour => "hour",
        Day => "day",
        _ => Wording.Span(width),
    };

    /// <summary>What figures of traffic are really of; null where that is the period.</summary>
    public static string? Wider(ReportData data) => data.Traffic.Wider is not { } figures ? null
        : $"Figures of traffic and loss are of {Time(figures.From)} to {Time(figures.To)}, the finest that is still known of this period.";

    public static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    public static string Protocol(string name) => name.Length == 0 ? "other" : name.ToUpperInvariant();

    /// <summary>A sentence's first letter.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text.AsSpan(1)}";
}
