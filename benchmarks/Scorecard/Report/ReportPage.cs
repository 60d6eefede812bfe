using Scorecard.Report.Pages;
using Scorecard.Report.Plots;

namespace Scorecard.Report;

/// <summary>Both pages and their pictures: what everybody should read, and all the rest. Equal input gives equal bytes.</summary>
internal static class ReportPage
{
    /// <summary>Under <c>docs/</c>.</summary>
    public const string Page = "detection.md";

    /// <summary>Under <c>docs/</c>: row by row, site by site, part by part.</summary>
    public const string Details = "detection-rows.md";

    public const string Images = "images/detection/";

    /// <summary>The operating point that prose is about: 0.33 a device-month unless it wasn't measured.</summary>
    private const double Usual = 0.33;

    /// <returns>Contents by path under <c>docs/</c>.</returns>
    public static IReadOnlyDictionary<string, string> Render(ReportInput input)
    {
        var sensor = input.Card.Methods.First(m => m.IsSensor);
        var budget = sensor.Budgets.MinBy(b => Math.Abs(b.Target - Usual)) ?? throw new ArgumentException("The sensor was set to no budget.", nameof(input));
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Page] = FrontPage.Of(input, sensor, budget),
            [Details] = DetailPage.Of(input, sensor, budget),
            [Images + "recall.svg"] = RecallPlot.Of(budget),
            [Images + "time.svg"] = TimePlot.Of(budget),
            [Images + "rates.svg"] = RatePlot.Of(sensor),
            [Images + "cold-start.svg"] = ColdStartPlot.Of(budget),
            [Images + "cold-start-recall.svg"] = ColdStartPlot.Recall(budget),
        };
    }

    /// <summary>Writes pages and pictures; pictures of earlier reports that are no more are removed.</summary>
    public static void Write(ReportInput input, string docs)
    {
        var images = Path.Combine(docs, Images);
        Directory.CreateDirectory(images);
        foreach (var old in Directory.EnumerateFiles(images, "*.svg"))
        {
            File.Delete(old);
        }

        foreach (var (path, text) in Render(input))
        {
            File.WriteAllText(Path.Combine(docs, path), text);
        }
    }
}
