using System.Text.Json;
using Sensor.Dissectors.Contract;
using Sensor.Inventory;

namespace Sensor.Outputs;

/// <summary>What alerts and findings are written with alike.</summary>
internal static class CaseJson
{
    /// <summary>A device in short; null for none.</summary>
    public static void WriteDevice(Utf8JsonWriter json, ReadOnlySpan<byte> key, Device? device)
    {
        if (device is null)
        {
            json.WriteNull(key);
            return;
        }

        json.WriteStartObject(key);
        json.WriteString("id"u8, device.Id);
        json.WriteString("ip"u8, device.AddressText);
        WriteNameplate(json, device);
        json.WriteString("role"u8, device.Roles.Surest?.Name ?? "unknown");
        json.WriteEndObject();
    }

    /// <summary>The serial number by which a device behind a gateway is known; nothing of others.</summary>
    public static void WriteNameplate(Utf8JsonWriter json, Device device)
    {
        if (device.Nameplate is { } nameplate)
        {
            json.WriteString("family"u8, nameplate.Family);
            json.WriteString("serial"u8, nameplate.Serial);
        }
    }

    public static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> key, IReadOnlyList<string> values)
    {
        json.WriteStartArray(key);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>Packets that prove it, file by file, and the times they span.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="packets">Ordinals in the whole input.</param>
    /// <param name="period">Packet times.</param>
    /// <param name="locate">Finds a packet's file and its number there.</param>
    /// <param name="more">What else is to be said, by the packets' numbers in the last file.</param>
    public static void WriteEvidence(
        Utf8JsonWriter json, IReadOnlyList<long> packets, (long From, long To) period, Func<long, (string File, long Number)> locate, Action<IReadOnlyList<long>>? more = null)
    {
        json.WriteStartObject("evidence"u8);
        var places = packets.Select(locate).ToList();
        var file = places.Count > 0 ? places[^1].File : "";
        var numbers = places.Where(p => p.File == file).Select(p => p.Number).ToList();
        WritePackets(json, file, numbers);
        var others = places.Where(p => p.File != file).GroupBy(p => p.File, p => p.Number).ToList();
        if (others.Count > 0)
        {
            json.WriteStartArray("more"u8);
            foreach (var other in others)
            {
                json.WriteStartObject();
                WritePackets(json, other.Key, other);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteTime("from"u8, period.From);
        json.WriteTime("to"u8, period.To);
        more?.Invoke(numbers);
        json.WriteEndObject();
    }

    private static void WritePackets(Utf8JsonWriter json, string file, IEnumerable<long> numbers)
    {
        json.WriteString("file"u8, file);
        json.WriteStartArray("packets"u8);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}

/// <summary>What an alert says about the data it rests on.</summary>
internal static class QualityText
{
    public static string Of(Quality quality)
    {
        if (quality == Quality.Clean)
        {
            return "clean";
        }

        var parts = new List<string>();
        Add(Quality.Gap, "packets were lost");
        Add(Quality.Cut, "packets were cut by the snap length");
        Add(Quality.MidStream, "the beginning wasn't captured");
        Add(Quality.OneSided, "only one direction was captured");
        Add(Quality.LossyMirror, "the mirror was losing much at the time");
        return string.Join("; ", parts);

        void Add(Quality flag, string text)
        {
            if (quality.HasFlag(flag))
            {
                parts.Add(text);
            }
        }
    }
}
