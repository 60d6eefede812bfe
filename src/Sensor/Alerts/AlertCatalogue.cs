namespace Sensor.Alerts;

/// <summary>The reasons of models and of the sensor itself; those of rules stand in the rules. <c>docs/alerts.md</c> lists both.</summary>
internal static class AlertCatalogue
{
    public static readonly AlertReason NewPeer = new("new-peer", 1001, "relation", "Device talks to a partner it never talked to", Severity.Medium)
    {
        Meaning = "Clinical devices keep to a few partners. A new one is how data leaves, how an intruder moves on, and also how a wrongly configured device shows.",
        Decided = "A relation of the kind *peer*: an address as a partner that is asked, and, as another relation, as a partner that asks. Both ends have a view; one of them tells. A partner counts when it is asked for something in a recognised protocol, not for a mere connection.",
        NextSteps =
        [
            "Ask who owns the partner's address and whether it was connected or moved today.",
            "Look at what was exchanged in the packets named here, and at the partner's other conversations in devices.jsonl and events.jsonl.",
            "If nobody knows the partner, have its switch port found and watched.",
        ],
        BenignCauses = ["New or replaced equipment", "A changed address", "A planned migration or failover"],
        Mitre = ["T0848", "T0864", "T1021"],
    };

    public static readonly AlertReason NewCommand = new("new-command", 1002, "relation", "Device uses a command it never used", Severity.Medium)
    {
        Meaning = "A device's work needs few commands. A new one means new software, a new configuration, or somebody else at the keyboard.",
        Decided = "A relation of the kind *command*: DICOM's A-ASSOCIATE and DIMSE operations, HL7's message types. What a device uses and what is used on it are different relations. Said when the command is sent, whatever becomes of it. The other end's view, and both views when they are part of a new partner's story, are learnt without an alert.",
        NextSteps = ["Compare with other devices of the same model.", "Ask whether the device was serviced or updated.", "Look at the command's packets and its answers."],
        BenignCauses = ["Software update", "A feature used for the first time", "Service work"],
        Mitre = ["T0855", "T0888"],
    };

    public static readonly AlertReason NewName = new("new-name", 1003, "relation", "Device goes by a name it never used", Severity.Medium)
    {
        Meaning = "Names such as AE titles are what most clinical systems trust. A device with a new name may pose as another.",
        Decided = "A relation of the kind *name*: the calling AE title (DICOM), the sending application (HL7 MSH-3).",
        NextSteps = ["See in devices.jsonl whether another device goes by that name.", "Ask whether the device was renamed."],
        BenignCauses = ["Renamed or replaced device", "Several applications on one workstation"],
        Mitre = ["T0849", "T1036"],
    };

    public static readonly AlertReason NewAddressee = new("new-addressee", 1004, "relation", "Device calls its partner by a new name", Severity.Low)
    {
        Meaning = "A device that asks for a name it never asked for was reconfigured, or somebody is trying names.",
        Decided = "A relation of the kind *addressee*: the called AE title, the receiving application (MSH-5).",
        NextSteps = ["See whether the call was accepted.", "Ask whether the device's destinations were changed."],
        BenignCauses = ["Changed destination list", "Renamed archive"],
        Mitre = ["T0859", "T0888"],
    };

    public static readonly AlertReason NewDestination = new("new-destination", 1005, "relation", "Data is to be sent to a destination never named before", Severity.High)
    {
        Meaning = "The archive is told to send images to a place this device never named: the shortest way to take studies out of the hospital's reach.",
        Decided = "A relation of the kind *destination*: the move destination of a C-MOVE. Both the one who asks and the one who is told to send have a view. It alerts beside a [new-peer](#new-peer) alert, and whether or not the C-MOVE succeeded.",
        NextSteps =
        [
            "Find out which system the destination stands for and who entered it in the archive.",
            "See in events.jsonl how many objects went there.",
            "If it isn't known, have the destination removed from the archive's configuration.",
        ],
        BenignCauses = ["A new reading workstation", "Research export"],
        Mitre = ["T0882", "T0811", "T1048"],
    };

    public static readonly AlertReason NewContent = new("new-content", 1006, "relation", "Device works on a kind of content it never handled", Severity.Low)
    {
        Meaning = "A device that suddenly handles another kind of object or message does another job than before.",
        Decided = "A relation of the kind *content*: the SOP class of a DIMSE request, the message structure (MSH-9.3) or else the type of an HL7 message.",
        NextSteps = ["Compare with other devices of the same model.", "Ask whether the device got a new option or licence."],
        BenignCauses = ["New examination type", "Software update"],
        Mitre = ["T0855"],
    };

    public static readonly AlertReason NoveltyBurst = new("novelty-burst", 1007, "relation", "Device does many things it never did", Severity.High)
    {
        Meaning = "Many firsts in a short time are what a scan or a tool in a stranger's hands looks like.",
        Decided = "On one day (UTC), three new things of one kind of relation were announced, or three unusual steps of one kind of sequence, and a fourth would be. Nothing more of that kind is announced until the next day.",
        NextSteps = ["Look at the list of first sights of this device in events.jsonl.", "Find out who uses the device now."],
        BenignCauses = ["Commissioning", "Security scan by the hospital itself"],
        Mitre = ["T0846", "T0840", "T1046"],
    };

    public static readonly AlertReason RateHigh = new("rate-high", 1101, "rate", "Unusually high value for this device", Severity.Medium)
    {
        Meaning = "More, larger or faster work than this device ever did for the same task can be bulk copying, a fault, or a changed protocol of examination.",
        Decided = "A single value lies above the 99th percentile of the device's values, at least 1.5 times the typical one (both plus 1, which matters for small counts), and its score is within this rate's part. The distribution is one of ln(1 + value), robust against outliers, with a tail fitted to what the device has shown and kept heavy while that is little. See [what is measured](#rates).",
        NextSteps = ["Compare the value with the expected range and with devices of the same model.", "Ask whether the way of working changed."],
        BenignCauses = ["New examination protocol", "Backlog after an outage", "Migration"],
        Mitre = ["T0882", "T0802", "T1030"],
    };

    public static readonly AlertReason RateLow = new("rate-low", 1102, "rate", "Unusually low value for this device", Severity.Low)
    {
        Meaning = "Less than usual for the same task can be a failing device, lost data, or truncated objects.",
        Decided = "As [rate-high](#rate-high), below the 1st percentile and at most the typical value divided by 1.5.",
        NextSteps = ["Check the device's own log.", "See in summary.json whether packets were lost."],
        BenignCauses = ["Phantom or test images", "A slower network path"],
        Mitre = ["T0814", "T0815"],
    };

    public static readonly AlertReason RateShiftUp = new("rate-shift-up", 1103, "rate", "Values of this device have shifted up", Severity.Medium)
    {
        Meaning = "Every single value is usual but together they have risen: what slow copying inside allowed work looks like.",
        Decided = "A cumulative sum of small deviations from a long-term anchor (half-life 60 days), after taking out how much each value resembles the one before, comes to more than chance would bring. The shift must be at least 10 % (of 1 + value), and the history at least a day long, whatever the operator declared. While it is announced, the anchor stands still, for 14 days at most.",
        NextSteps = ["Compare the weeks before and after in events.jsonl.", "See whether devices of the same model shifted too."],
        BenignCauses = ["New examination protocol", "Software update"],
        Mitre = ["T0882", "T0802", "T1030"],
    };

    public static readonly AlertReason RateShiftDown = new("rate-shift-down", 1104, "rate", "Values of this device have shifted down", Severity.Low)
    {
        Meaning = "Every single value is usual but together they have fallen: a slow failure, or data that goes elsewhere.",
        Decided = "As [rate-shift-up](#rate-shift-up), downwards.",
        NextSteps = ["Check the device's own log.", "See whether devices of the same model shifted too."],
        BenignCauses = ["Changed compression", "Fewer patients"],
        Mitre = ["T0815"],
    };

    public static readonly AlertReason UnseenTransition = new("unseen-transition", 1201, "sequence", "Device does things in an order never seen", Severity.Medium)
    {
        Meaning = "Clinical work follows an order: worklist, images, report. A step that never followed the one before is another hand, another program, or a skipped step.",
        Decided = "A step that was never seen to follow the one before. Two orders are kept for each protocol: of commands within a conversation, and of conversations by the first thing asked in each. Scored like a new relation, with nine tenths of the sequences' share. Resets, aborts and lost bytes break an order off without judging it. A step that alerted on the same packet for another reason (a command never used never followed anything) isn't told again.",
        NextSteps = ["Read the device's commands around that time in events.jsonl, those of this conversation by its flow_id.", "Ask what was done at the device at that time."],
        BenignCauses = ["Emergency examination without an order", "Repeated transfer after an error"],
        Mitre = ["T0855", "T0858"],
    };

    public static readonly AlertReason UnusualOrder = new("unusual-order", 1202, "sequence", "Device's steps follow each other unusually", Severity.Low)
    {
        Meaning = "Each step was seen before, but not so often in this order.",
        Decided = "Each step is known, but over the conversation they surprise, by a model that looks two steps back: the bits of surprise beyond blind guessing are added up, and a score is the steps of a month divided by two to that power. One tenth of the sequences' share.",
        NextSteps = ["Read the conversation's commands in events.jsonl (same flow_id)."],
        BenignCauses = ["Rare kind of examination", "Repeated transfer after an error"],
        Mitre = ["T0855"],
    };

    public static IReadOnlyList<AlertReason> All { get; } =
    [
        NewPeer, NewCommand, NewName, NewAddressee, NewDestination, NewContent, NoveltyBurst,
        RateHigh, RateLow, RateShiftUp, RateShiftDown, UnseenTransition, UnusualOrder,
        .. HealthCatalogue.All,
    ];

    /// <summary>The entry of a model's reason: they share their slugs.</summary>
    public static AlertReason Of(Models.JudgementReason reason) =>
        All.First(r => r.Slug == Models.JudgementReasons.Slug(reason));
}
