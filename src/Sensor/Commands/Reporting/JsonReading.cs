using System.Globalization;
using System.Text.Json;
using Sensor.Commands.Stored;

namespace Sensor.Commands.Reporting;

/// <summary>Reads members of a record that may be anybody's: what isn't there, or isn't what it should be, is nothing.</summary>
internal static class JsonReading
{
    /// <summary>Greater numbers are nobody's measurement, and would burst a picture.</summary>
    private const double Most = 1e15;

    public static double Number(this JsonElement record, string path) =>
        record.Find(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) && double.IsFinite(value) ? Math.Clamp(value, -Most, Most) : 0;

    public static long Whole(this JsonElement record, string path) => (long)record.Number(path);

    /// <summary>A time as results have it, in nanoseconds since the Unix epoch; null where there is none.</summary>
    public static long? Time(this JsonElement record, string path) =>
        DateTimeOffset.TryParseExact(record.Text(path), "yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time)
            ? Nanoseconds(time) : null;

    /// <summary>Nanoseconds since the Unix epoch; what is too far from it is taken to its end.</summary>
    public static long Nanoseconds(DateTimeOffset time) => Math.Clamp(time.UtcTicks - DateTime.UnixEpoch.Ticks, long.MinValue / 100, long.MaxValue / 100) * 100;

    public static IEnumerable<JsonElement> Items(this JsonElement record, string path) =>
        record.Find(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
