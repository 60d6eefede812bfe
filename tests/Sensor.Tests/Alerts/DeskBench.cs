using Sensor.Alerts;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Inventory;
using Sensor.State;

namespace Sensor.Tests.Alerts;

/// <summary>A desk of alerts, anomalies to put on it by the hour, and what comes of them.</summary>
internal sealed class DeskBench : IAlertTaker, IIncidentTaker
{
    public const long Second = 1_000_000_000, Hour = 3600 * Second;

    /// <summary>2026-01-01, so that nothing happens to begin at zero.</summary>
    public const long Start = 1_767_225_600 * Second;

    public static readonly AlertReason Rule = Reason("a-rule", 100, "rule", Severity.Medium);
    public static readonly AlertReason Scan = Reason("a-scan", 101, "rule", Severity.Medium);
    public static readonly AlertReason Grave = Reason("a-grave-rule", 102, "rule", Severity.High);
    public static readonly AlertReason Ailment = Reason("an-ailment", 103, "health", Severity.Medium);

    private readonly Device[] _devices = new Device[2000];
    private long _packet;

    public DeskBench(int stories = AlertDesk.DefaultStories, int perMinute = AlertDesk.DefaultPerMinute) => Desk = Make(stories, perMinute);

    public AlertDesk Desk { get; private set; }

    /// <summary>What was written.</summary>
    public List<Alert> Told { get; } = [];

    /// <summary>What was said of incidents: number and state.</summary>
    public List<(long Number, IncidentState State)> Said { get; } = [];

    /// <summary>Time of the last anomaly.</summary>
    public long Now { get; private set; } = Start;

    public static AlertReason Reason(string slug, int id, string kind, Severity severity) =>
        new(slug, id, kind, slug, severity) { Meaning = "It matters.", NextSteps = ["Look."], BenignCauses = ["Chance"], Mitre = ["T0855"] };

    public Device Device(int number) => _devices[number] ??= new Device(number, IpAddress.FromV4(0x0A00_0000 + (uint)number), Start);

    /// <summary>One device did something to another.</summary>
    /// <param name="reason">Why it is told.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="victim">To whom; 0: nobody in particular.</param>
    /// <param name="hour">When, in hours from the start.</param>
    /// <param name="severity">Another severity than the reason's.</param>
    /// <param name="subject">What tells it from the like.</param>
    /// <param name="byVictim">It is the victim's view that is told.</param>
    /// <param name="samePacket">It comes with the packet of the one before.</param>
    public Alert Make(
        AlertReason reason, int actor, int victim = 0, double hour = 0, Severity? severity = null, string subject = "", bool byVictim = false, bool samePacket = false)
    {
        var (device, peer) = (actor == 0 ? null : Device(actor), victim == 0 ? null : Device(victim));
        var time = Start + (long)(hour * Hour);
        return new Alert(reason, byVictim ? peer : device, byVictim ? device : peer)
        {
            Part = byVictim ? Part.Serves : Part.Does,
            Severity = severity ?? reason.Severity,
            Subject = subject,
            Header = new FactHeader { Time = time, Ordinal = samePacket ? _packet : ++_packet },
            Observed = new Observed(1, "use", $"{reason.Slug} {subject}"),
            Expected = new ExpectedRange(0, 0, 0, "use", 0, null),
            Explanation = "It was so.",
            Packets = [_packet],
            Period = (time, time),
        };
    }

    /// <summary>Puts it on the desk.</summary>
    /// <returns>The alert, if one was written.</returns>
    public Alert? Raise(Alert alert)
    {
        var before = Told.Count;
        Now = alert.Header.Time;
        Desk.Raise(alert);
        return Told.Count > before ? Told[^1] : null;
    }

    public Alert? Raise(
        AlertReason reason, int actor, int victim = 0, double hour = 0, Severity? severity = null, string subject = "", bool byVictim = false, bool samePacket = false) =>
        Raise(Make(reason, actor, victim, hour, severity, subject, byVictim, samePacket));

    public void ReviewAt(double hour) => Desk.Review(Start + (long)(hour * Hour), _packet);

    public byte[] Saved()
    {
        var writer = new PartWriter();
        Desk.Save(writer);
        return writer.Written.ToArray();
    }

    /// <summary>The desk goes, and another takes its place with what was saved of it.</summary>
    public void Restart(bool sameInput = true, int stories = AlertDesk.DefaultStories)
    {
        var reader = new PartReader(Saved());
        var desk = Make(stories, Desk.PerMinute);
        Assert.True(desk.TryLoad(ref reader, new PartOrigin(desk.Version, sameInput)));
        Desk = desk;
    }

    void IAlertTaker.Take(Alert alert) => Told.Add(alert);

    void IIncidentTaker.Take(Incident incident, long time, long ordinal) => Said.Add((incident.Number, incident.State));

    private AlertDesk Make(int stories, int perMinute) => new(this) { MaxStories = stories, PerMinute = perMinute, IncidentTakers = [this] };
}
