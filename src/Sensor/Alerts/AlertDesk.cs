namespace Sensor.Alerts;

/// <summary>
/// Makes incidents of anomalies and decides which alerts are written: one when an incident opens, when it gets another reason or another actor, when it gets
/// worse, and when twice as many devices are in it. The rest is counted in its timeline. More than <see cref="PerMinute"/> a minute of packet time are counted
/// and said in one alert.
/// </summary>
internal sealed partial class AlertDesk(params IReadOnlyList<IAlertTaker> takers)
{
    public const int DefaultPerMinute = 60;

    /// <summary>Nanoseconds of packet time in which what the same devices do belongs together.</summary>
    public const long Episode = 6L * 3600 * Second;

    /// <summary>Nanoseconds of packet time without anything new after which an incident is over.</summary>
    public const long DefaultQuiet = 24L * 3600 * Second;

    public const int DefaultStories = 65_536;

    private const long Second = 1_000_000_000;
    private const long Minute = 60 * Second;

    private readonly SortedDictionary<Severity, int> _counts = new();
    private readonly AlertFlood _flood = new();

    /// <summary>When an incident with a reason was last closed, by signature id: its rules may speak at once.</summary>
    private readonly Dictionary<int, long> _closings = [];

    private IncidentTable _incidents = new(DefaultStories);
    private long _minuteEnds = long.MinValue;
    private int _inMinute;
    private long _number;

    /// <summary>Alerts written in a minute of packet time.</summary>
    public int PerMinute { get; set; } = DefaultPerMinute;

    /// <summary>Nanoseconds of packet time without anything new after which an incident is over.</summary>
    public long Quiet { get; set; } = DefaultQuiet;

    /// <summary>Anomalies remembered, of all incidents together, so that they are known again.</summary>
    public int MaxStories
    {
        init => _incidents = new IncidentTable(value);
    }

    /// <summary>Packets can be found by their number.</summary>
    public bool HasPacketNumbers { get; init; } = true;

    /// <summary>What nobody wants to hear of; null: nothing.</summary>
    public IMutes? Mutes { get; set; }

    /// <summary>Who takes incidents that are over, or open when the input ends.</summary>
    public IReadOnlyList<IIncidentTaker> IncidentTakers { get; init; } = [];

    /// <summary>Alerts written in this input.</summary>
    public int Total { get; private set; }

    /// <summary>Incidents that they are about.</summary>
    public int Incidents { get; private set; }

    /// <summary>Anomalies that are in an incident's timeline without an alert of their own.</summary>
    public long Folded { get; private set; }

    /// <summary>Alerts that were over the bound.</summary>
    public long Withheld { get; private set; }

    /// <summary>Anomalies that nobody wanted to hear of.</summary>
    public long Muted { get; private set; }

    /// <summary>Open incidents that gave way to others: the like of them is told again.</summary>
    public long Forgotten { get; private set; }

    public int Count(Severity severity) => _counts.GetValueOrDefault(severity);

    /// <summary>The worst severity written, or null.</summary>
    public Severity? Worst => _counts.Count == 0 ? null : _counts.Keys.First();

    /// <summary>Incidents that more is expected of, by number.</summary>
    public IEnumerable<Incident> Open => _incidents.Open.OrderBy(i => i.Number);

    /// <summary>An incident that is open, or was closed lately.</summary>
    public Incident? Find(long number) => _incidents.Find(number);

    public void Raise(Alert alert)
    {
        if (Mutes?.Mutes(alert) == true)
        {
            Muted++;
            return;
        }

        var time = alert.Header.Time;
        Advance(time);
        var (entry, isNew) = Place(alert);
        var incident = entry.Incident;
        var (opens, waits) = (isNew && incident.Anomalies == 0, entry.IsDue);
        if (isNew)
        {
            entry.IsDetail = !opens && Steps.IsDetail(alert, entry);
            entry.IsDue = !entry.IsDetail && Steps.IsNew(alert, entry);
        }

        incident.Take(alert, entry);
        _incidents.Touch(incident, alert);
        if (incident.Alerts > 0 && !entry.IsDue && !Steps.HasGrown(incident))
        {
            Folded++;
            incident.Folded++;
        }
        else if (_inMinute < PerMinute)
        {
            _inMinute++;
            Write(alert, entry, opens);
        }
        else if (waits)
        {
            Folded++;
        }
        else
        {
            // What isn't written isn't told: its repetition may be, once there is room.
            entry.IsDue = true;
            Withheld++;
            _flood.Add(alert);
        }
    }

    /// <summary>Time has gone on: what wasn't written for want of room is said when its minute is over.</summary>
    /// <param name="now">Packet time, nanoseconds since the Unix epoch.</param>
    public void Advance(long now)
    {
        if (now >= _minuteEnds)
        {
            BeginMinute(now);
        }
    }

    /// <summary>The packets' clock was put back: nothing happened later than now.</summary>
    public void StepBack(long now)
    {
        BeginMinute(now);
        foreach (var incident in _incidents.Open.Concat(_incidents.Closed))
        {
            (incident.First, incident.Last) = (Math.Min(incident.First, now), Math.Min(incident.Last, now));
        }
    }

    /// <summary>Looks for incidents that are over.</summary>
    /// <param name="now">Packet time.</param>
    /// <param name="ordinal">The latest packet.</param>
    public void Review(long now, long ordinal)
    {
        foreach (var incident in _incidents.Closed.Where(i => i.IsOver(now)).ToList())
        {
            _incidents.End(incident, IncidentState.Quiet);
        }

        foreach (var incident in Open.Where(i => i.IsOver(now)).ToList())
        {
            End(incident, IncidentState.Quiet, now, ordinal);
        }
    }

    /// <summary>The input is over: says what is left to be said. Open incidents stay open.</summary>
    public void End(long now, long ordinal)
    {
        TellFlood();
        foreach (var incident in Open)
        {
            Hand(incident, now, ordinal);
        }
    }

    /// <summary>An incident is dealt with: the same thing again is another one.</summary>
    /// <param name="incident">Its number.</param>
    /// <param name="time">Packet time.</param>
    /// <param name="ordinal">The latest packet.</param>
    /// <returns>Whether it was open.</returns>
    public bool Close(long incident, long time, long ordinal)
    {
        if (Find(incident) is not { State: IncidentState.Open } open)
        {
            return false;
        }

        foreach (var entry in open.Timeline)
        {
            _closings[entry.SignatureId] = time;
        }

        End(open, IncidentState.Closed, time, ordinal);
        return true;
    }

    /// <summary>Closing an incident was a mistake: it goes on.</summary>
    /// <returns>Whether it was closed and is still remembered.</returns>
    public bool Reopen(long incident)
    {
        if (Find(incident) is not { State: IncidentState.Closed } closed)
        {
            return false;
        }

        _incidents.Reopen(closed);
        closed.HasChanged = true;
        return true;
    }

    /// <summary>An incident with this reason was closed since: who keeps quiet because it was told may speak.</summary>
    public bool WasClosedSince(int signatureId, long time) => _closings.TryGetValue(signatureId, out var closed) && closed >= time;

    /// <summary>The entry of an anomaly: of the incident that it repeats or continues, else of a new one.</summary>
    private (TimelineEntry Entry, bool IsNew) Place(Alert alert)
    {
        var (time, ordinal) = (alert.Header.Time, alert.Header.Ordinal);
        var story = Story.Of(alert);
        if (_incidents.TryFind(in story, out var known))
        {
            if (!known.Incident.IsOver(time))
            {
                return (known, false);
            }

            End(known.Incident, IncidentState.Quiet, time, ordinal);
        }

        var incident = _incidents.Continued(alert) ?? Begin(alert);
        var found = incident.Find(alert);
        var entry = found ?? incident.Add(alert) ?? incident.Rest;
        while (_incidents.IsFull && _incidents.Stalest is var stalest && stalest != incident)
        {
            Forgotten += stalest.State == IncidentState.Open ? 1 : 0;
            End(stalest, IncidentState.Forgotten, time, ordinal);
        }

        _incidents.Remember(in story, entry);
        return (entry, found is null && entry != incident.Rest);
    }

    /// <summary>What ails the sensor again after some hours is worth another word.</summary>
    private Incident Begin(Alert alert)
    {
        var incident = new Incident(++_number) { Quiet = alert.Device is null ? Math.Min(Quiet, Episode) : Quiet };
        _incidents.Add(incident);
        return incident;
    }

    private void BeginMinute(long now)
    {
        TellFlood();
        _minuteEnds = ((now / Minute) + 1) * Minute;
        _inMinute = 0;
    }

    private void TellFlood()
    {
        if (_flood.Count == 0)
        {
            return;
        }

        var alert = _flood.Summary(PerMinute);
        _flood.Clear();
        var (entry, _) = Place(alert);
        var opens = entry.Incident.Anomalies == 0;
        entry.Incident.Take(alert, entry);
        _incidents.Touch(entry.Incident, alert);
        Write(alert, entry, opens);
    }

    private void Write(Alert alert, TimelineEntry entry, bool opens)
    {
        var incident = entry.Incident;
        var number = opens ? incident.Number : ++_number;
        Total++;
        _counts[alert.Severity] = Count(alert.Severity) + 1;
        Incidents += incident.IsCounted ? 0 : 1;
        incident.IsCounted = true;
        incident.Alerts++;
        incident.Told = (incident.Severity, incident.Devices.Count);
        entry.Alert = entry.Alert == 0 ? number : entry.Alert;
        entry.IsDue = false;
        alert = alert with { Number = number, Incident = incident, Step = incident.Alerts, Packets = HasPacketNumbers ? alert.Packets : [], Moments = HasPacketNumbers ? [] : alert.Packets };
        foreach (var taker in takers)
        {
            taker.Take(alert);
        }
    }

    private void End(Incident incident, IncidentState state, long time, long ordinal)
    {
        var wasOpen = incident.State == IncidentState.Open;
        _incidents.End(incident, state);
        if (wasOpen)
        {
            Hand(incident, time, ordinal);
        }
    }

    private void Hand(Incident incident, long time, long ordinal)
    {
        foreach (var taker in IncidentTakers)
        {
            taker.Take(incident, time, ordinal);
        }
    }
}
