namespace Sensor.Models;

/// <summary>What the models make of one observation. Numbers only; the caller turns them into words.</summary>
public readonly record struct Judgement
{
    public Verdict Verdict { get; init; }

    public JudgementReason Reason { get; init; }

    /// <summary>What was judged; hand it back with <see cref="Feedback"/>.</summary>
    public Subject Subject { get; init; }

    /// <summary>
    /// λ: false alerts a device-month (30 d) expected at this degree of surprise or more; smaller is more surprising.
    /// Rounded to 2^-20 and never below it (one in 87,000 device-years); infinite where nothing was judged or nothing surprised.
    /// </summary>
    public double Score { get; init; }

    /// <summary>
    /// What was seen: the value in the caller's unit (rate), the level it has shifted to (shift), bits of surprise (sequence), uses of this
    /// key so far (relation).
    /// </summary>
    public double Observed { get; init; }

    /// <summary>
    /// What was expected, in the same unit as <see cref="Observed"/>; for relations <see cref="Expected.N"/> and
    /// <see cref="Expected.Since"/> only.
    /// </summary>
    public Expected Expected { get; init; }

    /// <summary>Whose history this rests on.</summary>
    public Basis Basis { get; init; }

    /// <summary>This device never showed this key, feature or transition before, whether or not that could be judged.</summary>
    public bool FirstSight { get; init; }

    /// <summary>
    /// How often the same surprising thing was seen before, while waiting in quarantine. Above 0 the verdict is never
    /// <see cref="Verdict.Surprising"/>.
    /// </summary>
    public int Repeats { get; init; }

    /// <summary>Devices of the group that do this too, of <see cref="PeersKnown"/>.</summary>
    public int PeersAlike { get; init; }

    /// <summary>Devices of the group with evidence on this; 0: no group, or it can't tell.</summary>
    public int PeersKnown { get; init; }

    /// <summary>Why not judged: what is lacking, and how much is there of how much.</summary>
    public Shortfall Shortfall { get; init; }
}

/// <summary>What follows from a judgement.</summary>
public enum Verdict : byte
{
    /// <summary>Nothing can be said yet, or never from such data: see <see cref="Judgement.Shortfall"/>.</summary>
    NotJudged,

    Expected,

    /// <summary>Unusual, but not rare enough for an alert, repeated in quarantine, or announced as planned.</summary>
    Informational,

    /// <summary>Rarer than the budget of false alerts allows.</summary>
    Surprising,
}

/// <summary>What is usual, and from how much history.</summary>
/// <param name="Low">1st percentile.</param>
/// <param name="Typical">Median.</param>
/// <param name="High">99th percentile.</param>
/// <param name="N">Observations behind it, those that have faded with time discounted.</param>
/// <param name="Since">Packet time of the first of them, nanoseconds since the Unix epoch, to the minute.</param>
public readonly record struct Expected(double Low, double Typical, double High, long N, long Since);

/// <summary>What was judged, precisely enough for feedback to find it again.</summary>
/// <param name="Kind">Which expectation.</param>
/// <param name="Relation">For relations, the kind of relation.</param>
/// <param name="Key">Relation key, rate feature or grammar.</param>
/// <param name="From">For transitions: the token before, or <see cref="Start"/>.</param>
/// <param name="To">For transitions: the token, or <see cref="End"/>.</param>
public readonly record struct Subject(ExpectationKind Kind, RelationKind Relation, ulong Key, ulong From = 0, ulong To = 0)
{
    /// <summary>Stands for the start of a session; above every 32-bit token.</summary>
    public const ulong Start = 1UL << 32;

    /// <summary>Stands for the end of a session; above every 32-bit token.</summary>
    public const ulong End = (1UL << 32) + 1;
}
