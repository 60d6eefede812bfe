namespace Scorecard.Scoring.Statistics;

/// <summary>Intervals of shares (Wilson 1927).</summary>
internal static class Wilson
{
    /// <summary>Of the normal distribution, two-sided 95 %.</summary>
    private const double Z = 1.959963984540054;

    /// <param name="hits">At least 0.</param>
    /// <param name="draws">At least <paramref name="hits"/>; 0: nothing is known.</param>
    /// <param name="designEffect">By how much fewer draws there are in effect, at least 1.</param>
    public static (double Low, double High) Interval(double hits, double draws, double designEffect = 1)
    {
        if (draws <= 0)
        {
            return (0, 1);
        }

        var share = hits / draws;
        var n = draws / designEffect;
        var middle = (share + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
        var half = Z / (1 + (Z * Z / n)) * Math.Sqrt((share * (1 - share) / n) + (Z * Z / (4 * n * n)));
        return (hits == 0 ? 0 : Math.Max(0, middle - half), hits >= draws ? 1 : Math.Min(1, middle + half));
    }

    /// <summary>
    /// Draws of one hospital are alike: the variance of the share as its clusters show it, to that of independent draws (Kish 1965). At least 1; 1 where nothing varies or there is one
    /// cluster only.
    /// </summary>
    public static double DesignEffect(IEnumerable<(int Cluster, bool IsHit)> draws)
    {
        var clusters = draws.GroupBy(d => d.Cluster).Select(g => (Hits: (double)g.Count(d => d.IsHit), Draws: (double)g.Count())).ToList();
        var n = clusters.Sum(c => c.Draws);
        var share = clusters.Sum(c => c.Hits) / Math.Max(1, n);
        if (clusters.Count < 2 || share is 0 or 1)
        {
            return 1;
        }

        var between = clusters.Sum(c => Math.Pow(c.Hits - (share * c.Draws), 2)) * clusters.Count / (clusters.Count - 1) / (n * n);
        return Math.Clamp(between / (share * (1 - share) / n), 1, n);
    }
}
