using Sensor.Detection;

namespace Sensor.Alerts;

/// <summary>The reasons for alerts about the sensor itself and what it is given to see.</summary>
internal static class HealthCatalogue
{
    public static readonly AlertReason AlertFlood = new("alert-flood", 9001, "health", "More alerts than can be read", Severity.Medium)
    {
        Meaning = "Alerts above the bound were counted, not written. Either much is wrong at once, or something floods the sensor to hide in the noise.",
        Decided = "More than 60 alerts (`bounds.alerts_per_minute`) were due within one minute of packet time. When the minute is over, those beyond are said in this one, by reason and by device, as severe as the worst of them. They are counted in their [incidents](#incidents), and what goes on is told when there is room.",
        NextSteps = ["Begin with the alerts just before.", "See in the `incident` events what the reasons and devices named here have to do with each other."],
        BenignCauses = ["A network-wide change during learning"],
        Mitre = ["T0814", "T1499"],
    };

    public static readonly AlertReason MirrorSilent = new("mirror-silent", 9002, "health", "Nothing comes from the mirror", Severity.High)
    {
        Meaning = "The sensor is blind: whatever happens to the devices meanwhile, nobody is told. Taking the mirror away is also the first thing an intruder with access to a switch would do.",
        Decided = "Nothing was captured for `health.silence` (5 minutes), although packets had come in at least four of five minutes of the hour before (of three minutes at least). In a replay it is seen when packets come again; while listening it is told for each interface, whether packets ever came or not.",
        NextSteps = ["Look at the mirror session on the switch, and at the link of the sensor's port.", "See who changed the switch's configuration at that time.", "Take the time in question as not watched."],
        BenignCauses = ["Work on the switch", "A capture that was stopped and begun again", "A network that really rests"],
        Mitre = ["T0815", "T1562"],
    };

    public static readonly AlertReason MirrorOneDirection = new("mirror-one-direction", 9003, "health", "The mirror shows one direction only", Severity.High)
    {
        Meaning = "Requests come without answers or answers without requests. Commands, results and times that need both can't be judged, and what is learnt meanwhile is half of what happens.",
        Decided = "Of the TCP conversations with data that ended within 10 minutes, 20 at least, half or more had packets of one side only.",
        NextSteps = ["See that the mirror session copies both directions (rx and tx), and of both ports where traffic goes two ways.", "Read the `flow` events of that time: which side is missing, and by which VLAN."],
        BenignCauses = ["A mirror session for received packets only", "Asymmetric routing past the mirrored port", "A filter that lets one direction pass"],
        Mitre = ["T1562"],
    };

    public static readonly AlertReason MirrorLossy = new("mirror-lossy", 9004, "health", "Loss on the mirror is rising", Severity.Medium)
    {
        Meaning = "What is lost isn't judged: commands go unseen, and conversations have holes. From 2 % on nothing is learnt. A flood that overloads the mirror also hides what happens beneath it.",
        Decided = "The share lost in 10 minutes, TCP bytes that were acknowledged but not captured and packets dropped by the capture itself, is at least 1 % and three times what was usual before (the mean of some 12 hours). While that isn't known yet, 2 %.",
        NextSteps = ["Compare the drops of kernel, interface and queues in `stats` events: with none, the loss is before the sensor.", "See whether the mirrored ports carry more than the mirror port can take.", "Look for who sends so much at that time."],
        BenignCauses = ["Backup or migration over the mirrored ports", "More ports mirrored into one", "A sensor too small for the traffic"],
        Mitre = ["T1498", "T1562"],
    };

    public static readonly AlertReason ClockJump = new("clock-jump", 9005, "health", "The capture's clock was put back", Severity.Medium)
    {
        Meaning = "Times of events, and hours by which devices are judged, are wrong before or after the jump. Evidence with wrong times proves little.",
        Decided = "Packets of several conversations claim to be more than an hour earlier than those before, and go on so: time is counted on from there. Single packets with strange times are counted and move nothing.",
        NextSteps = ["See what the capturing machine takes its time from (NTP, PTP) and whether it was restarted.", "Compare an event with the log of a device that has the right time."],
        BenignCauses = ["The first synchronisation after a start", "Captures of several machines given in one"],
        Mitre = ["T0856"],
    };

    public static readonly AlertReason LearningPaused = new("learning-paused", 9006, "health", "Nothing has been learnt for long", Severity.Low)
    {
        Meaning = "While much is lost nothing is learnt, so that holes don't become habits. When that lasts, new devices stay unknown and old ones are judged by the past.",
        Decided = "Learning has paused for 30 minutes of packet time or more (from 2 % of loss on, until it is below 1 %).",
        NextSteps = ["Put the mirror right; see the `health` events and the alert mirror-lossy."],
        BenignCauses = ["Backup or migration over the mirrored ports"],
        Mitre = ["T1562"],
    };

    public static readonly AlertReason LearningStalled = new("learning-stalled", 9007, "health", "Devices can't be judged after a week", Severity.Low)
    {
        Meaning = "A device that can't be judged is watched by rules alone, and the quiet about it means little.",
        Decided = "Looked at once a day in mode `auto`: half or more of the devices that were seen over 7 days and within the last, and that did anything that can be learnt, still aren't mature.",
        NextSteps = ["See in `devices.jsonl` or the summary what each lacks.", "Where a time is known to have been ordinary, say so with --learn-until.", "See that the mirror shows all of their traffic."],
        BenignCauses = ["Devices that are rarely used", "Devices whose work is new every day"],
        Mitre = ["T1562"],
    };

    public static readonly AlertReason OutputStopped = new("output-stopped", 9008, "health", "Alerts don't reach their receiver", Severity.Medium)
    {
        Meaning = "What is found isn't heard of where it should be. It is kept in the spool, within its bound.",
        Decided = "While listening: a configured receiver has taken nothing for 5 minutes although something waits for it.",
        NextSteps = ["Look at the receiver, the way to it, and its certificates.", "Try it with `sensor outputs test`.", "Read the alerts on the appliance meanwhile: `sensor alerts list`."],
        BenignCauses = ["Maintenance of the receiver", "An expired certificate or token"],
        Mitre = ["T1562"],
    };

    public static IReadOnlyList<AlertReason> All { get; } =
        [AlertFlood, MirrorSilent, MirrorOneDirection, MirrorLossy, ClockJump, LearningPaused, LearningStalled, OutputStopped];

    /// <summary>Whether a reason says that the mirror didn't show the network.</summary>
    /// <param name="slug">The reason's name.</param>
    public static bool IsOfMirror(string slug) => slug == MirrorSilent.Slug || slug == MirrorOneDirection.Slug || slug == MirrorLossy.Slug;

    public static AlertReason Of(Ailment what) => what switch
    {
        Ailment.Silence => MirrorSilent,
        Ailment.OneDirection => MirrorOneDirection,
        Ailment.Loss => MirrorLossy,
        Ailment.ClockJump => ClockJump,
        Ailment.LearningPaused => LearningPaused,
        Ailment.LearningStalled => LearningStalled,
        _ => OutputStopped,
    };
}
