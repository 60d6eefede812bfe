using System.Text.Json;
using Sensor.Alerts;
using Sensor.Commands.Stored;
using Sensor.History;
using Sensor.Report;

namespace Sensor.Commands.Reporting;

/// <summary>
/// Takes incidents and lines of alerts one by one and keeps what a report needs in bounded room: the worst incidents, how many there were, and when. An incident
/// is one, however many alerts tell of it, and belongs to a period in which it went on.
/// </summary>
/// <param name="since">What ended earlier doesn't count; null: all does.</param>
/// <param name="until">What began later doesn't count.</param>
internal sealed class AlertGathering(long? since, long? until)
{
    /// <summary>Incidents that are kept.</summary>
    public const int Kept = 2200;

    /// <summary>Alerts about the mirror that are kept.</summary>
    public const int MaxMirror = 20;

    /// <summary>Incidents told apart; with more, each is counted by what is taken of it first: itself, or the alert that opens it.</summary>
    private const int MaxKnown = 200_000;

    /// <summary>The severity of what isn't of the period.</summary>
    private const int Outside = 0;

    private static readonly int Severities = Enum.GetValues<Severity>().Length;

    private readonly Dictionary<string, (int Severity, bool IsTold)> _known = [];
    private readonly Dictionary<string, GatheredStory> _kept = [];
    private readonly SortedSet<(int Severity, long Number, string Id)> _order = [];
    private readonly Dictionary<string, long> _ofDevice = [];
    private readonly List<MirrorGap> _mirror = [];
    private readonly Timeline _times = new(Severities);
    private readonly long[] _counts = new long[Severities + 1];
    private bool? _countsStanding;

    /// <summary>Alerts written in the period.</summary>
    public long Lines { get; private set; }

    /// <summary>Incidents that went on in it.</summary>
    public long Total => _counts.Skip(1).Sum();

    public IReadOnlyList<(Severity Severity, long Count)> BySeverity => [.. Enum.GetValues<Severity>().Select(s => (s, _counts[(int)s]))];

    /// <summary>Those that were kept, the worst first, of alike ones the earliest.</summary>
    public IEnumerable<GatheredStory> Worst => _order.Select(o => _kept[o.Id]);

    /// <summary>When the mirror didn't show the network, in order.</summary>
    public IReadOnlyList<MirrorGap> Mirror => _mirror;

    /// <summary>Nanoseconds of one of <see cref="OverTime"/>.</summary>
    public long Width => _times.Width;

    public IEnumerable<(long Time, long[] Counts)> OverTime =>
        Enumerable.Range(0, _times.Count).Select(i => (_times.Start + (i * _times.Width), _times[i].ToArray())).Where(r => r.Item2.Any(c => c > 0));

    /// <summary>Incidents about a device.</summary>
    public long Of(string device) => _ofDevice.GetValueOrDefault(device);

    /// <summary>Takes an incident as it stands. Of a period, all incidents come before the alerts.</summary>
    public void AddIncident(JsonElement incident)
    {
        // Of what no alert told, alert-flood did.
        if (incident.Text("id") is not { } id || incident.Time("opened") is not { } opened || incident.Time("last") is not { } last || incident.Whole("alerts") < 1)
        {
            return;
        }

        var severity = last < since || opened > until ? Outside : (int)AlertReporting.SeverityOf(incident, "severity", Severity.Low);
        if (Rank(id, severity, isStanding: true) && _kept.TryGetValue(id, out var story))
        {
            story.Standing = incident;
        }
    }

    /// <summary>Takes the next alert.</summary>
    public void Add(JsonElement line)
    {
        if (line.Time("timestamp") is not { } time || line.Text("anomaly.id") is not { } id)
        {
            return;
        }

        var isOfPeriod = !(time < since) && !(time > until);
        if (isOfPeriod)
        {
            Lines++;
            _times.At(time)[(int)AlertReporting.SeverityOf(line) - 1]++;
            AddMirror(line, id);
        }

        var incident = line.Text("anomaly.incident.id") ?? id;
        var isKnown = _known.TryGetValue(incident, out var known);
        if (!isOfPeriod && known.Severity == Outside)
        {
            return;
        }

        if (!isKnown && _known.Count >= MaxKnown && line.Whole("anomaly.incident.step") > 1)
        {
            return;
        }

        // What stands is as severe as it says.
        var severity = (int)AlertReporting.IncidentSeverityOf(line);
        var isWorse = severity < known.Severity && _kept.GetValueOrDefault(incident)?.Standing is null;
        if ((known.Severity == Outside || isWorse) && !Rank(incident, severity, isStanding: false))
        {
            return;
        }

        known = _known[incident];
        if (!known.IsTold)
        {
            _known[incident] = known with { IsTold = true };
            var device = line.Text("anomaly.device.id") ?? "";
            _ofDevice[device] = _ofDevice.GetValueOrDefault(device) + 1;
        }

        _kept.GetValueOrDefault(incident)?.Add(line);
    }

    private void AddMirror(JsonElement line, string id)
    {
        if (_mirror.Count < MaxMirror && HealthCatalogue.IsOfMirror(line.Text("anomaly.reason") ?? ""))
        {
            _mirror.Add(new MirrorGap(id, line.Text("anomaly.explanation") ?? ""));
        }
    }

    /// <summary>Counts an incident by its severity, and keeps it if it is among the worst.</summary>
    /// <returns>Whether it can be told from others.</returns>
    private bool Rank(string incident, int severity, bool isStanding)
    {
        if (!_known.TryGetValue(incident, out var known))
        {
            if (_known.Count >= MaxKnown)
            {
                _countsStanding ??= isStanding;
                _counts[severity] += _countsStanding == isStanding ? 1 : 0;
                return false;
            }

            known = (Outside, false);
        }
        else
        {
            _counts[known.Severity]--;
        }

        _counts[severity]++;
        _known[incident] = known with { Severity = severity };
        if (severity != Outside)
        {
            Keep(incident, known.Severity, severity);
        }

        return true;
    }

    private void Keep(string incident, int before, int severity)
    {
        var story = _kept.GetValueOrDefault(incident) ?? new GatheredStory(incident);
        _order.Remove((before, story.Number, incident));
        _order.Add((severity, story.Number, incident));
        _kept[incident] = story;
        if (_order.Count > Kept)
        {
            _kept.Remove(_order.Max.Id);
            _order.Remove(_order.Max);
        }
    }
}
