using Scorecard.Report.Drawing;
using Scorecard.Scoring;

namespace Scorecard.Report.Plots;

/// <summary>How soon attacks are found, by difficulty: what wasn't found is never dropped, so a curve ends at the share found.</summary>
internal static class TimePlot
{
    public static string Of(BudgetCard budget)
    {
        var chart = new Chart($"Found within a time, at {Words.Budget(budget.Target)} false alerts a device-month", Axis.Time("time since the first trace"), Axis.Percent("attacks found"));
        foreach (var row in budget.Recall.Where(r => r.Scope == "difficulty").OrderBy(r => r.Difficulty))
        {
            chart.Steps($"difficulty {row.Difficulty}", row.Difficulty - 1, [(1, 0), .. row.Time.Within.OrderBy(w => w.Seconds).Select(w => (w.Seconds, w.Value))]);
        }

        return chart.ToString();
    }
}
