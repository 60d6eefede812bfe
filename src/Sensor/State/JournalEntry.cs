namespace Sensor.State;

/// <summary>What people do about an incident.</summary>
internal enum JournalVerb : byte
{
    /// <summary>Somebody is looking at it.</summary>
    Acknowledge,

    /// <summary>It is over, with a verdict: the same thing raises a new alert.</summary>
    Close,

    /// <summary>The last acknowledgement or closing was a mistake, and what it changed of expectations is taken back.</summary>
    Reopen,

    /// <summary>The like of it isn't told any more, within a scope and until a time.</summary>
    Mute,

    /// <summary>It is told again.</summary>
    Unmute,
}

/// <summary>What an incident turned out to be.</summary>
internal enum Verdict : byte
{
    None,

    /// <summary>An attack or a fault.</summary>
    True,

    /// <summary>As it should be, and from now on expected.</summary>
    BenignExpected,

    /// <summary>As it should be this once; the next time is told again.</summary>
    BenignOnce,
}

/// <summary>How far a muting reaches.</summary>
internal enum MuteScope : byte
{
    /// <summary>The same reason between the same two devices.</summary>
    Pair,

    /// <summary>The same reason for the same device, with whomever.</summary>
    Device,

    /// <summary>The same reason everywhere.</summary>
    Reason,

    /// <summary>Whatever the reason, for the same device.</summary>
    AllOfDevice,
}

/// <summary>One deed of somebody about an incident, as it is kept for good.</summary>
/// <param name="Verb">What was done.</param>
/// <param name="Incident">Number of the alert that began the incident.</param>
internal sealed record JournalEntry(JournalVerb Verb, long Incident)
{
    /// <summary>Characters of <see cref="Who"/> and <see cref="Note"/>.</summary>
    public const int MaxWho = 64, MaxNote = 1000;

    /// <summary>Different matters that are kept of one incident.</summary>
    public const int MaxMatters = 1000;

    /// <summary>Number in the order in which it was done; 0 before it is stored.</summary>
    public long Number { get; init; }

    /// <summary>Of a closing.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>Of a muting.</summary>
    public MuteScope Scope { get; init; }

    /// <summary>Packet time at which a muting ends, nanoseconds since the Unix epoch; null: never.</summary>
    public long? Until { get; init; }

    /// <summary>Of what takes something back: number of the deed that it takes back.</summary>
    public long Undoes { get; init; }

    /// <summary>What the incident's alerts had told by then, each once: what the deed changes rests on this alone.</summary>
    public IReadOnlyList<Matter> About { get; init; } = [];

    public required string Who { get; init; }

    /// <summary>When it was done, by the wall clock, nanoseconds since the Unix epoch.</summary>
    public required long Said { get; init; }

    public string Note { get; init; } = "";
}
