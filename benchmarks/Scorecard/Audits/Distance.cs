namespace Scorecard.Audits;

/// <summary>How far two lots of figures are apart, and how a series hangs together.</summary>
internal static class Distance
{
    /// <summary>Mean distance between equal ranks (Wasserstein-1), in the values' unit; NaN where either is empty.</summary>
    public static double Wasserstein(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        const int Ranks = 1000;
        if (a.Count == 0 || b.Count == 0)
        {
            return double.NaN;
        }

        double[] first = [.. a.Order()], second = [.. b.Order()];
        return Enumerable.Range(0, Ranks).Average(i => Math.Abs(At(first, (i + 0.5) / Ranks) - At(second, (i + 0.5) / Ranks)));
    }

    /// <summary>Correlation of each value with the next; 0 where there are fewer than three or they don't vary.</summary>
    public static double LagOne(IReadOnlyList<double> values)
    {
        if (values.Count < 3)
        {
            return 0;
        }

        var mean = values.Average();
        var squares = values.Sum(v => (v - mean) * (v - mean));
        return squares <= 0 ? 0 : Enumerable.Range(1, values.Count - 1).Sum(i => (values[i] - mean) * (values[i - 1] - mean)) / squares;
    }

    public static double Quantile(IReadOnlyList<double> values, double share) => values.Count == 0 ? double.NaN : At([.. values.Order()], share);

    private static double At(double[] sorted, double share) => sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];
}
