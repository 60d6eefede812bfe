using Scorecard.Report.Drawing;
using Scorecard.Scoring;

namespace Scorecard.Report.Plots;

/// <summary>Recall by row of the catalogue, with interval and floor.</summary>
internal static class RecallPlot
{
    public static string Of(BudgetCard budget)
    {
        var rows = budget.Recall.Where(r => r.Scope == "kind" && r.Recall.Value is not null).OrderBy(r => r.Kind).ToArray();
        var most = rows.Length == 0 ? 1 : rows.Max(r => r.Kind);
        var kinds = new Axis("row of the catalogue", 0, most + 1, false, [.. rows.Where((_, i) => i % 2 == 0 || rows.Length < 20).Select(r => ((double)r.Kind, Words.Text($"{r.Kind}")))]);
        var chart = new Chart($"Found, at {Words.Budget(budget.Target)} false alerts a device-month", kinds, Axis.Percent("attacks found"));
        chart.Intervals("found", 0, rows.Select(r => ((double)r.Kind, r.Recall.Value!.Value, r.Recall.Low, r.Recall.High)), -2);
        chart.Intervals("floor", 1, rows.Where(r => r.Floor.Value is not null).Select(r => ((double)r.Kind, r.Floor.Value!.Value, r.Floor.Low, r.Floor.High)), 3);
        return chart.ToString();
    }
}
