namespace Sensor.Alerts;

/// <summary>What becomes of an incident.</summary>
internal enum IncidentState : byte
{
    /// <summary>More of it is expected.</summary>
    Open,

    /// <summary>Nothing of it was seen for long.</summary>
    Quiet,

    /// <summary>Somebody closed it.</summary>
    Closed,

    /// <summary>It gave way to others.</summary>
    Forgotten,
}

/// <summary>
/// One story: anomalies of one device, and of those it reached, as they followed each other. Named by the alert that opened it. Analysis thread only.
/// </summary>
/// <param name="number">Number of the alert that opened it, or would have, had there been room for its line.</param>
internal sealed class Incident(long number)
{
    /// <summary>Entries of its timeline; what finds no room is counted in <see cref="Rest"/>.</summary>
    public const int MaxEntries = 64;

    /// <summary>Devices that are told apart.</summary>
    public const int MaxDevices = 64;

    /// <summary>Stories by which it is known again.</summary>
    public const int MaxStories = 256;

    private readonly List<TimelineEntry> _timeline = [];
    private readonly List<Party> _devices = [];
    private readonly List<string> _evidence = [];
    private TimelineEntry? _rest;

    public long Number { get; } = number;

    public string Id => Alert.IdOf(Number);

    public IncidentState State { get; set; }

    /// <summary>Packet time of its first anomaly, nanoseconds since the Unix epoch.</summary>
    public long First { get; set; }

    /// <summary>Of its latest.</summary>
    public long Last { get; set; }

    /// <summary>How long it has gone on: nanoseconds from the first to the latest.</summary>
    public long Dwell => Last - First;

    /// <summary>Nanoseconds without any anomaly after which it is over.</summary>
    public long Quiet { get; set; }

    /// <summary>Alerts told of it.</summary>
    public long Alerts { get; set; }

    /// <summary>The worst of an anomaly of it.</summary>
    public Severity Worst { get; set; } = Severity.Low;

    /// <summary>Of the whole: its worst, and one more where much speaks for it or it has spread.</summary>
    public Severity Severity => SeverityScale.OfIncident(Worst, _evidence.Count, _devices.Count);

    /// <summary>What happened, in order of first sight.</summary>
    public IReadOnlyList<TimelineEntry> Timeline => _timeline;

    /// <summary>What found no room in the timeline, added up.</summary>
    public TimelineEntry Rest => _rest ??= new TimelineEntry(this);

    public long Anomalies { get; set; }

    /// <summary>Who has a part in it, in order of first sight.</summary>
    public IReadOnlyList<Party> Devices => _devices;

    /// <summary>Anomalies with devices that found no room.</summary>
    public long MoreDevices { get; set; }

    /// <summary>Kinds of anomaly that speak for it, in order; details don't.</summary>
    public IReadOnlyList<string> Evidence => _evidence;

    /// <summary>Severity and devices when an alert of it was last told.</summary>
    public (Severity Severity, int Devices) Told { get; set; } = (Severity.Low, 0);

    /// <summary>Packet and device of the latest anomaly: what follows from the same packet is its echo.</summary>
    public (long Packet, Party Device) Latest { get; set; }

    /// <summary>Something is other than it was when it was last saved.</summary>
    public bool HasChanged { get; set; } = true;

    /// <summary>One of its alerts is among the present input's.</summary>
    public bool IsCounted { get; set; }

    /// <summary>Anomalies of the present run that are only counted in it. Not saved.</summary>
    public long Folded { get; set; }

    /// <summary>What it is known again by, and the entry that stands for it.</summary>
    public List<(Story Story, TimelineEntry Entry)> Stories { get; } = [];

    /// <summary>Its place among the open, or among the closed ones.</summary>
    public LinkedListNode<Incident>? Place { get; set; }

    /// <summary>Nothing of it was seen for so long, or the capture is from another time, that the like is another incident.</summary>
    public bool IsOver(long time) => time - Last > Quiet || First - time > Quiet;

    /// <summary>So near that what the same devices do belongs to it.</summary>
    public bool IsNear(long time) => time - Last <= AlertDesk.Episode && First - time <= AlertDesk.Episode;

    public bool Has(Party device) => !device.IsNobody && _devices.Contains(device);

    /// <summary>The entry that an anomaly belongs to; null while there is none.</summary>
    public TimelineEntry? Find(Alert alert)
    {
        foreach (var entry in _timeline)
        {
            if (entry.IsOf(alert))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Makes an entry for an anomaly, if there is room.</summary>
    public TimelineEntry? Add(Alert alert)
    {
        if (_timeline.Count == MaxEntries)
        {
            return null;
        }

        var entry = new TimelineEntry(this, alert);
        _timeline.Add(entry);
        return entry;
    }

    /// <summary>Counts an anomaly in.</summary>
    /// <param name="alert">The anomaly.</param>
    /// <param name="entry">Its entry.</param>
    public void Take(Alert alert, TimelineEntry entry)
    {
        var time = alert.Header.Time;
        (First, Last) = Anomalies == 0 ? (time, time) : (Math.Min(First, time), Math.Max(Last, time));
        Anomalies++;
        Quiet = Math.Max(Quiet, alert.Again);
        Worst = alert.Severity < Worst ? alert.Severity : Worst;
        Latest = (alert.Header.Ordinal, Party.Of(alert.Device));
        HasChanged = true;
        entry.Take(alert);
        if (!entry.IsDetail && !_evidence.Contains(alert.Reason.Kind))
        {
            _evidence.Add(alert.Reason.Kind);
        }

        var fits = Meet(Party.Of(alert.Device)) & Meet(Party.Of(alert.Peer));
        MoreDevices += fits ? 0 : 1;
    }

    /// <summary>Takes what was saved.</summary>
    public void Restore(IEnumerable<TimelineEntry> timeline, IEnumerable<Party> devices, IEnumerable<string> evidence, TimelineEntry rest)
    {
        _rest = rest;
        _timeline.AddRange(timeline);
        _devices.AddRange(devices);
        _evidence.AddRange(evidence);
    }

    private bool Meet(Party device)
    {
        if (device.IsNobody || _devices.Contains(device))
        {
            return true;
        }

        if (_devices.Count == MaxDevices)
        {
            return false;
        }

        _devices.Add(device);
        return true;
    }
}
