using Sensor.Health;

namespace Sensor.Outputs;

/// <summary>Writes what the sensor came short of as events of type <c>health</c>. Without a stream it writes nothing.</summary>
internal sealed class HealthEvents(EventStream? events)
{
    /// <param name="what">What it came short of.</param>
    /// <param name="count">How often since the last event of this kind.</param>
    /// <param name="total">How often since the beginning.</param>
    /// <param name="time">Packet time, nanoseconds since the Unix epoch.</param>
    /// <param name="ordinal">Packet that made it known.</param>
    public void Write(ShortcomingInfo what, long count, long total, long time, long ordinal)
    {
        if (events is null)
        {
            return;
        }

        var json = events.Json;
        json.WriteStartObject();
        json.WriteTime("timestamp"u8, time);
        json.WriteString("event_type"u8, "health"u8);
        json.WriteNumber("pcap_cnt"u8, ordinal);
        json.WriteStartObject("health"u8);
        json.WriteString("subject"u8, what.Subject);
        json.WriteString("name"u8, what.Name);
        if (what.Limit > 0)
        {
            json.WriteNumber("limit"u8, what.Limit);
        }

        json.WriteNumber("count"u8, count);
        json.WriteNumber("total"u8, total);
        json.WriteString("text"u8, what.Say(count));
        json.WriteEndObject();
        json.WriteEndObject();
        events.EndLine();
    }
}
