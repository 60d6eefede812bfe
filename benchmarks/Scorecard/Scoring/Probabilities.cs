using Scorecard.Scoring.Statistics;

namespace Scorecard.Scoring;

/// <summary>Whether what a method calls probabilities comes as often as it says, where nothing is wrong.</summary>
/// <param name="What">Was measured; empty: all together.</param>
/// <param name="Uniformity">Distance to what probabilities would be.</param>
/// <param name="Tail">How often values came that were called so improbable.</param>
internal sealed record ProbabilityRow(string What, KolmogorovSmirnov Uniformity, IReadOnlyList<TailShare> Tail);

/// <param name="Says">At most this probability.</param>
/// <param name="Came">Share of values of which it was said.</param>
internal sealed record TailShare(double Says, double Came);

/// <summary>What was noted in all runs, in all and by what was measured.</summary>
internal static class Probabilities
{
    private static readonly double[] Tails = [0.05, 0.01, 0.001];

    public static IReadOnlyList<ProbabilityRow> Of(Trial trial)
    {
        var all = trial.Runs.SelectMany(r => r.PValues).GroupBy(p => p.Key).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (What: g.Key, Values: g.SelectMany(p => p.Value).ToList())).ToList();
        return all.Count == 0 ? [] : [Row("", [.. all.SelectMany(p => p.Values)]), .. all.Select(p => Row(p.What, p.Values))];
    }

    private static ProbabilityRow Row(string what, List<double> values) =>
        new(what, Uniformity.Of(values), [.. Tails.Select(t => new TailShare(t, values.Count(v => v <= t) / (double)values.Count))]);
}
