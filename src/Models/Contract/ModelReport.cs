namespace Sensor.Models;

/// <summary>What a device's models have learnt, for an analyst to look through ("what we learned"). A copy.</summary>
/// <param name="Relations">Keys by kind, in the order kept.</param>
/// <param name="Rates">Features in the order first seen.</param>
/// <param name="Transitions">Steps from one token to the next, by grammar.</param>
public sealed record ModelReport(
    IReadOnlyList<LearntRelation> Relations,
    IReadOnlyList<LearntRate> Rates,
    IReadOnlyList<LearntTransition> Transitions);

/// <param name="Kind">Its kind.</param>
/// <param name="Key">Its key.</param>
/// <param name="First">Packet time of the first use, nanoseconds, to the minute.</param>
/// <param name="Last">Packet time of the last use.</param>
/// <param name="Occasions">Quarter hours in which it was used.</param>
/// <param name="Waiting">In quarantine: remembered, not known.</param>
public readonly record struct LearntRelation(RelationKind Kind, ulong Key, long First, long Last, int Occasions, bool Waiting);

/// <param name="Feature">Its key.</param>
/// <param name="Kind">Per transaction or interval.</param>
/// <param name="Usual">What is usual.</param>
/// <param name="Spread">Robust standard deviation of ln(1 + value): 0.1 is about ± 10 %.</param>
/// <param name="Shortfall">What it lacks to be judged.</param>
/// <param name="Shifted">A shift was announced and hasn't gone back.</param>
public readonly record struct LearntRate(ulong Feature, RateKind Kind, Expected Usual, double Spread, Shortfall Shortfall, bool Shifted);

/// <param name="Grammar">The grammar's key.</param>
/// <param name="From">The token before, or <see cref="Subject.Start"/>.</param>
/// <param name="To">The token, or <see cref="Subject.End"/>.</param>
/// <param name="Times">How often it was seen, halved with time.</param>
/// <param name="Waiting">In quarantine: remembered, not known.</param>
public readonly record struct LearntTransition(ulong Grammar, ulong From, ulong To, int Times, bool Waiting);
