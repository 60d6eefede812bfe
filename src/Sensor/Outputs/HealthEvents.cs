using System.Text.Json;
using Sensor.Alerts;
using Sensor.Capture.Live;
using Sensor.Detection;
using Sensor.Health;
using Sensor.Options;
using Sensor.Outputs.Delivery;
using Sensor.State;

namespace Sensor.Outputs;

/// <summary>Writes what changes about the sensor's own view as events of type <c>health</c>. Without a stream it writes nothing.</summary>
/// <param name="stream">Where events go.</param>
/// <param name="hasPacketNumbers">Packets can be found by their number.</param>
internal sealed class HealthEvents(EventStream? stream, bool hasPacketNumbers)
{
    /// <param name="what">What it came short of.</param>
    /// <param name="count">How often since the last event of this kind.</param>
    /// <param name="total">How often since the beginning.</param>
    /// <param name="time">Packet time, nanoseconds since the Unix epoch.</param>
    /// <param name="ordinal">Packet that made it known.</param>
    public void Write(ShortcomingInfo what, long count, long total, long time, long ordinal)
    {
        if (Begin(what.Subject, time, ordinal) is not { } json)
        {
            return;
        }

        json.WriteString("name"u8, what.Name);
        if (what.Limit > 0)
        {
            json.WriteNumber("limit"u8, what.Limit);
        }

        json.WriteNumber("count"u8, count);
        json.WriteNumber("total"u8, total);
        End(what.Say(count));
    }

    public void Write(LearningChange change)
    {
        if (Begin("learning", change.Time, change.Ordinal) is { } json)
        {
            json.WriteString("state"u8, change.Paused ? "paused"u8 : "going on"u8);
            json.WriteNumber("loss"u8, Math.Round(change.Share, 4));
            var what = change.Paused ? "Nothing is learnt for now" : "Learning goes on";
            End($"{what}: {Wording.Percent(change.Share)} of the traffic of the last minute is missing from the capture.");
        }
    }

    /// <param name="change">What came of reading the configuration again.</param>
    /// <param name="time">Packet time, nanoseconds since the Unix epoch.</param>
    /// <param name="ordinal">The packet seen last.</param>
    public void Write(ConfigurationChange change, long time, long ordinal)
    {
        if (Begin("configuration", time, ordinal) is { } json)
        {
            json.WriteString("state"u8, change.Refused ? "refused"u8 : "read again"u8);
            WriteList(json, "changed"u8, change.Changed);
            WriteList(json, "next_start"u8, change.NextStart);
            End(change.Text);
        }
    }

    public void Write(InterfaceChange change)
    {
        if (Begin("interface", change.Time, ordinal: 0, change.Interface) is { } json)
        {
            json.WriteString("state"u8, LiveInterface.Word(change.State));
            json.WriteBoolean("listening"u8, change.Listening);
            End(change.Text);
        }
    }

    /// <param name="news">What became of saved state.</param>
    /// <param name="time">Packet time, nanoseconds since the Unix epoch.</param>
    /// <param name="ordinal">The latest packet then.</param>
    public void Write(StateNews news, long time, long ordinal)
    {
        if (Begin("state", time, ordinal) is { } json)
        {
            json.WriteString("state"u8, news.Event switch
            {
                StateEvent.NotSaved => "not saved"u8,
                StateEvent.Saved => "saved"u8,
                _ => "begun anew"u8,
            });
            End(news.Text);
        }
    }

    /// <param name="deed">What somebody did about an incident, which has taken effect.</param>
    /// <param name="time">Packet time, nanoseconds since the Unix epoch.</param>
    /// <param name="ordinal">The latest packet then.</param>
    public void Write(JournalEntry deed, long time, long ordinal)
    {
        if (Begin("journal", time, ordinal) is { } json)
        {
            json.WriteString("state"u8, DeedText.Word(deed.Verb));
            json.WriteString("incident"u8, Alert.IdOf(deed.Incident));
            json.WriteNumber("deed"u8, deed.Number);
            json.WriteString("by"u8, deed.Who);
            if (deed.Verb == JournalVerb.Close)
            {
                json.WriteString("verdict"u8, DeedText.Word(deed.Verdict));
            }

            End(DeedText.Sentence(deed));
        }
    }

    /// <param name="news">What became of a receiver.</param>
    /// <param name="time">Packet time, nanoseconds since the Unix epoch.</param>
    /// <param name="ordinal">The latest packet then.</param>
    public void Write(DeliveryNews news, long time, long ordinal)
    {
        if (Begin("output", time, ordinal) is { } json)
        {
            json.WriteString("state"u8, news.Event switch
            {
                DeliveryEvent.Unreachable => "unreachable"u8,
                DeliveryEvent.ReachableAgain => "reachable again"u8,
                DeliveryEvent.Refused => "refused"u8,
                DeliveryEvent.Full => "full"u8,
                DeliveryEvent.RoomAgain => "room again"u8,
                _ => "spool"u8,
            });
            json.WriteString("receiver"u8, news.Receiver);
            End(news.Text);
        }
    }

    private Utf8JsonWriter? Begin(string subject, long time, long ordinal, string? networkInterface = null)
    {
        if (stream?.Json is not { } json)
        {
            return null;
        }

        json.WriteStartObject();
        json.WriteTime("timestamp"u8, time);
        json.WriteString("event_type"u8, "health"u8);
        if (hasPacketNumbers)
        {
            json.WriteNumber("pcap_cnt"u8, ordinal);
        }

        if (networkInterface is not null)
        {
            json.WriteString("in_iface"u8, networkInterface);
        }

        json.WriteStartObject("health"u8);
        json.WriteString("subject"u8, subject);
        return json;
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> key, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(key);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private void End(string text)
    {
        stream!.Json.WriteString("text"u8, text);
        stream.Json.WriteEndObject();
        stream.Json.WriteEndObject();
        stream.EndLine();
    }
}
