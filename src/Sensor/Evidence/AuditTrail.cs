using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sensor.Evidence;

/// <summary>Who saw patients' data, when and why: lines of JSON in a file that only grows and that only its owner reads.</summary>
internal static class AuditTrail
{
    /// <summary>Its name in a state directory.</summary>
    public const string Name = "audit.jsonl";

    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Adds a record; it is on disk when this returns. One at a time: who comes second while another writes is refused.</summary>
    /// <exception cref="IOException">It can't be written, or others than its owner may read or write it.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Append(string path, AuditRecord record)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("timestamp"u8, record.Time.ToString("yyyy-MM-ddTHH:mm:ss.ffffff+0000", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("action"u8, "reveal-phi"u8);
            json.WriteString("by"u8, record.By);
            json.WriteString("why"u8, record.Why);
            json.WriteString("alert"u8, record.Alert);
            json.WriteNumber("packets"u8, record.Packets);
            if (record.HasFailed)
            {
                json.WriteString("outcome"u8, "failed"u8);
            }

            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        using var file = OwnFile.Open(path, FileMode.Append);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & ~Owner) != 0)
        {
            throw new IOException("others than its owner may read or write it (chmod 600)");
        }

        file.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
        file.Flush(flushToDisk: true);
    }
}

/// <summary>One look at patients' data.</summary>
/// <param name="Time">By the clock, UTC.</param>
/// <param name="By">Who, as they said.</param>
/// <param name="Why">What for.</param>
/// <param name="Alert">Id of the alert whose packets were shown.</param>
/// <param name="Packets">How many.</param>
internal sealed record AuditRecord(DateTime Time, string By, string Why, string Alert, int Packets)
{
    /// <summary>What was written down before didn't come to be: the capture couldn't be written to its end.</summary>
    public bool HasFailed { get; init; }
}
