using System.Text.Json;
using Sensor.Alerts;
using Sensor.Commands.Stored;
using Sensor.Report;

namespace Sensor.Commands.Reporting;

/// <summary>Makes of gathered alerts what a report says about them.</summary>
/// <param name="devices">Finds a device by the id and address that an alert has of it.</param>
/// <param name="meanings">Why a reason matters; null where that isn't known.</param>
internal sealed class AlertReporting(Func<JsonElement, DeviceRef> devices, Func<string, string?> meanings)
{
    /// <summary>Incidents told whole.</summary>
    public const int MaxStories = 200;

    private const int MaxTimeline = 40;

    public AlertReport Of(AlertGathering gathered) => new()
    {
        Total = gathered.Total,
        Lines = gathered.Lines,
        BySeverity = gathered.BySeverity,
        Stories = [.. gathered.Worst.Take(MaxStories).Select(Story)],
        Rest = [.. gathered.Worst.Skip(MaxStories).Select(s => (AlertLine)Story(s))],
        OverTime = [.. gathered.OverTime],
        Width = gathered.Width,
    };

    private AlertStory Story(GatheredStory gathered)
    {
        var line = gathered.Worst;
        var reason = line.Text("anomaly.reason") ?? "";
        var severity = (Severity)Math.Clamp(line.Whole("alert.severity"), 1, 4);
        var about = line.Find("anomaly.device") is { ValueKind: JsonValueKind.Object } device ? devices(device) : new DeviceRef("", "this sensor", null);
        var peer = line.Find("anomaly.peer") is { ValueKind: JsonValueKind.Object } other ? devices(other) : null;
        return new AlertStory(gathered.Id, severity, line.Text("alert.signature") ?? reason, line.Time("timestamp") ?? 0, about, peer)
        {
            Status = gathered.Latest.Text("anomaly.status") ?? gathered.Latest.Text("status"),
            Reason = reason,
            Explanation = line.Text("anomaly.explanation") ?? "",
            Meaning = meanings(reason),
            Comparison = Comparison(line),
            NextSteps = [.. line.Texts("anomaly.next_steps")],
            BenignCauses = [.. line.Texts("anomaly.benign_causes")],
            Techniques = [.. line.Texts("anomaly.mitre")],
            DataQuality = line.Text("anomaly.data_quality") ?? "clean",
            Evidence = new EvidenceRef(
                Path.GetFileName(line.Text("anomaly.evidence.file") ?? ""),
                [.. line.Items("anomaly.evidence.packets").Where(p => p.ValueKind == JsonValueKind.Number && p.TryGetInt64(out _)).Select(p => p.GetInt64())],
                line.Time("anomaly.evidence.from"), line.Time("anomaly.evidence.to"), line.Text("anomaly.evidence.display_filter")),
            Incident = Incident(gathered.Latest),
        };
    }

    private static Comparison Comparison(JsonElement line) => new(
        line.Number("anomaly.observed.value"), line.Text("anomaly.observed.unit") ?? "", line.Text("anomaly.observed.text") ?? "",
        line.Number("anomaly.expected.low"), line.Number("anomaly.expected.typical"), line.Number("anomaly.expected.high"),
        line.Whole("anomaly.expected.n"), line.Time("anomaly.expected.since"),
        line.Find("anomaly.score") is { ValueKind: JsonValueKind.Number } ? line.Number("anomaly.score") : null);

    private static IncidentStory? Incident(JsonElement line)
    {
        if (line.Find("anomaly.incident") is not { ValueKind: JsonValueKind.Object } incident)
        {
            return null;
        }

        var devices = incident.Find("devices") is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : incident.Whole("devices");
        var opened = incident.Time("opened") ?? line.Time("timestamp") ?? 0;
        var timeline = incident.Items("timeline").Take(MaxTimeline).Select(Entry).ToList();
        return new IncidentStory(incident.Whole("alerts"), incident.Whole("anomalies"), devices, opened, incident.Time("last") ?? opened, timeline);
    }

    private static (long? Time, string Text) Entry(JsonElement entry) => (entry.Time("time"), entry.Text("text") ?? entry.Text("what") ?? "");
}
