using Scorecard.Runs;
using Scorecard.Scoring;

namespace Scorecard.Report.Sections;

/// <summary>The sensor beside the comparison methods, all at the same budget of false alerts.</summary>
internal static class ContendersSection
{
    /// <summary>The sensor graded on those runs only in which contenders took part, where a card has it.</summary>
    public const string SameRuns = SensorBeside.Contenders;

    /// <summary>Recall by difficulty; the best of a column is bold, whoever it is, among those that were tried on as many draws. A ceiling knows the answers and wins nothing.</summary>
    public static string Table(Card card, double target)
    {
        var methods = card.Methods.Where(m => !m.IsSensor || m.Name is MethodNames.Sensor or SameRuns)
            .Select(m => (Method: m, Budget: m.Budgets.FirstOrDefault(b => b.Target == target)!)).Where(m => m.Budget is not null).Select(m => (m.Method, m.Budget, Draws: Draws(m.Method, m.Budget))).ToArray();
        int[] difficulties = [.. methods.SelectMany(m => m.Budget.Recall).Where(r => r.Scope == "difficulty").Select(r => r.Difficulty).Distinct().Order()];
        return Words.Table(
            ["Method", "draws", .. difficulties.Select(d => Words.Text($"difficulty {d}")), "achieved false alerts"],
            methods.Select(m => (IReadOnlyList<string>)[Words.Cell(m.Method.Name) + (m.Method.IsGradedByAnyReason ? " †" : ""), Words.Text($"{m.Draws}"), .. difficulties.Select(d => Cell(Recall(m.Budget, d), Best(m.Draws, d), m.Method)), Words.Interval(m.Budget.Achieved)]));

        // Alone among its like nobody is best.
        double Best(int draws, int difficulty) => methods.Where(m => m.Draws == draws && m.Method.Name != Ceiling.Name).ToArray() is { Length: > 1 } alike
            ? alike.Max(m => Recall(m.Budget, difficulty)?.Recall.Value ?? 0)
            : double.PositiveInfinity;
    }

    /// <summary>What isn't equal between the sensor and the others.</summary>
    public static string Unequal(Card card) => Prose.Unequal + (card.Methods.Any(m => m.IsGradedByAnyReason) ? "\n- † These name nothing: whatever they say of an attack's devices in time counts as found, which is easier than to name what was wrong." : "");

    public static string Wins(Card card, double target)
    {
        var wins = card.ContenderWins.Where(w => w.Target == target).OrderBy(w => w.Kind).ThenBy(w => w.Contender, StringComparer.Ordinal).ToArray();
        return wins.Length == 0
            ? "No contender found more than the sensor in any row of the catalogue.\n"
            : Words.Table(
                ["Attack", "Contender", "contender found", "sensor found", "p"],
                wins.Select(w => (IReadOnlyList<string>)[Words.Text($"{w.Kind} {Words.Cell(w.Name)}"), $"**{Words.Cell(w.Contender)}**", $"**{Words.Interval(w.Theirs)}**", Words.Interval(w.Sensor), Words.P(w.P)]));
    }

    public static string Duels(Card card, double target) => Words.Table(
        ["Contender", "only the sensor found", "only the contender", "both", "neither", "p (McNemar)"],
        card.Duels.Where(d => d.Target == target).Select(d => (IReadOnlyList<string>)
            [d.OnlyContender > d.OnlySensor ? $"**{Words.Cell(d.Contender)}**" : Words.Cell(d.Contender), Words.Text($"{d.OnlySensor}"), Words.Text($"{d.OnlyContender}"), Words.Text($"{d.Both}"), Words.Text($"{d.Neither}"), Words.P(d.P)]));

    public static string Windows(Card card) => Words.Table(
        ["Method", "attacked windows", "share of all", "PR", "times chance", "ROC up to 0.1 %"],
        card.Methods.Where(m => m.Windows is not null && (!m.IsSensor || m.Name is MethodNames.Sensor or MethodNames.Shipped or SameRuns)).Select(m => (Method: m, Windows: m.Windows!)).Select(m => (IReadOnlyList<string>)
            [Words.Cell(m.Method.Name), Words.Text($"{m.Windows.With:N0}"), Words.Text($"{100 * m.Windows.BaseRate:0.00} %"), Words.Number(m.Windows.PrecisionRecall, "0.0000"), Words.Number(m.Windows.PrecisionRecall / m.Windows.BaseRate, "0.0"), Words.Number(m.Windows.PartialRoc, "0.0000")]));

    private static RecallRow? Recall(BudgetCard budget, int difficulty) => budget.Recall.FirstOrDefault(r => r.Scope == "difficulty" && r.Difficulty == difficulty);

    private static int Draws(MethodCard method, BudgetCard budget) => method.Draws > 0 ? method.Draws : budget.Recall.FirstOrDefault(r => r.Scope == "all")?.Recall.Draws ?? 0;

    private static string Cell(RecallRow? row, double best, MethodCard method) => row is null
        ? Words.Nothing
        : row.Recall.Value is { } value && value > 0 && value >= best && method.Name != Ceiling.Name ? $"**{Words.Interval(row.Recall)}**" : Words.Interval(row.Recall);
}
