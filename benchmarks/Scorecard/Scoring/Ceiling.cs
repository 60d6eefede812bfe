namespace Scorecard.Scoring;

/// <summary>
/// The best that a single raw feature could do: for each row of the catalogue the feature that finds most of it, chosen with the answers at hand. No method, but a ceiling for
/// those that look at one number; what lies above it needs more.
/// </summary>
internal static class Ceiling
{
    public const string Name = "B5 best single feature of each row (a ceiling, it knows the answers)";

    /// <summary>Whether a method is one of the features.</summary>
    public static bool IsPart(string method) => method.StartsWith("B5 ", StringComparison.Ordinal);

    /// <param name="features">At least one; all of the same runs.</param>
    public static MethodCard Of(IReadOnlyList<Trial> features)
    {
        var cards = features.Select(MethodGrade.Of).ToArray();
        return cards[0] with
        {
            Name = Name,
            Budgets = [.. MethodGrade.Targets.Select((target, i) => Budget(features, [.. cards.Select(c => c.Budgets[i])], target))],
            Native = [],
            Windows = null,
        };
    }

    /// <summary>Each feature keeps the budget by itself; what is said of false alerts is said of the one that is best for most rows.</summary>
    private static BudgetCard Budget(IReadOnlyList<Trial> features, IReadOnlyList<BudgetCard> cards, double target)
    {
        var outcomes = features.Select(f => CrossFloor.Find(f.At(target)).ConvertAll(d => d.Outcome)).ToArray();
        var draws = features[0].Draws.ToList();
        var best = draws.Select(d => d.Label.Kind).Distinct().ToDictionary(kind => kind, kind => Enumerable.Range(0, features.Count).MaxBy(f => Hit(outcomes[f], draws, kind)));
        var most = best.Values.GroupBy(f => f).MaxBy(g => (g.Count(), -g.Key))?.Key ?? 0;
        List<(Draw Draw, Outcome Outcome)> found = [.. draws.Select((d, i) => (d, outcomes[best[d.Label.Kind]][i]))];
        return cards[most] with { Recall = RecallTable.Of(found), Failing = RecallTable.OfFailing(found) };
    }

    private static int Hit(List<Outcome> outcomes, List<Draw> draws, int kind) => outcomes.Where((o, i) => draws[i].Label.Kind == kind && draws[i].IsScored && o.IsHit).Count();
}
