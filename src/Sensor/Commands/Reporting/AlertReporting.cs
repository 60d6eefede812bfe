using System.Text.Json;
using Sensor.Alerts;
using Sensor.Commands.Stored;
using Sensor.Report;

namespace Sensor.Commands.Reporting;

/// <summary>Makes of gathered alerts what a report says about them.</summary>
/// <param name="devices">Finds a device by the id and address that an alert has of it.</param>
/// <param name="reasons">Finds a reason by its slug; null where it isn't known.</param>
/// <param name="statusOf">What people did about an incident; null where that isn't kept.</param>
internal sealed class AlertReporting(Func<JsonElement, DeviceRef> devices, Func<string, AlertReason?> reasons, Func<string, string?> statusOf)
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
        var about = line.Find("anomaly.device") is { ValueKind: JsonValueKind.Object } device ? devices(device) : new DeviceRef("", "this sensor", null);
        var peer = line.Find("anomaly.peer") is { ValueKind: JsonValueKind.Object } other ? devices(other) : null;
        return new AlertStory(gathered.Id, IncidentSeverityOf(line), line.Text("alert.signature") ?? reason, line.Time("timestamp") ?? 0, about, peer)
        {
            Status = statusOf(gathered.Id),
            Teller = line.Text("anomaly.id") ?? "",
            Reason = reason,
            Explanation = line.Text("anomaly.explanation") ?? "",
            Meaning = reasons(reason)?.Meaning,
            Comparison = Comparison(line),
            NextSteps = [.. line.Texts("anomaly.next_steps")],
            BenignCauses = [.. line.Texts("anomaly.benign_causes")],
            Techniques = [.. line.Texts("anomaly.mitre")],
            DataQuality = line.Text("anomaly.data_quality") ?? "clean",
            Evidence = Evidence(line.Find("anomaly.evidence") ?? default),
            Incident = Incident(gathered.Latest),
            Others = [.. gathered.Others],
            MoreOthers = gathered.MoreOthers,
        };
    }

    private static Comparison Comparison(JsonElement line) => new(
        line.Number("anomaly.observed.value"), line.Text("anomaly.observed.unit") ?? "", line.Text("anomaly.observed.text") ?? "",
        line.Number("anomaly.expected.low"), line.Number("anomaly.expected.typical"), line.Number("anomaly.expected.high"),
        line.Whole("anomaly.expected.n"), line.Time("anomaly.expected.since"));

    public static Severity SeverityOf(JsonElement line) => (Severity)Math.Clamp(line.Whole("alert.severity"), 1, 4);

    /// <summary>How severe the incident was when the alert told of it; an incident may be worse than each of its alerts.</summary>
    public static Severity IncidentSeverityOf(JsonElement line) =>
        Enum.TryParse<Severity>(line.Text("anomaly.incident.severity"), ignoreCase: true, out var severity) && Enum.IsDefined(severity) ? severity : SeverityOf(line);

    /// <summary>An alert as part of an incident.</summary>
    public static AlertStep Step(JsonElement line) => new(
        line.Text("anomaly.id") ?? "", SeverityOf(line), line.Text("alert.signature") ?? "", line.Time("timestamp") ?? 0, line.Text("anomaly.explanation") ?? "", Comparison(line));

    private static EvidenceRef Evidence(JsonElement evidence) => new(
        [.. evidence.Items("more").Prepend(evidence).Select(Packets).Where(p => p.Numbers.Count > 0)],
        evidence.Time("from"), evidence.Time("to"), evidence.Text("filter"), evidence.Text("pcap") is { } recording ? NameOf(recording) : null);

    private static (string File, IReadOnlyList<long> Numbers) Packets(JsonElement capture) => (
        Path.GetFileName(capture.Text("file") ?? ""),
        [.. capture.Items("packets").Where(p => p.ValueKind == JsonValueKind.Number && p.TryGetInt64(out _)).Select(p => p.GetInt64())]);

    /// <summary>Folders outside of results and state are the analyst's own affair.</summary>
    private static string NameOf(string path) => Path.IsPathRooted(path) ? Path.GetFileName(path) : path;

    private IncidentStory? Incident(JsonElement line)
    {
        if (line.Find("anomaly.incident") is not { ValueKind: JsonValueKind.Object } incident)
        {
            return null;
        }

        var opened = incident.Time("opened") ?? line.Time("timestamp") ?? 0;
        return new IncidentStory(
            incident.Whole("anomalies"), incident.Whole("devices"), opened, incident.Time("last") ?? opened, [.. incident.Texts("severity_because")],
            [.. incident.Items("timeline").Take(MaxTimeline).Select(Entry)], incident.Whole("rest"));
    }

    private IncidentStep Entry(JsonElement entry) => new(
        entry.Time("first") ?? 0, Enum.TryParse<Severity>(entry.Text("severity"), ignoreCase: true, out var severity) ? severity : Severity.Low,
        TitleOf(entry.Text("reason") ?? ""), entry.Text("observed") ?? "", Party(entry, "actor"), Party(entry, "target"), entry.Whole("count"));

    private string TitleOf(string slug) => reasons(slug)?.Signature ?? slug;

    private DeviceRef? Party(JsonElement entry, string which) => entry.Find(which) is { ValueKind: JsonValueKind.Object } device ? devices(device) : null;
}
