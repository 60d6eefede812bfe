namespace Scorecard.Scoring.Statistics;

/// <summary>Times until something happens, some of which were cut off before it did (Kaplan, Meier 1958).</summary>
internal static class KaplanMeier
{
    /// <param name="times">How long it was waited, and whether it happened then; else it hadn't by then.</param>
    /// <param name="share">For which this is asked, above 0.</param>
    /// <returns>By when it has happened to this share; null: never within what was seen.</returns>
    public static double? Quantile(IEnumerable<(double Time, bool Happened)> times, double share)
    {
        var ordered = times.OrderBy(t => t.Time).ThenByDescending(t => t.Happened).ToList();
        var left = 1.0;
        for (var i = 0; i < ordered.Count; i++)
        {
            left *= ordered[i].Happened ? 1 - (1.0 / (ordered.Count - i)) : 1;
            if (ordered[i].Happened && left <= 1 - share + 1e-12)
            {
                return ordered[i].Time;
            }
        }

        return null;
    }
}
