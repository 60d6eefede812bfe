using System.Text.Json;
using Sensor.Alerts;
using Sensor.Commands.Stored;
using Sensor.History;
using Sensor.Report;

namespace Sensor.Commands.Reporting;

/// <summary>
/// Takes lines of alerts one by one and keeps what a report needs in bounded room: the worst incidents, how many there were, and when. An incident is one,
/// however many alerts tell of it.
/// </summary>
/// <param name="since">Earlier ones don't count; null: all do.</param>
/// <param name="until">Later ones don't count.</param>
internal sealed class AlertGathering(long? since, long? until)
{
    /// <summary>Incidents that are kept.</summary>
    public const int Kept = 2200;

    /// <summary>Incidents told apart; with more, an alert that doesn't open one is taken for part of one that was counted.</summary>
    private const int MaxKnown = 200_000;

    private static readonly int Severities = Enum.GetValues<Severity>().Length;

    private readonly Dictionary<string, int> _severities = [];
    private readonly Dictionary<string, GatheredStory> _kept = [];
    private readonly SortedSet<(int Severity, long Order, string Id)> _order = [];
    private readonly Dictionary<string, long> _ofDevice = [];
    private readonly Timeline _times = new(Severities);
    private readonly long[] _counts = new long[Severities + 1];

    public long Lines { get; private set; }

    public long Total => _counts.Sum();

    public IReadOnlyList<(Severity Severity, long Count)> BySeverity => [.. Enum.GetValues<Severity>().Select(s => (s, _counts[(int)s]))];

    /// <summary>Those that were kept, the worst first, of alike ones the earliest.</summary>
    public IEnumerable<GatheredStory> Worst => _order.Select(o => _kept[o.Id]);

    /// <summary>Nanoseconds of one of <see cref="OverTime"/>.</summary>
    public long Width => _times.Width;

    public IEnumerable<(long Time, long[] Counts)> OverTime =>
        Enumerable.Range(0, _times.Count).Select(i => (_times.Start + (i * _times.Width), _times[i].ToArray())).Where(r => r.Item2.Any(c => c > 0));

    /// <summary>Incidents about a device.</summary>
    public long Of(string device) => _ofDevice.GetValueOrDefault(device);

    public void Add(JsonElement line)
    {
        if (line.Time("timestamp") is not { } time || time < since || time > until || line.Text("anomaly.id") is not { } id)
        {
            return;
        }

        Lines++;
        _times.At(time)[(int)AlertReporting.SeverityOf(line) - 1]++;
        var severity = (int)AlertReporting.IncidentSeverityOf(line);
        var incident = line.Text("anomaly.incident.id") ?? id;
        if (!_severities.TryGetValue(incident, out var known))
        {
            if (_severities.Count >= MaxKnown)
            {
                _counts[severity] += line.Whole("anomaly.incident.step") <= 1 ? 1 : 0;
                return;
            }

            _counts[severity]++;
            var device = line.Text("anomaly.device.id") ?? "";
            _ofDevice[device] = _ofDevice.GetValueOrDefault(device) + 1;
            Keep(incident, severity, new GatheredStory(incident, line, Lines));
            return;
        }

        if (severity < known)
        {
            _counts[known]--;
            _counts[severity]++;
            Keep(incident, severity, _kept.GetValueOrDefault(incident) ?? new GatheredStory(incident, line, Lines));
        }

        if (_kept.TryGetValue(incident, out var story) && story.Latest.Text("anomaly.id") != id)
        {
            story.Add(line, isWorst: severity < known);
        }
    }

    private void Keep(string incident, int severity, GatheredStory story)
    {
        _order.Remove((_severities.GetValueOrDefault(incident), story.Order, incident));
        _severities[incident] = severity;
        _order.Add((severity, story.Order, incident));
        _kept[incident] = story;
        if (_order.Count > Kept)
        {
            _kept.Remove(_order.Max.Id);
            _order.Remove(_order.Max);
        }
    }
}

/// <summary>An incident, by the alerts that tell of it.</summary>
/// <param name="id">Id of the alert that opened it.</param>
/// <param name="first">The first of them that was seen.</param>
/// <param name="order">Which it was of all.</param>
internal sealed class GatheredStory(string id, JsonElement first, long order)
{
    public string Id { get; } = id;

    public long Order { get; } = order;

    /// <summary>Alerts kept of it besides the worst.</summary>
    public const int MaxOthers = 8;

    private readonly List<AlertStep> _others = [];

    /// <summary>The first of the worst of its alerts, which speaks for it.</summary>
    public JsonElement Worst { get; private set; } = first;

    /// <summary>The latest, which knows most of what happened.</summary>
    public JsonElement Latest { get; private set; } = first;

    /// <summary>The others in order.</summary>
    public IEnumerable<AlertStep> Others => _others.OrderBy(o => o.Time);

    public long MoreOthers { get; private set; }

    public void Add(JsonElement line, bool isWorst)
    {
        var other = isWorst ? Worst : line;
        (Worst, Latest) = (isWorst ? line : Worst, line);
        if (_others.Count < MaxOthers)
        {
            _others.Add(AlertReporting.Step(other));
        }
        else
        {
            MoreOthers++;
        }
    }
}
