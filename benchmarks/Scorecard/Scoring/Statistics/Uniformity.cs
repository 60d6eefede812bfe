namespace Scorecard.Scoring.Statistics;

/// <summary>Whether what is called a probability is one (Kolmogorov, Smirnov; the limit's correction for few values after Stephens 1970).</summary>
internal static class Uniformity
{
    /// <param name="values">Within 0 to 1, at least one.</param>
    public static KolmogorovSmirnov Of(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        var n = (double)ordered.Count;
        var distance = ordered.Select((v, i) => Math.Max(((i + 1) / n) - v, v - (i / n))).Max();
        var x = (Math.Sqrt(n) + 0.12 + (0.11 / Math.Sqrt(n))) * distance;
        var p = x < 0.2 ? 1 : 2 * Enumerable.Range(1, 100).Sum(k => (k % 2 == 1 ? 1 : -1) * Math.Exp(-2 * k * k * x * x));
        return new KolmogorovSmirnov(ordered.Count, distance, Math.Clamp(p, 0, 1));
    }
}
