using System.Text.Json;
using Sensor.Inventory;
using Sensor.Models;
using Sensor.Outputs;
using Sensor.State;

namespace Sensor.Pipeline;

/// <summary>
/// Writes saved state as lines of JSON in one order, so that equal states are equal bytes. What programs take back is in base64; beside it stands what it says,
/// for people. Neither the key of pseudonyms nor where results lie is in it.
/// </summary>
internal static class StateExport
{
    /// <summary>Of the lines, not of the database.</summary>
    public const int Version = 1;

    /// <exception cref="StateException">Something isn't as it was written.</exception>
    public static void Write(StateDatabase saved, JsonLines lines)
    {
        var analysis = BareAnalysis.Of(saved);
        var json = lines.Json;
        Begin(json, "state");
        json.WriteNumber("version"u8, Version);
        End(lines);
        foreach (var (identity, data) in saved.Inputs())
        {
            WriteInput(json, identity, data);
            End(lines);
        }

        foreach (var (device, row) in analysis.Devices.All.Zip(saved.Devices()))
        {
            WriteDevice(json, device, row, analysis);
            End(lines);
        }

        foreach (var part in saved.Parts())
        {
            Begin(json, "part");
            json.WriteString("name"u8, part.Name);
            json.WriteNumber("version"u8, part.Version);
            json.WriteBase64String("data"u8, part.Data);
            End(lines);
        }

        foreach (var alert in saved.Alerts())
        {
            WriteAlert(json, alert);
            End(lines);
        }

        foreach (var incident in saved.Incidents())
        {
            WriteIncident(json, incident);
            End(lines);
        }

        foreach (var feedback in saved.Feedback())
        {
            WriteFeedback(json, feedback);
            End(lines);
        }

        foreach (var deed in saved.Journal())
        {
            WriteDeed(json, deed);
            End(lines);
        }

        lines.Flush();
    }

    private static void Begin(Utf8JsonWriter json, string type)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
    }

    private static void End(JsonLines lines)
    {
        lines.Json.WriteEndObject();
        lines.EndLine();
    }

    private static void WriteInput(Utf8JsonWriter json, byte[] identity, byte[] data)
    {
        if (!Seal.TryOpen(data, out var body) | !SavedInput.TryLoad(body, isLatest: false, out var input))
        {
            throw new StateException(StateFault.Damaged, "what is known of an input isn't as it was written");
        }

        Begin(json, "input");
        json.WriteBase64String("identity"u8, identity);
        json.WriteNumber("facts"u8, input.Facts);
        json.WriteNumber("time"u8, input.Time);
        json.WriteBoolean("complete"u8, input.IsComplete);
    }

    private static void WriteDevice(Utf8JsonWriter json, Device device, DeviceRow row, Analysis analysis)
    {
        Begin(json, "device");
        json.WriteNumber("number"u8, device.Number);
        json.WriteString("id"u8, device.Id);
        json.WriteString("address"u8, device.AddressText);
        CaseJson.WriteNameplate(json, device);
        json.WriteTime("first_seen"u8, device.FirstSeen);
        json.WriteTime("last_seen"u8, device.LastSeen);
        json.WriteString("kind"u8, device.Kind);
        json.WriteBoolean("mature"u8, analysis.IsMature(device));
        json.WriteStartArray("claims"u8);
        foreach (var claim in device.Evidence)
        {
            json.WriteStartObject();
            json.WriteString("attribute"u8, DeviceJson.Name(claim.Attribute));
            json.WriteString("value"u8, claim.Value.Json);
            json.WriteString("source"u8, claim.Source);
            json.WriteNumber("confidence"u8, claim.Confidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        var report = device.Model.Report(analysis.Now, new ModelSettings());
        json.WriteStartObject("learnt"u8);
        json.WriteNumber("relations"u8, report.Relations.Count(r => !r.Waiting));
        json.WriteNumber("rates"u8, report.Rates.Count);
        json.WriteNumber("transitions"u8, report.Transitions.Count(t => !t.Waiting));
        json.WriteEndObject();
        json.WriteBase64String("inventory"u8, row.Inventory);
        json.WriteBase64String("model"u8, row.Model);
    }

    private static void WriteAlert(Utf8JsonWriter json, AlertRow alert)
    {
        Begin(json, "alert");
        json.WriteNumber("number"u8, alert.Number);
        json.WriteString("id"u8, alert.Id);
        json.WriteNumber("time"u8, alert.Time);
        json.WriteNumber("severity"u8, alert.Severity);
        json.WriteString("kind"u8, alert.Kind);
        json.WriteString("reason"u8, alert.Reason);
        json.WriteNumber("signature_id"u8, alert.SignatureId);
        json.WriteNumber("device"u8, alert.Device);
        if (alert.Peer is { } peer)
        {
            json.WriteNumber("peer"u8, peer);
        }

        if (alert.Subject is { } subject)
        {
            json.WriteBase64String("subject"u8, subject);
        }

        json.WriteString("story"u8, alert.Story);
        json.WriteNumber("incident"u8, alert.Incident);
        json.WriteString("json"u8, alert.Json);
    }

    private static void WriteIncident(Utf8JsonWriter json, IncidentRow incident)
    {
        Begin(json, "incident");
        json.WriteNumber("number"u8, incident.Number);
        json.WriteNumber("opened"u8, incident.Opened);
        json.WriteNumber("last"u8, incident.Last);
        json.WriteNumber("severity"u8, incident.Severity);
        json.WriteNumber("alerts"u8, incident.Alerts);
        json.WriteNumber("anomalies"u8, incident.Anomalies);
        json.WriteNumber("devices"u8, incident.Devices);
        json.WriteString("state"u8, incident.State);
        json.WriteString("json"u8, incident.Json);
    }

    private static void WriteFeedback(Utf8JsonWriter json, FeedbackRow feedback)
    {
        Begin(json, "feedback");
        json.WriteNumber("number"u8, feedback.Number);
        json.WriteString("alert"u8, feedback.Alert);
        json.WriteNumber("device"u8, feedback.Device);
        json.WriteString("verb"u8, feedback.Word.Verb.ToString());
        json.WriteBase64String("subject"u8, SubjectBytes.Of(feedback.Word.Subject));
        json.WriteNumber("begins"u8, feedback.Word.From);
        json.WriteNumber("ends"u8, feedback.Word.Until);
        json.WriteString("who"u8, feedback.Who);
        json.WriteNumber("said"u8, feedback.Said);
        json.WriteString("note"u8, feedback.Note);
        json.WriteBoolean("applied"u8, feedback.IsApplied);
    }

    private static void WriteDeed(Utf8JsonWriter json, JournalEntry deed)
    {
        Begin(json, "deed");
        json.WriteNumber("number"u8, deed.Number);
        json.WriteNumber("incident"u8, deed.Incident);
        json.WriteString("verb"u8, deed.Verb.ToString());
        json.WriteString("verdict"u8, deed.Verdict.ToString());
        json.WriteString("scope"u8, deed.Scope.ToString());
        if (deed.Until is { } until)
        {
            json.WriteNumber("until"u8, until);
        }

        json.WriteNumber("undoes"u8, deed.Undoes);
        json.WriteString("who"u8, deed.Who);
        json.WriteNumber("said"u8, deed.Said);
        json.WriteString("note"u8, deed.Note);
        var about = new PartWriter();
        Matter.Save(deed.About, about);
        json.WriteBase64String("about"u8, about.Written);
    }
}
