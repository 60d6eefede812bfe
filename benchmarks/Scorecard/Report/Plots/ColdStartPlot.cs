using Scorecard.Report.Drawing;
using Scorecard.Scoring;

namespace Scorecard.Report.Plots;

/// <summary>What is cried and what is found, by how long the device has been known.</summary>
internal static class ColdStartPlot
{
    public static string Of(BudgetCard budget)
    {
        var chart = new Chart($"By age of the device, at {Words.Budget(budget.Target)} false alerts a device-month", Age(), Axis.Logarithmic("false alerts a device-month", 0.01, 100));
        chart.Intervals("false alerts", 1, budget.ColdStart.Where(r => r.False.Months > 0).Select(r => (Middle(r), r.False.Rate, r.False.Low, r.False.High)));
        chart.Guide("as asked", 0.5, budget.Target, 10 * 168, budget.Target);
        return chart.ToString();
    }

    public static string Recall(BudgetCard budget)
    {
        var chart = new Chart($"Attacks found by age of the device, at {Words.Budget(budget.Target)} false alerts a device-month", Age(), Axis.Percent("attacks found"));
        chart.Intervals("found", 0, budget.ColdStart.Where(r => r.Recall.Value is not null).Select(r => (Middle(r), r.Recall.Value!.Value, r.Recall.Low, r.Recall.High)));
        return chart.ToString();
    }

    private static Axis Age() =>
        new("age of the device", 0.5, 10 * 168, true, [(1, "1 h"), (6, "6 h"), (24, "1 d"), (72, "3 d"), (168, "1 week"), (2 * 168, "2"), (5 * 168, "5 weeks")]);

    private static double Middle(AgeRow row)
    {
        var from = Math.Max(0.5, row.FromHours);
        return Math.Sqrt(from * ((double?)row.ToHours is { } to && double.IsFinite(to) ? to : 10 * 168));
    }
}
