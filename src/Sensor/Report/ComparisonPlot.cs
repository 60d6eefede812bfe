using Sensor.Alerts;
using static Sensor.Report.HtmlWriter;

namespace Sensor.Report;

/// <summary>An alert's small picture: what was observed, beside what was expected.</summary>
internal static class ComparisonPlot
{
    private const double Width = 440, Left = 10, Right = 430, Middle = 40, HalfBand = 8;

    /// <param name="page">Where to.</param>
    /// <param name="severity">The alert's.</param>
    /// <param name="time">The alert's.</param>
    /// <param name="comparison">The numbers.</param>
    public static void Write(HtmlWriter page, Severity severity, long time, Comparison comparison)
    {
        if (IsNew(comparison))
        {
            WriteNovelty(page, severity, time, comparison);
        }
        else
        {
            WriteRange(page, severity, comparison);
        }
    }

    /// <summary>The same in a sentence.</summary>
    public static string Sentence(Comparison comparison) => IsNew(comparison)
        ? $"Seen now, never before: {comparison.Text}{History(comparison)}."
        : $"Observed: {Amount(comparison.Value, comparison)}. {Wordings.Sentence(Expected(comparison))}{History(comparison)}.";

    private static string Expected(Comparison c) =>
        IsBound(c) ? (c.High <= 0 ? "none is expected" : $"up to {Amount(c.High, c)} may be")
        : $"usual are {Amount(c.Low, c)} to {Amount(c.High, c)}, typically {Amount(c.Typical, c)}";

    private static string History(Comparison c) =>
        c.N <= 0 ? "" : $", by {Wordings.N(c.N, "observation")}{(c.Since is { } since ? $" since {Wordings.Time(since)}" : "")}";

    /// <summary>It never was before: how surprising that is has no scale that people know.</summary>
    private static bool IsNew(Comparison c) => c.Unit == "use" || c is { Unit: "bit", High: <= 0 };

    /// <summary>A rule's: nothing was learnt, everything up to the bound passes.</summary>
    private static bool IsBound(Comparison c) => c is { N: <= 0, Low: <= 0, Typical: <= 0 };

    private static string Amount(double value, Comparison c) => Wording.Amount(value, value == 1 ? c.Unit : Plural(c.Unit));

    /// <summary>Units that are words have a plural; symbols and rates have none.</summary>
    private static string Plural(string unit) =>
        unit == "byte" || unit.Length < 3 || !char.IsAsciiLetterLower(unit[^1]) || unit.Contains('/', StringComparison.Ordinal) ? unit
        : unit.EndsWith("ch", StringComparison.Ordinal) || unit.EndsWith('s') ? unit + "es"
        : unit.EndsWith('y') ? unit[..^1] + "ies"
        : unit + "s";

    private static HtmlWriter.Scope Begin(HtmlWriter page, Comparison comparison, double height)
    {
        var scope = page.Element("svg", ("class", "comparison"), ("viewBox", $"0 0 {F(Width)} {F(height)}"), ("role", "img"), ("aria-label", Sentence(comparison)));
        page.Leaf("title", Sentence(comparison));
        return scope;
    }

    /// <summary>What is new has no scale: a line of all the time in which it wasn't there, and a mark at its end.</summary>
    private static void WriteNovelty(HtmlWriter page, Severity severity, long time, Comparison c)
    {
        using (Begin(page, c, 72))
        {
            Rect(page, "band", Left, Middle - HalfBand, Right - Left - 14, 2 * HalfBand);
            page.ShapeAt(severity, Right - 6, Middle);
            Label(page, "observed", Right, 22, "end", "for the first time");
            Label(page, null, Left, 22, "start", c.N > 0 ? $"not once in {Wordings.N(c.N, "observation")}" : "not once before");
            Label(page, "quiet", Left, 66, "start", c.Since is { } since ? $"since {Wordings.Time(since)}" : "before");
            Label(page, "quiet", Right, 66, "end", Wordings.Time(time));
        }
    }

    private static void WriteRange(HtmlWriter page, Severity severity, Comparison c)
    {
        var scale = new NumberScale([c.Low, c.Typical, c.High, Math.Max(c.Value, 0)], Left + 2, Right - 8);
        using (Begin(page, c, 92))
        {
            Line(page, "axis", Left, Middle + 14, Right, Middle + 14);
            foreach (var tick in scale.Ticks(4))
            {
                Line(page, "axis", scale.At(tick), Middle + 14, scale.At(tick), Middle + 18);
                Label(page, "tick", scale.At(tick), Middle + 30, Anchor(scale.At(tick)), c.Unit == "byte" ? Amount(tick, c) : Wording.Amount(tick, ""));
            }

            var (low, high) = (scale.At(c.Low), scale.At(c.High));
            Rect(page, "band", low, Middle - HalfBand, Math.Max(high - low, 3), 2 * HalfBand);
            if (!IsBound(c))
            {
                Line(page, "typical", scale.At(c.Typical), Middle - HalfBand - 3, scale.At(c.Typical), Middle + HalfBand + 3);
            }

            var x = scale.At(Math.Max(c.Value, 0));
            Line(page, "distance", c.Value < c.Low ? low : high, Middle, x, Middle);
            page.ShapeAt(severity, x, Middle);
            Label(page, "observed", x, 22, Anchor(x), Amount(c.Value, c));
            Label(page, "quiet", Left, 88, "start", Expected(c));
            if (scale.IsLog)
            {
                Label(page, "quiet", Right, 88, "end", "logarithmic scale");
            }
        }
    }

    private static string Anchor(double x) => x < Left + 60 ? "start" : x > Right - 60 ? "end" : "middle";

    private static void Rect(HtmlWriter page, string kind, double x, double y, double width, double height) =>
        page.Leaf("rect", null, ("class", kind), ("x", F(x)), ("y", F(y)), ("width", F(width)), ("height", F(height)), ("rx", "2"));

    private static void Line(HtmlWriter page, string kind, double x1, double y1, double x2, double y2) =>
        page.Leaf("line", null, ("class", kind), ("x1", F(x1)), ("y1", F(y1)), ("x2", F(x2)), ("y2", F(y2)));

    private static void Label(HtmlWriter page, string? kind, double x, double y, string anchor, string text) =>
        page.Leaf("text", text, ("class", kind), ("x", F(x)), ("y", F(y)), ("text-anchor", anchor));
}
