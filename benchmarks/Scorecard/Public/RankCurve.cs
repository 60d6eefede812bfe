namespace Scorecard.Public;

/// <summary>How well a score parts two lots: the higher, the more like the second.</summary>
internal static class RankCurve
{
    /// <summary>Area under the ROC curve: the chance that one of the second scores above one of the first, ties counted half. 0.5 where either is empty.</summary>
    public static double Area(IReadOnlyList<double> ordinary, IReadOnlyList<double> odd)
    {
        if (ordinary.Count == 0 || odd.Count == 0)
        {
            return 0.5;
        }

        var sorted = ordinary.Order().ToArray();
        var sum = 0.0;
        foreach (var value in odd)
        {
            sum += (Below(sorted, value, orEqual: false) + Below(sorted, value, orEqual: true)) / 2.0;
        }

        return sum / ((double)sorted.Length * odd.Count);
    }

    /// <summary>Share of the second lot above the lowest threshold that at most this share of the first lot exceeds.</summary>
    public static double HitsAt(double falseShare, IReadOnlyList<double> ordinary, IReadOnlyList<double> odd)
    {
        if (ordinary.Count == 0 || odd.Count == 0)
        {
            return 0;
        }

        var sorted = ordinary.OrderDescending().ToArray();
        var threshold = sorted[Math.Min((int)(falseShare * sorted.Length), sorted.Length - 1)];
        return odd.Count(v => v > threshold) / (double)odd.Count;
    }

    private static int Below(double[] sorted, double value, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < value || (orEqual && sorted[middle] == value) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
