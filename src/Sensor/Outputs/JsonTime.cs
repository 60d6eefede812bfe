using System.Text.Json;
using Sensor.Dissectors.Contract;

namespace Sensor.Outputs;

/// <summary>Packet times as all result files write them.</summary>
internal static class JsonTime
{
    /// <param name="nanoseconds">Since the Unix epoch.</param>
    public static string Of(long nanoseconds)
    {
        Span<byte> text = stackalloc byte[EveTime.Length];
        EveTime.Format(nanoseconds, text);
        return System.Text.Encoding.ASCII.GetString(text);
    }

    /// <param name="json">Where it is written.</param>
    /// <param name="key">The member's name.</param>
    /// <param name="time">Nanoseconds since the Unix epoch; null is written as null.</param>
    public static void WriteTime(this Utf8JsonWriter json, ReadOnlySpan<byte> key, long? time)
    {
        if (time is not { } nanoseconds)
        {
            json.WriteNull(key);
            return;
        }

        Span<byte> text = stackalloc byte[EveTime.Length];
        EveTime.Format(nanoseconds, text);
        json.WriteString(key, text);
    }
}
