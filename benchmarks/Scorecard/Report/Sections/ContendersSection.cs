using Scorecard.Scoring;

namespace Scorecard.Report.Sections;

/// <summary>The sensor beside the comparison methods, all at the same budget of false alerts.</summary>
internal static class ContendersSection
{
    /// <summary>Recall by difficulty; the best of a column is bold, whoever it is.</summary>
    public static string Table(Card card, double target)
    {
        var methods = card.Methods.Select(m => (Method: m, Budget: m.Budgets.FirstOrDefault(b => b.Target == target))).Where(m => m.Budget is not null).ToArray();
        int[] difficulties = [.. methods.SelectMany(m => m.Budget!.Recall).Where(r => r.Scope == "difficulty").Select(r => r.Difficulty).Distinct().Order()];
        var best = difficulties.ToDictionary(d => d, d => methods.Max(m => Recall(m.Budget!, d)?.Recall.Value ?? 0));
        return Words.Table(
            ["Method", .. difficulties.Select(d => Words.Text($"difficulty {d}")), "achieved false alerts"],
            methods.Select(m => (IReadOnlyList<string>)[Words.Cell(m.Method.Name), .. difficulties.Select(d => Cell(Recall(m.Budget!, d), best[d])), Words.Interval(m.Budget!.Achieved)]));
    }

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

    private static RecallRow? Recall(BudgetCard budget, int difficulty) => budget.Recall.FirstOrDefault(r => r.Scope == "difficulty" && r.Difficulty == difficulty);

    private static string Cell(RecallRow? row, double best) => row?.Recall.Value is { } value && value > 0 && value >= best ? $"**{Words.Interval(row.Recall)}**" : row is null ? Words.Nothing : Words.Interval(row.Recall);
}
