namespace Scorecard.Scoring.Statistics;

/// <summary>By when something has happened to a share of all; to those to whom it never did, infinitely late.</summary>
internal static class Quantile
{
    /// <param name="times">Of all; infinite: never.</param>
    /// <param name="share">Above 0, up to 1.</param>
    /// <returns>The first time by which it has happened to at least this share; null: never.</returns>
    public static double? Of(IReadOnlyCollection<double> times, double share)
    {
        var enough = (int)Math.Ceiling((share * times.Count) - 1e-9);
        return times.Count > 0 && times.Order().ElementAt(enough - 1) is var time && double.IsFinite(time) ? time : null;
    }
}
