using System.Text.Json;
using Sensor.Alerts;

namespace Sensor.Outputs;

/// <summary>Writes an incident: as it stood when an alert of it was told, or as a whole.</summary>
internal static class IncidentJson
{
    /// <summary>Entries of the timeline in an alert: the first few and the latest.</summary>
    private const int FirstShown = 4, LatestShown = 12;

    /// <summary>The incident of an alert that is being told, as <c>incident</c>.</summary>
    public static void Write(Utf8JsonWriter json, Alert alert, Incident incident)
    {
        json.WriteStartObject("incident"u8);
        json.WriteString("id"u8, incident.Id);
        json.WriteNumber("step"u8, alert.Step);
        WriteFigures(json, incident);
        var (timeline, leftOut) = (incident.Timeline, incident.Timeline.Count - FirstShown - LatestShown);
        WriteTimeline(json, incident, leftOut <= 0 ? timeline : timeline.Take(FirstShown).Concat(timeline.Skip(FirstShown + leftOut)));
        json.WriteEndObject();
    }

    /// <summary>All of it, as an object of its own.</summary>
    public static void Write(Utf8JsonWriter json, Incident incident)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, incident.Id);
        json.WriteString("state"u8, Word(incident.State));
        WriteFigures(json, incident);
        json.WriteStartArray("involved"u8);
        foreach (var device in incident.Devices)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, device.Id);
            json.WriteString("ip"u8, device.Address.ToString());
            json.WriteBoolean("acts"u8, incident.Timeline.Any(e => e.Actor == device));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("more_devices"u8, incident.MoreDevices);
        WriteTimeline(json, incident, incident.Timeline);
        json.WriteEndObject();
    }

    public static string Word(IncidentState state) => state.ToString().ToLowerInvariant();

    private static void WriteFigures(Utf8JsonWriter json, Incident incident)
    {
        json.WriteNumber("alerts"u8, incident.Alerts);
        json.WriteNumber("anomalies"u8, incident.Anomalies);
        json.WriteNumber("devices"u8, incident.Devices.Count);
        json.WriteTime("opened"u8, incident.First);
        json.WriteTime("last"u8, incident.Last);
        json.WriteNumber("dwell_s"u8, Math.Round(incident.Dwell / 1e9, 3));
        json.WriteString("severity"u8, Word(incident.Severity));
        CaseJson.WriteList(json, "severity_because"u8, SeverityScale.Because(incident));
    }

    private static void WriteTimeline(Utf8JsonWriter json, Incident incident, IEnumerable<TimelineEntry> entries)
    {
        var rest = incident.Anomalies;
        json.WriteStartArray("timeline"u8);
        foreach (var entry in entries)
        {
            rest -= entry.Count;
            json.WriteStartObject();
            json.WriteTime("first"u8, entry.First);
            json.WriteTime("last"u8, entry.Last);
            json.WriteNumber("count"u8, entry.Count);
            json.WriteString("severity"u8, Word(entry.Severity));
            json.WriteString("reason"u8, entry.Slug);
            json.WriteString("observed"u8, entry.Text);
            WriteParty(json, "actor"u8, entry.Actor);
            WriteParty(json, "target"u8, entry.Victim);
            if (entry.Alert == 0)
            {
                json.WriteNull("alert"u8);
            }
            else
            {
                json.WriteString("alert"u8, Alert.IdOf(entry.Alert));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("rest"u8, rest);
    }

    /// <summary>Null for nobody in particular, and for the sensor itself.</summary>
    private static void WriteParty(Utf8JsonWriter json, ReadOnlySpan<byte> key, Party party)
    {
        if (party.IsNobody)
        {
            json.WriteNull(key);
            return;
        }

        json.WriteStartObject(key);
        json.WriteString("id"u8, party.Id);
        json.WriteString("ip"u8, party.Address.ToString());
        json.WriteEndObject();
    }

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();
}
