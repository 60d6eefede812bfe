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

    /// <summary>Entries of a timeline: the first few and the latest.</summary>
    private const int FirstShown = 8, LatestShown = 32;

    private static DeviceRef Sensor { get; } = new("", "this sensor", null);

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
        var standing = gathered.Standing ?? gathered.Latest?.Find("anomaly.incident") ?? default;
        if (gathered.Worst is not { } line)
        {
            return Untold(gathered, standing);
        }

        var reason = line.Text("anomaly.reason") ?? "";
        var about = line.Find("anomaly.device") is { ValueKind: JsonValueKind.Object } device ? devices(device) : Sensor;
        var peer = line.Find("anomaly.peer") is { ValueKind: JsonValueKind.Object } other ? devices(other) : null;
        var time = line.Time("timestamp") ?? 0;
        return new AlertStory(gathered.Id, SeverityOf(standing, "severity", IncidentSeverityOf(line)), line.Text("alert.signature") ?? reason, time, about, peer)
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
            Incident = Incident(standing, time),
            Others = [.. gathered.Others],
            MoreOthers = gathered.MoreOthers,
        };
    }

    /// <summary>An incident whose alerts are no longer kept, by how it began.</summary>
    private AlertStory Untold(GatheredStory gathered, JsonElement standing)
    {
        var first = standing.Items("timeline").FirstOrDefault();
        var reason = first.Text("reason") ?? "";
        var opened = standing.Time("opened") ?? 0;
        return new AlertStory(gathered.Id, SeverityOf(standing, "severity", Severity.Low), TitleOf(reason), opened, Party(first, "actor") ?? Sensor, Party(first, "target"))
        {
            Status = statusOf(gathered.Id),
            Teller = gathered.Id,
            Reason = reason,
            Explanation = "Its alerts are no longer kept; this is what is known of the incident.",
            Meaning = reasons(reason)?.Meaning,
            Comparison = new Comparison(0, "", first.Text("observed") ?? "", 0, 0, 0, 0, null),
            NextSteps = reasons(reason)?.NextSteps ?? [],
            BenignCauses = reasons(reason)?.BenignCauses ?? [],
            Techniques = reasons(reason)?.Mitre ?? [],
            DataQuality = "",
            Evidence = new EvidenceRef([], opened, standing.Time("last"), null, null),
            Incident = Incident(standing, opened),
        };
    }

    private static Comparison Comparison(JsonElement line) => new(
        line.Number("anomaly.observed.value"), line.Text("anomaly.observed.unit") ?? "", line.Text("anomaly.observed.text") ?? "",
        line.Number("anomaly.expected.low"), line.Number("anomaly.expected.typical"), line.Number("anomaly.expected.high"),
        line.Whole("anomaly.expected.n"), line.Time("anomaly.expected.since"));

    public static Severity SeverityOf(JsonElement line) => (Severity)Math.Clamp(line.Whole("alert.severity"), 1, 4);

    /// <summary>How severe the incident was when the alert told of it; an incident may be worse than each of its alerts.</summary>
    public static Severity IncidentSeverityOf(JsonElement line) => SeverityOf(line, "anomaly.incident.severity", SeverityOf(line));

    /// <summary>A severity in a word; where none is there, another.</summary>
    public static Severity SeverityOf(JsonElement record, string path, Severity otherwise) =>
        Enum.TryParse<Severity>(record.Text(path), ignoreCase: true, out var severity) && Enum.IsDefined(severity) ? severity : otherwise;

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

    private IncidentStory? Incident(JsonElement incident, long time)
    {
        if (incident.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var opened = incident.Time("opened") ?? time;
        var entries = incident.Items("timeline").ToList();
        var leftOut = entries.Skip(FirstShown).SkipLast(LatestShown).ToList();
        return new IncidentStory(
            incident.Whole("anomalies"), incident.Whole("devices"), opened, incident.Time("last") ?? opened, [.. incident.Texts("severity_because")],
            [.. entries.Take(FirstShown).Concat(entries.Skip(FirstShown + leftOut.Count)).Select(Entry)], incident.Whole("rest") + leftOut.Sum(e => e.Whole("count")));
    }

    private IncidentStep Entry(JsonElement entry) => new(
        entry.Time("first") ?? 0, SeverityOf(entry, "severity", Severity.Low),
        TitleOf(entry.Text("reason") ?? ""), entry.Text("observed") ?? "", Party(entry, "actor"), Party(entry, "target"), entry.Whole("count"));

    private string TitleOf(string slug) => reasons(slug)?.Signature ?? slug;

    private DeviceRef? Party(JsonElement entry, string which) => entry.Find(which) is { ValueKind: JsonValueKind.Object } device ? devices(device) : null;
}
