using Hospital.Labels;

namespace Scorecard.Runs;

/// <summary>What a method would alert on, in terms of the generator's hosts.</summary>
/// <param name="Time">When it can be known, nanoseconds since the Unix epoch.</param>
/// <param name="Host">About whom: the host's number; -1: about nobody (the sensor itself).</param>
/// <param name="Peer">The other end; -1: none, or not known.</param>
/// <param name="Score">The higher the stranger, comparable within one method only. Infinite for what no threshold turns off (rules).</param>
/// <param name="Traits">What it names; none: it can't say.</param>
/// <param name="Reason">Slug: <c>new-peer</c>, <c>rate-high</c>, a feature's name.</param>
/// <param name="Subject">Tells one from another of the same reason.</param>
/// <param name="Part">Which part of the method spoke, for ablation: <c>relation</c>, <c>rate</c>, <c>sequence</c>, <c>rule</c>; empty: it has no parts.</param>
internal readonly record struct Candidate(long Time, int Host, int Peer, double Score, Trait Traits, string Reason, ulong Subject, string Part = "")
{
    /// <summary>Of what a sensor told as it is shipped: 1 critical to 4 low; 0: it isn't graded.</summary>
    public int Severity { get; init; }

    /// <summary>Number of the incident it is part of; 0: methods that make none.</summary>
    public long Incident { get; init; }
}

/// <summary>One method's doings in one run.</summary>
internal sealed record MethodRun(string Method, IReadOnlyList<Candidate> Candidates, MethodCost Cost)
{
    /// <summary>
    /// Scores are −log10 of a budget: of the false alerts a device-month (30 d), over all its expectations, from which on the method itself would tell this. So its own promise can be
    /// checked.
    /// </summary>
    public bool ScoresAreRates { get; init; }

    /// <summary>Probabilities it gave to ordinary values of the clean test weeks, a sample of them, by what was measured; empty: it gives none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> PValues { get; init; } = new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>The highest score of a candidate that wasn't kept (<see cref="Sieve"/>).</summary>
    public double HighestDropped { get; init; } = double.NegativeInfinity;
}

/// <param name="Observations">It was given.</param>
/// <param name="CpuSeconds">It took for them, 0 where it wasn't measured apart.</param>
/// <param name="StateBytes">It held at the end, over all devices.</param>
/// <param name="Devices">It knew at the end.</param>
internal sealed record MethodCost(long Observations, double CpuSeconds, long StateBytes, int Devices);

/// <summary>A host as scoring needs it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Role">What for.</param>
/// <param name="FirstSeen">First step it took part in.</param>
/// <param name="LastSeen">Last one.</param>
internal readonly record struct SeenHost(int Number, string Name, Hospital.Network.HostRole Role, long FirstSeen, long LastSeen);

/// <summary>A run, with or without attacks, and what each method made of it.</summary>
internal sealed record RunRecord
{
    public required Hospital.Sites.SiteParameters Parameters { get; init; }

    /// <summary>Which of its site's runs: 0 the clean one, twin of all others.</summary>
    public int Number { get; init; }

    /// <summary>Which of the site's runs has the same attacks but for those that were there from the first minute; null: it began clean.</summary>
    public int? Repeats { get; init; }

    /// <summary>Empty: the clean twin.</summary>
    public required IReadOnlyList<AttackLabel> Attacks { get; init; }

    public required IReadOnlyList<Nuisance> Nuisances { get; init; }

    /// <summary>Those of attackers included.</summary>
    public required IReadOnlyList<SeenHost> Hosts { get; init; }

    public required IReadOnlyList<MethodRun> Methods { get; init; }

    /// <summary>Attacks that were wanted and couldn't be placed, with the reason.</summary>
    public IReadOnlyList<string> Unplaced { get; init; } = [];

    /// <summary>SHA-256 over all candidates of all methods: equal runs give equal hashes.</summary>
    public string Hash { get; init; } = "";
}

/// <summary>A method on a site: takes steps, gives candidates.</summary>
internal interface IMethod : Hospital.IStepTaker
{
    string Name { get; }

    /// <summary>After the end.</summary>
    MethodRun Result { get; }
}
