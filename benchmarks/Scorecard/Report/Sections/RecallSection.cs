using Scorecard.Scoring;

namespace Scorecard.Report.Sections;

/// <summary>What is found, by difficulty, and row by row of the catalogue.</summary>
internal static class RecallSection
{
    public static string ByDifficulty(MethodCard sensor) => Words.Table(
        ["Difficulty", "Draws", .. Heads(sensor)],
        Rows(sensor, "difficulty").Select(row => (IReadOnlyList<string>)[Difficulty(row), Words.Text($"{row.Recall.Draws}"), .. Cells(sensor, row)]));

    public static string Kinds(MethodCard sensor) => Words.Table(
        ["Attack", "Difficulty", "Draws", .. Heads(sensor)],
        Rows(sensor, "kind").Select(row => (IReadOnlyList<string>)[Words.Text($"{row.Kind} {Words.Cell(row.Name)}"), Difficulty(row), Words.Text($"{row.Recall.Draws}"), .. Cells(sensor, row)]));

    public static string Variants(MethodCard sensor) => Words.Table(
        ["Attack", "Variant", "Difficulty", "Draws", .. Heads(sensor)],
        Rows(sensor, "variant").Select(row => (IReadOnlyList<string>)[Words.Text($"{row.Kind} {Words.Cell(row.Name)}"), Words.Cell(row.Variant), Difficulty(row), Words.Text($"{row.Recall.Draws}"), .. Cells(sensor, row)]));

    public static string Failing(BudgetCard budget) => Words.Table(
        ["Attack that failed", "Draws", "noticed"],
        budget.Failing.OrderBy(r => r.Kind).Select(r => (IReadOnlyList<string>)[Words.Text($"{r.Kind} {Words.Cell(r.Name)}"), Words.Text($"{r.Recall.Draws}"), Words.Interval(r.Recall)]));

    private static IEnumerable<string> Heads(MethodCard sensor) => sensor.Budgets.SelectMany(b => new[] { $"at {Words.Budget(b.Target)}", Chance.Head(b.Recall) });

    private static string Difficulty(RecallRow row) => row.Difficulty == 0 ? Words.Nothing : Words.Text($"{row.Difficulty}");

    private static IEnumerable<RecallRow> Rows(MethodCard sensor, string scope) =>
        sensor.Budgets[0].Recall.Where(r => r.Scope == scope).OrderBy(r => r.Kind).ThenBy(r => r.Difficulty).ThenBy(r => r.Variant, StringComparer.Ordinal);

    private static IEnumerable<string> Cells(MethodCard sensor, RecallRow row)
    {
        foreach (var budget in sensor.Budgets)
        {
            var same = budget.Recall.FirstOrDefault(r => r.Scope == row.Scope && r.Kind == row.Kind && r.Variant == row.Variant && r.Difficulty == row.Difficulty);
            yield return same is null ? Words.Nothing : Words.Interval(same.Recall);
            yield return same is null ? Words.Nothing : Chance.Cell(same);
        }
    }
}
