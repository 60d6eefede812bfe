using Sensor.Alerts;
using Sensor.Dissectors.Contract;
using Sensor.Rules.Engine;
using Sensor.Rules.Language;

namespace Sensor.Rules;

/// <summary>How matching facts come to something worth telling.</summary>
internal enum RuleShape : byte
{
    /// <summary>Each one is.</summary>
    Each,

    /// <summary>So many within a time.</summary>
    Count,

    /// <summary>So many different values within a time.</summary>
    Distinct,

    /// <summary>A sum of so much within a time.</summary>
    Sum,

    /// <summary>One thing after another, each within its time.</summary>
    Sequence,

    /// <summary>Something that should have followed didn't.</summary>
    Absence,
}

/// <summary>One thing a rule looks for.</summary>
/// <param name="Kind">Kind of fact.</param>
/// <param name="When">What must hold of it.</param>
/// <param name="Per">What tells one story from another: facts with equal values here belong together.</param>
/// <param name="Within">Nanoseconds of packet time since the step before; 0 for the first.</param>
internal sealed record RuleStep(FactKind Kind, Condition When, Operand[] Per, long Within = 0);

/// <summary>A rule, compiled. Its words for people are in <see cref="Reason"/> and the templates.</summary>
internal sealed record RuleDefinition
{
    public required AlertReason Reason { get; init; }

    /// <summary>A state of affairs, to be put right some day, instead of something that happened.</summary>
    public bool IsFinding { get; init; }

    public required RuleShape Shape { get; init; }

    /// <summary>One, or the steps of a sequence; of an absence what is waited for comes second.</summary>
    public required RuleStep[] Steps { get; init; }

    /// <summary>What is told apart (<see cref="RuleShape.Distinct"/>) or added up (<see cref="RuleShape.Sum"/>).</summary>
    public Operand[] Of { get; init; } = [];

    public double AtLeast { get; init; } = 1;

    /// <summary>Nanoseconds of packet time.</summary>
    public long Within { get; init; }

    /// <summary>Nanoseconds of packet time for which the same story isn't told again; of a finding, after which it closes without evidence.</summary>
    public required long Again { get; init; }

    /// <summary>The end whose device the alert is about.</summary>
    public Side About { get; init; }

    public required Template Explanation { get; init; }

    public required Template Observed { get; init; }

    /// <summary>Unit of what was observed.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Signature ids of rules of whose story this one is a part.</summary>
    public IReadOnlyList<int> YieldsTo { get; init; } = [];

    /// <summary>Where it is written.</summary>
    public required (string File, int Line) Source { get; init; }

    /// <summary>Of several readings of one rule, each for its own part of the network, which this is; 0: the only one, or what is left.</summary>
    public int Variant { get; init; }

    public string Slug => Reason.Slug;

    /// <summary>The other end than <see cref="About"/> is part of what tells one story from another.</summary>
    public bool TellsPeersApart => Steps[0].Per.Any(p => p.Name == (About == Side.Source ? "dest.ip" : "src.ip"));

    /// <summary>Nothing but the ends tells its stories apart.</summary>
    public bool TellsOnlyEndsApart => Steps[0].Per.All(p => p.Name is "src.ip" or "dest.ip");

    /// <summary>What it remembers is worth nothing to a rule with another identity.</summary>
    public string Identity => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Slug}/{Variant}/{Shape}/{AtLeast}/{Within}/{string.Join('+', Steps.Select(s => $"{s.Kind.Name}:{string.Join('+', s.Per.Select(p => p.Name))}:{s.Within}"))}/{string.Join('+', Of.Select(o => o.Name))}");
}
