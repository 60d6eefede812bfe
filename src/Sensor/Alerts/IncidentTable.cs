using System.Diagnostics.CodeAnalysis;
using Sensor.Dissectors.Packets;

namespace Sensor.Alerts;

/// <summary>
/// Open incidents, and the closed ones that may be opened again. Finds the incident an anomaly belongs to: the one it repeats, or the one that its actor
/// began or was drawn into. All look-ups are O(1).
/// </summary>
/// <param name="max">Stories remembered, of all incidents together.</param>
internal sealed class IncidentTable(int max)
{
    /// <summary>Those not heard of longest come first.</summary>
    private readonly LinkedList<Incident> _open = new();

    /// <summary>In the order in which they were closed.</summary>
    private readonly LinkedList<Incident> _closed = new();

    private readonly Dictionary<long, Incident> _byNumber = [];
    private readonly Dictionary<Story, TimelineEntry> _stories = [];

    /// <summary>The latest incident in which a device acts, by its number.</summary>
    private readonly Dictionary<int, Incident> _acting = [];

    /// <summary>The latest incident in which something was done to a device.</summary>
    private readonly Dictionary<int, Incident> _suffering = [];

    private int _remembered;

    public IEnumerable<Incident> Open => _open;

    public IEnumerable<Incident> Closed => _closed;

    public bool IsFull => _remembered >= max;

    /// <summary>The closed one, else the open one, not heard of longest; there is one.</summary>
    public Incident Stalest => (_closed.First ?? _open.First)!.Value;

    public Incident? Find(long number) => _byNumber.GetValueOrDefault(number);

    public bool TryFind(in Story story, [NotNullWhen(true)] out TimelineEntry? entry) => _stories.TryGetValue(story, out entry);

    /// <summary>
    /// The open incident that an anomaly continues: its actor acts in it, or answers who acts in it, or something was done to its actor in it. That is how an
    /// intruder goes on. Who merely was asked by two is no link between them, and neither is what only says how a device works.
    /// </summary>
    public Incident? Continued(Alert alert)
    {
        if (alert.Device is null)
        {
            return null;
        }

        var time = alert.Header.Time;
        var (actor, victim) = (alert.Actor, alert.Victim);
        if (_acting.TryGetValue(actor.Number, out var own) && own.IsNear(time))
        {
            return own;
        }

        if (!victim.IsNobody && _acting.TryGetValue(victim.Number, out var answered) && answered.IsNear(time) && answered.Has(actor))
        {
            return answered;
        }

        return ReachesOut(alert) && _suffering.TryGetValue(actor.Number, out var suffered) && suffered.IsNear(time) ? suffered : null;
    }

    public void Add(Incident incident)
    {
        incident.Place = (incident.State == IncidentState.Closed ? _closed : _open).AddLast(incident);
        _byNumber.Add(incident.Number, incident);
    }

    /// <summary>An anomaly was taken into an open incident.</summary>
    public void Touch(Incident incident, Alert alert)
    {
        if (incident.Place != _open.Last)
        {
            _open.Remove(incident.Place!);
            _open.AddLast(incident.Place!);
        }

        Link(_acting, alert.Actor, incident);
        if (ReachesOut(alert))
        {
            Link(_suffering, alert.Victim, incident);
        }
    }

    /// <summary>Has an open incident known again by a story, if there is room.</summary>
    public void Remember(in Story story, TimelineEntry entry)
    {
        var stories = entry.Incident.Stories;
        if (stories.Count < Incident.MaxStories && _stories.TryAdd(story, entry))
        {
            stories.Add((story, entry));
            _remembered++;
        }
    }

    /// <summary>An incident is over; a closed one is kept aside.</summary>
    public void End(Incident incident, IncidentState state)
    {
        Leave(incident);
        incident.State = state;
        if (state == IncidentState.Closed)
        {
            incident.Place = _closed.AddLast(incident);
            return;
        }

        incident.Place = null;
        _byNumber.Remove(incident.Number);
        _remembered -= incident.Stories.Count;
    }

    /// <summary>A closed incident is open again. What a later one has taken over meanwhile stays with that.</summary>
    public void Reopen(Incident incident)
    {
        _closed.Remove(incident.Place!);
        incident.State = IncidentState.Open;
        incident.Place = _open.AddLast(incident);
        _remembered -= incident.Stories.RemoveAll(s => !_stories.TryAdd(s.Story, s.Entry));
        foreach (var entry in incident.Timeline)
        {
            TryLink(_acting, entry.Actor, incident);
            if (ReachesOut(entry.Kind))
            {
                TryLink(_suffering, entry.Victim, incident);
            }
        }
    }

    /// <summary>Whom it is known by, for <see cref="IncidentTableState"/>.</summary>
    public IEnumerable<(int Device, long Incident, bool Acts)> Links =>
        _acting.Select(l => (l.Key, l.Value.Number, true)).OrderBy(l => l.Key).Concat(_suffering.Select(l => (l.Key, l.Value.Number, false)).OrderBy(l => l.Key));

    /// <summary>Takes a link that was saved; false where it leads nowhere, or to an incident that it wouldn't end with.</summary>
    public bool Restore(int device, long incident, bool acts) =>
        Find(incident) is { State: IncidentState.Open } open && open.Devices.Any(d => d.Number == device) && (acts ? _acting : _suffering).TryAdd(device, open);

    /// <summary>The same for a link that was saved by address.</summary>
    public bool Restore(IpAddress address, long incident, bool acts) =>
        Find(incident)?.Devices.FirstOrDefault(d => d.Address == address) is { IsNobody: false } device && Restore(device.Number, incident, acts);

    /// <summary>Takes a story that was saved; false where it can't be.</summary>
    public bool Restore(in Story story, TimelineEntry entry)
    {
        if (entry.Incident.State == IncidentState.Open && !_stories.TryAdd(story, entry))
        {
            return false;
        }

        entry.Incident.Stories.Add((story, entry));
        _remembered++;
        return true;
    }

    private void Leave(Incident incident)
    {
        if (incident.State == IncidentState.Closed)
        {
            _closed.Remove(incident.Place!);
            return;
        }

        _open.Remove(incident.Place!);
        foreach (var (story, _) in incident.Stories)
        {
            _stories.Remove(story);
        }

        foreach (var device in incident.Devices)
        {
            Unlink(_acting, device.Number, incident);
            Unlink(_suffering, device.Number, incident);
        }
    }

    /// <summary>Only who has a place in the incident is unlinked with it.</summary>
    private static void Link(Dictionary<int, Incident> links, Party device, Incident incident)
    {
        if (incident.Has(device))
        {
            links[device.Number] = incident;
        }
    }

    private static void TryLink(Dictionary<int, Incident> links, Party device, Incident incident)
    {
        if (incident.Has(device))
        {
            links.TryAdd(device.Number, incident);
        }
    }

    private static void Unlink(Dictionary<int, Incident> links, int device, Incident incident)
    {
        if (links.TryGetValue(device, out var linked) && linked == incident)
        {
            links.Remove(device);
        }
    }

    private static bool ReachesOut(Alert alert) => ReachesOut(alert.Reason.Kind);

    /// <summary>Rates and orders of steps say how a device works, not that it reached for another.</summary>
    private static bool ReachesOut(string kind) => kind is not ("rate" or "sequence");
}
