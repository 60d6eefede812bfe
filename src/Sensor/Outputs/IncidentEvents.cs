using Sensor.Alerts;

namespace Sensor.Outputs;

/// <summary>Writes incidents that are over, or open when the input ends, as events of type <c>incident</c>.</summary>
/// <param name="stream">Where events go.</param>
/// <param name="hasPacketNumbers">Packets can be found by their number.</param>
internal sealed class IncidentEvents(EventStream stream, bool hasPacketNumbers) : IIncidentTaker
{
    public void Take(Incident incident, long time, long ordinal)
    {
        var json = stream.Json;
        json.WriteStartObject();
        json.WriteTime("timestamp"u8, time);
        json.WriteString("event_type"u8, "incident"u8);
        if (hasPacketNumbers)
        {
            json.WriteNumber("pcap_cnt"u8, ordinal);
        }

        json.WritePropertyName("incident"u8);
        IncidentJson.Write(json, incident);
        json.WriteEndObject();
        stream.EndLine();
    }
}
