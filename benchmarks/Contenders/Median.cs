namespace Contenders;

/// <summary>Medians of short lists.</summary>
internal static class Median
{
    /// <summary>Factor from median absolute deviation to the standard deviation of a normal distribution.</summary>
    public const double ToDeviation = 1.4826;

    /// <summary>Reorders what it is given. 0 of nothing.</summary>
    public static double Of(Span<double> values)
    {
        if (values.Length == 0)
        {
            return 0;
        }

        values.Sort();
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /// <summary>Median and median absolute deviation. Reorders and changes what it is given.</summary>
    public static (double Median, double Deviation) WithDeviation(Span<double> values)
    {
        var median = Of(values);
        foreach (ref var value in values)
        {
            value = Math.Abs(value - median);
        }

        return (median, Of(values));
    }
}
