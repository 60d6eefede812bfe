namespace Sensor.Models;

/// <summary>
/// How believable a token is after the two before it: a variable-order Markov model of depth 2 with Witten-Bell escapes, P(x|c) = (n(c,x) +
/// T(c) P(x|c')) / (n(c) + T(c)), down to blind guessing over the alphabet (deeper contexts drown attacks in escapes).
/// </summary>
internal static class SequenceExpectation
{
    /// <summary>Surprise in bits, at most the cap.</summary>
    public static double Bits(TransitionTable table, in Step step, int alphabet, double cap)
    {
        var chance = 1.0 / alphabet;
        chance = Refine(table, step.Single, chance);
        if (step.HasContext)
        {
            chance = Refine(table, step.Pair, chance);
            chance = step.Before == Symbols.None ? chance : Refine(table, step.Triple, chance);
        }

        return Math.Min(cap, -ExactMath.Log2(chance));
    }

    /// <summary>
    /// The session's excess with this token: a cumulative sum of surprise over that of blind guessing. It is the logarithm of a likelihood
    /// ratio, so by Ville's inequality it climbs to h bits at most once in 2^h tokens if the model is right, whatever the grammar.
    /// </summary>
    public static double Excess(double before, double bits, int alphabet) => Math.Max(0, before + bits - ExactMath.Log2(alphabet));

    /// <summary>λ of an excess: false alarms a month.</summary>
    public static double ExcessScore(double excess, double tokensPerMonth) => tokensPerMonth * ExactMath.Exp2(-excess);

    private static double Refine(TransitionTable table, TransitionKey key, double chance)
    {
        var (all, kinds, same) = table.Counts(key);
        return all == 0 ? chance : (same + (kinds * chance)) / (all + kinds);
    }
}
