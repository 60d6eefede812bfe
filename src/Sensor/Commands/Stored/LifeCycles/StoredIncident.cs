using System.Text;
using System.Text.Json;
using Sensor.Outputs;
using Sensor.State;

namespace Sensor.Commands.Stored.LifeCycles;

/// <summary>An incident as its alerts tell it, and what people did about it.</summary>
/// <param name="number">Number of the alert that began it.</param>
/// <param name="cycle">What people did.</param>
/// <param name="row">The whole of it as it was last saved; null where it is too old to be kept, or from before there were incidents.</param>
internal sealed class StoredIncident(long number, LifeCycle cycle, IncidentRow? row)
{
    private readonly List<JsonElement> _alerts = [];

    public long Number => number;

    public LifeCycle Cycle => cycle;

    /// <summary>Its stored alerts as lines of JSON, in order; at least one.</summary>
    public IReadOnlyList<JsonElement> Alerts => _alerts;

    /// <summary>The worst of them, by which people speak of it; the first of several.</summary>
    public JsonElement Worst => _alerts.MinBy(RecordFilter.SeverityOf);

    /// <summary>The line that knows most of it.</summary>
    public JsonElement Last => _alerts[^1];

    /// <summary>Of the whole, as EVE's number.</summary>
    public int Severity => row?.Severity ?? _alerts.Min(RecordFilter.SeverityOf);

    public int Devices => row?.Devices ?? 1;

    /// <summary>Anomalies in it, told or not.</summary>
    public long Anomalies => row?.Anomalies ?? _alerts.Count;

    /// <summary>Time of the first anomaly, as in <c>timestamp</c>.</summary>
    public string? Opened => row is null ? _alerts[0].Text("timestamp") : JsonTime.Of(row.Opened);

    /// <summary>Time of the latest.</summary>
    public string? Latest => row is null ? Last.Text("timestamp") : JsonTime.Of(row.Last);

    /// <summary>Incidents of a state, in the order in which they began.</summary>
    public static IReadOnlyList<StoredIncident> Read(StateDatabase saved)
    {
        var cycles = LifeCycle.Of(saved.Journal());
        var rows = saved.Incidents().ToDictionary(i => i.Number);
        var incidents = new Dictionary<long, StoredIncident>();
        foreach (var (row, line) in StoredRecords.Alerts(saved))
        {
            if (!incidents.TryGetValue(row.Incident, out var incident))
            {
                incidents.Add(row.Incident, incident = new StoredIncident(row.Incident, cycles.GetValueOrDefault(row.Incident) ?? new LifeCycle(), rows.GetValueOrDefault(row.Incident)));
            }

            incident._alerts.Add(line);
        }

        return [.. incidents.Values.OrderBy(i => i.Number)];
    }

    /// <summary>What happened in it, in order of first sight; nothing where it isn't kept.</summary>
    public static IReadOnlyList<JsonElement> TimelineOf(IncidentRow? row) =>
        row is not null && StoredRecords.Parse(Encoding.UTF8.GetBytes(row.Json)).Find("timeline") is { ValueKind: JsonValueKind.Array } entries ? [.. entries.EnumerateArray()] : [];

    /// <param name="status">new, acknowledged, closed, muted or open: new or acknowledged.</param>
    /// <param name="now">Packet time.</param>
    public bool Is(string status, long now) => status switch
    {
        "open" => cycle.Stage != Stage.Closed,
        "muted" => cycle.MuteAt(now) is not null,
        _ => StatusJson.Word(cycle.Stage) == status,
    };
}
