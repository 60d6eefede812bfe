namespace Scorecard.Scoring;

/// <summary>How a threshold came out.</summary>
internal enum Fit
{
    /// <summary>The lowest at which the rate was met.</summary>
    Met,

    /// <summary>What is unmetered alone is above the rate: nothing else speaks.</summary>
    CannotBeMet,

    /// <summary>All that the method says together is below the rate: everything speaks.</summary>
    NeverReached,
}

/// <param name="Value">Scores from it on alert.</param>
/// <param name="Fit">How it came out.</param>
internal readonly record struct Threshold(double Value, Fit Fit);

/// <summary>What one clean hospital's calibration weeks say.</summary>
/// <param name="Seed">Which.</param>
/// <param name="Months">Device-months.</param>
/// <param name="Steps">See <see cref="Curve"/>.</param>
internal sealed record CalibrationSite(ulong Seed, double Months, IReadOnlyList<(double Score, int More)> Steps);

/// <summary>
/// Thresholds that keep to a rate of false alerts: for each hospital from the clean calibration weeks of all others, so that it is judged by none that has seen it. One for all sizes of
/// hospital, as one product has one configuration.
/// </summary>
internal static class Thresholds
{
    /// <param name="sites">Calibration.</param>
    /// <param name="target">Episodes a device-month.</param>
    /// <returns>For each of the sites, from the others.</returns>
    public static Threshold[] LeaveOneOut(IReadOnlyList<CalibrationSite> sites, double target)
    {
        var steps = sites.SelectMany(s => s.Steps.Select(step => (step.Score, step.More, s.Seed))).OrderByDescending(s => s.Score).ToArray();
        return [.. sites.Select(left => Of(steps.Where(s => s.Seed != left.Seed), target, sites.Where(s => s.Seed != left.Seed).Sum(s => s.Months)))];
    }

    private static Threshold Of(IEnumerable<(double Score, int More, ulong Seed)> steps, double target, double months)
    {
        if (months <= 0)
        {
            throw new InvalidOperationException("Thresholds need the clean calibration weeks of at least two seeds.");
        }

        // Down the scores until the rate is too high for the first time; equal scores go together.
        var (episodes, lowest, score) = (0, double.PositiveInfinity, double.PositiveInfinity);
        foreach (var step in steps)
        {
            if (!step.Score.Equals(score))
            {
                if (episodes > target * months)
                {
                    break;
                }

                (lowest, score) = (score, step.Score);
            }

            episodes += step.More;
        }

        if (episodes > target * months)
        {
            return new Threshold(lowest, double.IsPositiveInfinity(score) ? Fit.CannotBeMet : Fit.Met);
        }

        return new Threshold(double.NegativeInfinity, Fit.NeverReached);
    }
}
