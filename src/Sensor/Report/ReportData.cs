using Sensor.Alerts;

namespace Sensor.Report;

/// <summary>
/// All that a report says, wherever it is from. Times are nanoseconds of packet time since the Unix epoch. Lists are bounded by who makes it; what isn't listed is
/// counted.
/// </summary>
internal sealed record ReportData
{
    /// <summary>What was read or kept: names of captures, or of the state.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>The sensor's.</summary>
    public required string Version { get; init; }

    /// <summary>The period that was asked for; null: from the first, to the last.</summary>
    public required (long? Since, long? Until) Asked { get; init; }

    /// <summary>What was seen of it; null: nothing.</summary>
    public required (long First, long Last)? Times { get; init; }

    public required TrafficReport Traffic { get; init; }

    public required AlertReport Alerts { get; init; }

    public required DeviceReport Devices { get; init; }

    public required PairReport Pairs { get; init; }

    public required FindingReport Findings { get; init; }

    public required LossReport Losses { get; init; }
}

/// <summary>Traffic over time.</summary>
/// <param name="Width">Nanoseconds of a row.</param>
/// <param name="Protocols">Names, in the order of each row's; the first is what belongs to none.</param>
/// <param name="Rows">In order, without those in which nothing was seen.</param>
internal sealed record TrafficReport(long Width, IReadOnlyList<string> Protocols, IReadOnlyList<TrafficRow> Rows)
{
    /// <summary>What the figures are of, where that is more than the period: the stretches that a history has are whole.</summary>
    public (long From, long To)? Wider { get; init; }

    /// <summary>All rows together, a protocol each.</summary>
    public IEnumerable<ProtocolTraffic> Totals => Protocols.Index().Select(p => new ProtocolTraffic(
        Rows.Sum(r => r.Of[p.Index].Packets), Rows.Sum(r => r.Of[p.Index].Bytes), Rows.Sum(r => r.Of[p.Index].Conversations), Rows.Sum(r => r.Of[p.Index].Commands)));
}

/// <summary>A stretch of time.</summary>
/// <param name="Time">When it begins.</param>
/// <param name="Delivered">Bytes of TCP streams that were captured.</param>
/// <param name="Lost">Those that were on the wire and weren't.</param>
/// <param name="Holes">Holes they make.</param>
/// <param name="Cut">Bytes that the snap length cut off.</param>
/// <param name="Dropped">Packets that the capture dropped.</param>
/// <param name="Undecodable">Packets that can't be decoded.</param>
/// <param name="Truncated">Packets that are shorter in the capture than on the wire.</param>
/// <param name="Conflicts">Places of streams that came again with different bytes.</param>
/// <param name="Of">By protocol.</param>
internal sealed record TrafficRow(
    long Time, long Delivered, long Lost, long Holes, long Cut, long Dropped, long Undecodable, long Truncated, long Conflicts, IReadOnlyList<ProtocolTraffic> Of);

internal readonly record struct ProtocolTraffic(long Packets, long Bytes, long Conversations, long Commands);

/// <summary>What was raised.</summary>
internal sealed record AlertReport
{
    /// <summary>Stories: an incident is one, however many alerts tell of it.</summary>
    public required long Total { get; init; }

    /// <summary>Lines of alerts written in the period; an incident that only went on in it has none.</summary>
    public required long Lines { get; init; }

    /// <summary>Stories by severity, the worst first.</summary>
    public required IReadOnlyList<(Severity Severity, long Count)> BySeverity { get; init; }

    /// <summary>The worst, to be told whole.</summary>
    public required IReadOnlyList<AlertStory> Stories { get; init; }

    /// <summary>The next ones, a line each.</summary>
    public required IReadOnlyList<AlertLine> Rest { get; init; }

    /// <summary>Alerts over time by severity, the worst first.</summary>
    public required IReadOnlyList<(long Time, long[] Counts)> OverTime { get; init; }

    /// <summary>Nanoseconds of one of those.</summary>
    public required long Width { get; init; }
}

/// <summary>An alert in a line.</summary>
internal record AlertLine(string Id, Severity Severity, string Title, long Time, DeviceRef Device, DeviceRef? Peer)
{
    /// <summary>What became of it (new, acknowledged, closed …); null where nobody keeps that.</summary>
    public string? Status { get; init; }
}

/// <summary>A device where it is named.</summary>
/// <param name="Id">Its id; empty for the sensor itself.</param>
/// <param name="Name">The name it goes by, and its address.</param>
/// <param name="Role">What it is taken for; null where that isn't known.</param>
internal sealed record DeviceRef(string Id, string Name, string? Role);

/// <summary>An alert whole.</summary>
internal sealed record AlertStory(string Id, Severity Severity, string Title, long Time, DeviceRef Device, DeviceRef? Peer) : AlertLine(Id, Severity, Title, Time, Device, Peer)
{
    /// <summary>Id of the alert that speaks for it: the worst.</summary>
    public required string Teller { get; init; }

    public required string Reason { get; init; }

    public required string Explanation { get; init; }

    /// <summary>Why it matters; null where the reason isn't known any more.</summary>
    public required string? Meaning { get; init; }

    public required Comparison Comparison { get; init; }

    public required IReadOnlyList<string> NextSteps { get; init; }

    public required IReadOnlyList<string> BenignCauses { get; init; }

    public required IReadOnlyList<string> Techniques { get; init; }

    /// <summary><c>clean</c>, what is wrong with the data, or empty where nobody knows any more.</summary>
    public required string DataQuality { get; init; }

    public required EvidenceRef Evidence { get; init; }

    /// <summary>The story behind it; null where alerts stand alone.</summary>
    public IncidentStory? Incident { get; init; }

    /// <summary>The other alerts of its incident, in order: those that were kept, and how many more there were.</summary>
    public IReadOnlyList<AlertStep> Others { get; init; } = [];

    public long MoreOthers { get; init; }
}

/// <summary>An alert that is part of an incident.</summary>
internal sealed record AlertStep(string Id, Severity Severity, string Title, long Time, string Explanation, Comparison Comparison);

/// <summary>Observed against expected.</summary>
/// <param name="Value">What was observed.</param>
/// <param name="Unit">Of all four numbers, empty where none is known any more: <c>use</c> for what is new or not, <c>bit</c> for surprise.</param>
/// <param name="Text">The observed in words.</param>
/// <param name="Low">Least that was expected.</param>
/// <param name="Typical">What was expected.</param>
/// <param name="High">Most that was expected; of a rule, the most that it lets pass.</param>
/// <param name="N">Observations that this rests on; 0: none, it is a rule's.</param>
/// <param name="Since">When they began.</param>
internal sealed record Comparison(double Value, string Unit, string Text, double Low, double Typical, double High, long N, long? Since);

/// <summary>Packets that prove it.</summary>
/// <param name="Packets">Captures by name, without their folders, and the packets' numbers there; empty where none are known.</param>
/// <param name="From">Time of the first.</param>
/// <param name="To">Time of the last.</param>
/// <param name="Filter">Wireshark's display filter; null where none was made.</param>
/// <param name="Recording">Where they are kept, from the folder of results or state; null where they aren't.</param>
internal sealed record EvidenceRef(IReadOnlyList<(string File, IReadOnlyList<long> Numbers)> Packets, long? From, long? To, string? Filter, string? Recording);

/// <summary>What an incident has come to.</summary>
/// <param name="Anomalies">How often something of it was seen.</param>
/// <param name="Devices">How many took part.</param>
/// <param name="Opened">When it began.</param>
/// <param name="Last">When it was last seen.</param>
/// <param name="Because">Why it is as severe as it is.</param>
/// <param name="Timeline">What happened, in order.</param>
/// <param name="Rest">Of its anomalies, those that the timeline leaves out.</param>
internal sealed record IncidentStory(long Anomalies, long Devices, long Opened, long Last, IReadOnlyList<string> Because, IReadOnlyList<IncidentStep> Timeline, long Rest);

/// <summary>A step of an incident.</summary>
internal sealed record IncidentStep(long Time, Severity Severity, string Title, string Observed, DeviceRef? Actor, DeviceRef? Target, long Count);

internal sealed record DeviceReport(long Total, long Mature, IReadOnlyList<ReportDevice> Shown);

internal sealed record ReportDevice(string Id, IReadOnlyList<string> Addresses)
{
    /// <summary>Names it goes by, each with what kind of name it is.</summary>
    public required IReadOnlyList<(string Kind, string Name)> Names { get; init; }

    public required string? Vendor { get; init; }

    public required IReadOnlyList<string> Software { get; init; }

    /// <summary>What it is taken for, how sure that is (0 to 1), and why.</summary>
    public required (string Name, double Confidence, string Reasons)? Role { get; init; }

    public required bool IsMature { get; init; }

    /// <summary>Why it isn't judged yet; empty where it is, or where nobody knows.</summary>
    public required string Lacks { get; init; }

    public required long First { get; init; }

    public required long Last { get; init; }

    /// <summary>Stories about it.</summary>
    public long Alerts { get; set; }

    /// <summary>Bytes of conversations it had.</summary>
    public long Bytes { get; set; }

    /// <summary>The name to call it by, and its address.</summary>
    public string Label => Names.Count > 0 ? $"{Names[0].Name} ({Address})" : Address;

    private string Address => Addresses.Count > 0 ? Addresses[0] : Id;
}

/// <summary>Who talked to whom.</summary>
internal sealed record PairReport
{
    /// <summary>The busiest.</summary>
    public required IReadOnlyList<ReportPair> Shown { get; init; }

    public required long Total { get; init; }

    /// <summary>Pairs forgotten at the bound, and their conversations.</summary>
    public required (long Pairs, long Conversations) Forgotten { get; init; }

    /// <summary>Roles that talk to roles.</summary>
    public required Adjacency Roles { get; init; }

    /// <summary>The busiest devices among each other.</summary>
    public required Adjacency Devices { get; init; }

    /// <summary>Devices that aren't among those.</summary>
    public required long DevicesLeftOut { get; init; }
}

internal sealed record ReportPair(DeviceRef Client, DeviceRef Server, string Protocol, long Conversations, long Bytes, long Commands, long First, long Last);

/// <summary>A square of who has to do with whom: who asks down, who is asked across.</summary>
/// <param name="Names">Of rows and columns.</param>
/// <param name="Cells">By row, then column: conversations and commands.</param>
internal sealed record Adjacency(IReadOnlyList<string> Names, IReadOnlyDictionary<(int Row, int Column), (long Conversations, long Commands)> Cells);

internal sealed record FindingReport(long Open, IReadOnlyList<ReportFinding> Shown);

/// <summary>One kind of thing that should be put right, and where.</summary>
internal sealed record ReportFinding(Severity Severity, string Title, string Meaning, IReadOnlyList<string> NextSteps, IReadOnlyList<(DeviceRef Device, string Observed)> Where, long Devices);

/// <summary>What was lost on the way, and what follows from it, besides what <see cref="TrafficRow"/> has.</summary>
internal sealed record LossReport
{
    /// <summary>What was wrong with captures; nothing where only a state is known.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>When the mirror didn't show the network, in order.</summary>
    public IReadOnlyList<MirrorGap> Mirror { get; init; } = [];

    /// <summary>Bounds that were reached and clocks that weren't believed, a sentence each.</summary>
    public required IReadOnlyList<string> Shortcomings { get; init; }

    /// <summary>How often learning paused.</summary>
    public required long Pauses { get; init; }

    /// <summary>Nanoseconds for which it did.</summary>
    public required long PausedFor { get; init; }

    /// <summary>The greatest share of traffic that was missing meanwhile.</summary>
    public required double WorstShare { get; init; }
}

/// <summary>A time in which the mirror didn't show the network.</summary>
/// <param name="Alert">Id of the alert that told it.</param>
/// <param name="Text">What it said, a sentence.</param>
internal sealed record MirrorGap(string Alert, string Text)
{
    public string Sentence => $"{Text.TrimEnd('.')} ({Alert}).";
}
