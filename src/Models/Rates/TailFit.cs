namespace Sensor.Models;

/// <summary>
/// Probability of a residual at least so far out, on one side. Beyond the threshold a generalised Pareto distribution fitted by
/// probability-weighted moments (Hosking and Wallis 1987) to the exceedances of device and group together, mixed with a heavy
/// tail that is believed as long as they are few. A k-sigma rule would raise up to 68 times the false alarms designed for.
/// </summary>
internal static class TailFit
{
    /// <summary>Fewest exceedances a shape is fitted to.</summary>
    private const double FewestForShape = 16;

    /// <summary>
    /// A device's own few exceedances understate its tail; the fitted scale is widened so much where no group stands behind them.
    /// </summary>
    private const double AloneWidening = 1.25;

    /// <summary>
    /// A robust standard deviation of Student's t with 4 degrees of freedom, so that the heavy tail is one of standardised residuals.
    /// </summary>
    private const double HeavyScale = 1.2;

    /// <param name="z">Standard deviations from the expected value, at least 0.</param>
    /// <param name="high">Which side.</param>
    /// <param name="own">The device's residuals.</param>
    /// <param name="group">The group's; null: none.</param>
    /// <param name="prior">Weight of the heavy tail, in exceedances.</param>
    public static double Probability(double z, bool high, TailCounts own, GroupRate? group, double prior)
    {
        if (z <= TailCounts.Threshold)
        {
            return Heavy(z);
        }

        Span<double> counts = stackalloc double[TailCounts.Bins];
        var outside = 0.0;
        var side = own.Side(high);
        for (var bin = 0; bin < counts.Length; bin++)
        {
            counts[bin] = side[bin] + (group?.Exceedances(high, bin) ?? 0);
            outside += counts[bin];
        }

        var all = own.Total + (group?.Residuals ?? 0.0);
        var beyond = (outside + prior) / (all + (prior / Heavy(TailCounts.Threshold)));
        var heavy = Heavy(z) / Heavy(TailCounts.Threshold);
        var exceedance = (z - TailCounts.Threshold) / (group is null ? AloneWidening : 1);
        var fitted = outside < FewestForShape ? heavy : Pareto(exceedance, counts, outside);
        var weight = prior / (prior + outside);
        return beyond * ((weight * heavy) + ((1 - weight) * fitted));
    }

    private static double Heavy(double z) => ExactMath.StudentTail4(HeavyScale * z);

    /// <summary>Survival of an exceedance of <paramref name="beyond"/> standard deviations; moments from the bins' middles.</summary>
    private static double Pareto(double beyond, ReadOnlySpan<double> counts, double outside)
    {
        var edges = TailCounts.Edges;
        var (mean, weighted, below) = (0.0, 0.0, 0.0);
        for (var bin = 0; bin < counts.Length; bin++)
        {
            var middle = (edges[bin] + edges[bin + 1]) / 2;
            var share = counts[bin] / outside;
            mean += share * middle;

            // The second term: within a bin, too, the larger have the smaller 1 - F. Without it the shape comes out lighter by 0.16.
            weighted += share * ((middle * (1 - below - (share / 2))) - (share * (edges[bin + 1] - edges[bin]) / 12));
            below += share;
        }

        // a0 = E[y], a1 = E[y (1 - F)]; a0 > 2 a1 for anything but equal values, which bins can't be told from.
        var spread = mean - (2 * weighted);
        if (spread <= 1e-9 * mean)
        {
            return ExactMath.Exp(-beyond / mean);
        }

        var shape = Math.Clamp(2 - (mean / spread), -0.3, 0.5);
        var scale = mean * (1 - shape);
        if (Math.Abs(shape) < 1e-6)
        {
            return ExactMath.Exp(-beyond / scale);
        }

        var stretch = 1 + (shape * beyond / scale);
        return stretch <= 0 ? 0 : ExactMath.Exp2(-ExactMath.Log2(stretch) / shape);
    }
}
