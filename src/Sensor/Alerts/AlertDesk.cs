using Sensor.State;

namespace Sensor.Alerts;

/// <summary>
/// Makes incidents of anomalies and decides which alerts are written: one when an incident opens, when it gets another reason or another actor, when it gets
/// worse, and when twice as many devices are in it. The rest is counted in its timeline. More than <see cref="PerMinute"/> a minute of packet time are counted
/// and said in one alert.
/// </summary>
internal sealed class AlertDesk(params IReadOnlyList<IAlertTaker> takers) : IStatePart
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
    private long _minute = long.MinValue;
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

    /// <summary>Incidents that gave way to others: the like of them is told again.</summary>
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
        var opens = isNew && incident.Anomalies == 0;
        if (isNew)
        {
            entry.IsDetail = !opens && (IsEcho(alert, incident) || BelongsToAnother(alert, entry));
            entry.IsDue = !entry.IsDetail && IsStep(alert, entry);
        }

        incident.Take(alert, entry);
        _incidents.Touch(incident, alert);
        if (incident.Alerts > 0 && !entry.IsDue && !HasGrown(incident))
        {
            Folded++;
        }
        else if (_inMinute >= PerMinute)
        {
            // What isn't written isn't told: its repetition may be, once there is room.
            entry.IsDue = true;
            Withheld++;
            _flood.Add(alert);
        }
        else
        {
            _inMinute++;
            Write(alert, entry, opens);
        }
    }

    /// <summary>Time has gone on: what wasn't written for want of room is said when its minute is over.</summary>
    /// <param name="now">Packet time, nanoseconds since the Unix epoch.</param>
    public void Advance(long now)
    {
        var minute = now / Minute;
        if (minute > _minute)
        {
            TellFlood();
            (_minute, _inMinute) = (minute, 0);
        }
    }

    /// <summary>The packets' clock was put back: nothing happened later than now.</summary>
    public void StepBack(long now)
    {
        TellFlood();
        (_minute, _inMinute) = (now / Minute, 0);
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

    public string Name => "alerts";

    public int Version => 2;

    public void Save(PartWriter writer)
    {
        writer.Int64(_number);
        writer.Int32(_closings.Count);
        foreach (var (signature, time) in _closings.OrderBy(c => c.Key))
        {
            writer.Int32(signature);
            writer.Int64(time);
        }

        IncidentTableState.Save(_incidents, writer);
        writer.Int32(Total);
        writer.Int32(Incidents);
        foreach (var tally in (long[])[Folded, Withheld, Muted, Forgotten])
        {
            writer.Int64(tally);
        }

        foreach (var severity in Enum.GetValues<Severity>())
        {
            writer.Int32(Count(severity));
        }

        writer.Int64(_minute);
        writer.Int32(_inMinute);
        _flood.Save(writer);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        _number = reader.Tally();
        if (origin.Version == 1)
        {
            // It knew no incidents: what goes on is told once more.
            return true;
        }

        for (var rest = reader.Count(int.MaxValue, least: 12); rest > 0 && !reader.Failed; rest--)
        {
            reader.Require(_closings.TryAdd(reader.Int32(), reader.Int64()));
        }

        return IncidentTableState.TryLoad(_incidents, ref reader, origin.SameInput) && (!origin.SameInput || (LoadRun(ref reader) && reader.Complete));
    }

    /// <summary>What was counted for the summary, and what the rate is measured by.</summary>
    private bool LoadRun(ref PartReader reader)
    {
        (Total, Incidents) = (reader.Int32(int.MaxValue), reader.Int32(int.MaxValue));
        (Folded, Withheld, Muted, Forgotten) = (reader.Tally(), reader.Tally(), reader.Tally(), reader.Tally());
        foreach (var severity in Enum.GetValues<Severity>())
        {
            if (reader.Int32(int.MaxValue) is > 0 and var count)
            {
                _counts[severity] = count;
            }
        }

        (_minute, _inMinute) = (reader.Int64(), reader.Int32(int.MaxValue));
        return _flood.TryLoad(ref reader);
    }

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
            Forgotten++;
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

    /// <summary>A reason that the incident didn't have, or an actor who didn't have it.</summary>
    private static bool IsStep(Alert alert, TimelineEntry entry)
    {
        foreach (var other in entry.Incident.Timeline)
        {
            if (other != entry && !other.IsDetail && other.SignatureId == alert.Reason.SignatureId && other.Actor == alert.Actor)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A step never taken before never followed the one before it either.</summary>
    private static bool IsEcho(Alert alert, Incident incident) =>
        alert.Reason.Kind == "sequence" && incident.Latest == (alert.Header.Ordinal, Party.Of(alert.Device));

    /// <summary>
    /// A rule may say that it is part of what another tells of the same devices. What a device does to a new partner is new as well and belongs to the story
    /// of the new partner; what weighs little belongs to whatever else was said.
    /// </summary>
    private static bool BelongsToAnother(Alert alert, TimelineEntry entry)
    {
        var isWeak = alert.Reason.Kind == "relation" && alert.Severity > Severity.High && alert.Reason != AlertCatalogue.NewPeer;
        if (isWeak && alert.Severity == Severity.Low)
        {
            return true;
        }

        foreach (var other in entry.Incident.Timeline)
        {
            if (alert.YieldsTo.Contains(other.SignatureId) && other.Device == entry.Device && (other.Peer == entry.Peer || other.Peer.IsNobody))
            {
                return true;
            }

            if (isWeak && other.SignatureId == AlertCatalogue.NewPeer.SignatureId
                && (other.Device, other.Peer) is var pair && (pair == (entry.Device, entry.Peer) || pair == (entry.Peer, entry.Device)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>It is worse than when it was last told of, or twice as many devices are in it.</summary>
    private static bool HasGrown(Incident incident) =>
        incident.Severity < incident.Told.Severity || incident.Devices.Count >= 2 * Math.Max(1, incident.Told.Devices);

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
