namespace Sensor.Models;

/// <summary>How far a device's expectations are from judging. An expectation the device never used lacks nothing.</summary>
/// <param name="Relations">Of the kind of relation used most.</param>
/// <param name="Rates">Of the feature nearest to judging.</param>
/// <param name="Sequences">Of the grammar nearest to judging.</param>
/// <param name="Observations">Observations of all sorts that could teach; a device without any is not mature.</param>
public readonly record struct Maturity(Shortfall Relations, Shortfall Rates, Shortfall Sequences, long Observations)
{
    public bool IsMature => Observations > 0 && Relations.IsNone && Rates.IsNone && Sequences.IsNone;
}

/// <summary>What a device's bounds and data kept its models from using. Counts since the device was first seen.</summary>
/// <param name="DamagedObservations">Observations that neither taught nor were judged, for damaged data.</param>
/// <param name="InvalidValues">Rates that were negative, infinite or no number.</param>
/// <param name="FeaturesWithoutRoom">Observations of rates for which no room was left.</param>
/// <param name="GrammarsWithoutRoom">Observations of grammars for which no room was left.</param>
/// <param name="TokensWithoutRoom">Observations of tokens that had to be folded into OTHER.</param>
/// <param name="RelationsEvicted">Relation keys that made room for others.</param>
/// <param name="SessionsEvicted">Sessions forgotten before they ended.</param>
/// <param name="TransitionsEvicted">Transitions that made room for others.</param>
public readonly record struct ModelCounters(
    long DamagedObservations,
    long InvalidValues,
    long FeaturesWithoutRoom,
    long GrammarsWithoutRoom,
    long TokensWithoutRoom,
    long RelationsEvicted,
    long SessionsEvicted,
    long TransitionsEvicted);
