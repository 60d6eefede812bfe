using System.Text;
using System.Text.Json;

namespace Sensor.Outputs.Delivery;

/// <summary>Where things go that a receiver will never take: <c>refused.jsonl</c> in its folder of the spool, and one file of earlier ones. One thread.</summary>
/// <param name="folder">The folder; null: they are only counted.</param>
internal sealed class RefusedFile(string? folder)
{
    public const string FileName = "refused.jsonl", EarlierName = "refused.1.jsonl";

    private const long MaxBytes = 4 << 20;

    public void Add(in Outgoing thing, string reason)
    {
        if (folder is null)
        {
            return;
        }

        try
        {
            var path = Path.Combine(folder, FileName);
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
            {
                File.Move(path, Path.Combine(folder, EarlierName), overwrite: true);
            }

            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
            using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { SkipValidation = true }))
            {
                json.WriteStartObject();
                json.WriteString("key"u8, thing.Key);
                json.WriteString("event_type"u8, thing.Kind);
                json.WriteString("reason"u8, reason);
                json.WriteString("body"u8, Encoding.UTF8.GetString(thing.Body.Span));
                json.WriteEndObject();
            }

            file.WriteByte((byte)'\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk's trouble is the spool's to tell; that it was refused is counted and said all the same.
        }
    }
}
