using Scorecard.Report.Drawing;
using Scorecard.Scoring;

namespace Scorecard.Report.Plots;

/// <summary>False alerts asked for beside those that came, site by site.</summary>
internal static class RatePlot
{
    private const double Least = 0.01;
    private const double Most = 30;

    public static string Of(MethodCard sensor)
    {
        var chart = new Chart("False alerts a device-month: asked for and achieved, each site", Axis.Logarithmic("asked for", Least, 3), Axis.Logarithmic("achieved", Least, Most));
        foreach (var (devices, i) in sensor.Budgets.SelectMany(b => b.Sites).Select(s => s.Devices).Distinct().Order().Select((d, i) => (d, i)))
        {
            chart.Dots($"{devices} devices", i, sensor.Budgets.SelectMany(b => b.Sites.Where(s => s.Devices == devices).Select(s => (b.Target, s.Rate))));
        }

        chart.Guide("as asked", Least, Least, 3, 3);
        chart.Guide("twice, half", Least, 2 * Least, 3, 6);
        chart.Guide("", 2 * Least, Least, 3, 1.5);
        return chart.ToString();
    }
}
