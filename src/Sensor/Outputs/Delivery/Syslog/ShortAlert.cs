using System.Buffers;
using System.Text.Json;

namespace Sensor.Outputs.Delivery.Syslog;

/// <summary>An alert without what can be looked up elsewhere by its id.</summary>
internal static class ShortAlert
{
    private static readonly string[] Kept = ["id", "kind", "reason", "severity", "device", "peer", "explanation"];

    /// <param name="alert">Its line.</param>
    /// <param name="letters">Of each text, at most.</param>
    public static byte[]? Of(ReadOnlyMemory<byte> alert, int letters)
    {
        try
        {
            using var document = JsonDocument.Parse(alert);
            var buffer = new ArrayBufferWriter<byte>();
            using var json = JsonLines.WriterOn(buffer);
            json.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Name == "anomaly")
                {
                    WriteAnomaly(json, member.Value, letters);
                }
                else
                {
                    member.WriteTo(json);
                }
            }

            json.WriteEndObject();
            json.Flush();
            return buffer.WrittenSpan.ToArray();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void WriteAnomaly(Utf8JsonWriter json, JsonElement anomaly, int letters)
    {
        json.WriteStartObject("anomaly"u8);
        foreach (var member in anomaly.EnumerateObject().Where(m => Kept.Contains(m.Name)))
        {
            if (member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() is { } text && text.Length > letters && member.Name == "explanation")
            {
                json.WriteString(member.Name, text[..letters] + "…");
            }
            else
            {
                member.WriteTo(json);
            }
        }

        json.WriteBoolean("shortened"u8, true);
        json.WriteEndObject();
    }
}
