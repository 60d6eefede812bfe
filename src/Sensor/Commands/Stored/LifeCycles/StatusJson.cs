using System.Buffers;
using System.Text;
using System.Text.Json;
using Sensor.Outputs;
using Sensor.State;

namespace Sensor.Commands.Stored.LifeCycles;

/// <summary>An alert's line with a member more: <c>status</c>, how its incident stands by what people did.</summary>
internal static class StatusJson
{
    /// <param name="line">The line as it is in <c>alerts.jsonl</c>.</param>
    /// <param name="cycle">What people did about the incident.</param>
    /// <param name="now">Packet time.</param>
    /// <param name="withHistory">All that was done, too.</param>
    public static string Added(string line, LifeCycle cycle, long now, bool withHistory = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = JsonLines.WriterOn(buffer);
        json.WriteStartObject();
        json.WriteString("state"u8, Word(cycle.Stage));
        if ((cycle.Closing ?? cycle.Acknowledgement) is { } deed)
        {
            json.WriteString("verdict"u8, deed.Verb == JournalVerb.Close ? DeedText.Word(deed.Verdict) : null);
            WriteSigned(json, deed);
        }

        if (cycle.MuteAt(now) is { } mute)
        {
            json.WriteStartObject("muted"u8);
            WriteMute(json, mute);
            WriteSigned(json, mute);
            json.WriteEndObject();
        }

        if (withHistory)
        {
            json.WriteStartArray("history"u8);
            foreach (var done in cycle.Deeds)
            {
                Write(json, done);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return $"{line[..^1]},\"status\":{Encoding.UTF8.GetString(buffer.WrittenSpan)}}}";
    }

    public static string Word(Stage stage) => stage switch
    {
        Stage.New => "new",
        Stage.Acknowledged => "acknowledged",
        _ => "closed",
    };

    private static void Write(Utf8JsonWriter json, JournalEntry deed)
    {
        json.WriteStartObject();
        json.WriteString("deed"u8, DeedText.Word(deed.Verb));
        if (deed.Verb == JournalVerb.Close)
        {
            json.WriteString("verdict"u8, DeedText.Word(deed.Verdict));
        }
        else if (deed.Verb == JournalVerb.Mute)
        {
            WriteMute(json, deed);
        }

        WriteSigned(json, deed);
        json.WriteEndObject();
    }

    private static void WriteMute(Utf8JsonWriter json, JournalEntry mute)
    {
        json.WriteString("id"u8, DeedText.Id(mute.Number));
        json.WriteString("scope"u8, DeedText.Word(mute.Scope));
        json.WriteTime("until"u8, mute.Until);
    }

    private static void WriteSigned(Utf8JsonWriter json, JournalEntry deed)
    {
        json.WriteString("by"u8, deed.Who);
        json.WriteTime("at"u8, deed.Said);
        if (deed.Note.Length > 0)
        {
            json.WriteString("note"u8, deed.Note);
        }
    }
}
