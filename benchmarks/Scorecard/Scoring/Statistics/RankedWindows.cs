namespace Scorecard.Scoring.Statistics;

/// <summary>How well scores put windows with an attack above those without, at any threshold; ties are taken together.</summary>
internal static class RankedWindows
{
    /// <summary>Up to which share of false windows the ROC curve is looked at.</summary>
    public const double MostFalse = 1e-3;

    /// <param name="scores">Of windows, with how many windows with and without an attack have it; in any order, scores may recur.</param>
    /// <returns>Null: there are none of one sort.</returns>
    public static WindowRanking? Of(IEnumerable<(double Score, long With, long Without)> scores)
    {
        var steps = scores.GroupBy(s => s.Score).OrderByDescending(g => g.Key).Select(g => (With: g.Sum(s => s.With), Without: g.Sum(s => s.Without))).ToList();
        var (with, without) = (steps.Sum(s => s.With), steps.Sum(s => s.Without));
        if (with == 0 || without == 0)
        {
            return null;
        }

        double found = 0, wrong = 0, precision = 0, partial = 0;
        foreach (var step in steps)
        {
            var (recall, share) = ((found + step.With) / with, (wrong + step.Without) / without);
            partial += Strip(wrong / without, found / with, share, recall);
            (found, wrong) = (found + step.With, wrong + step.Without);
            precision += step.With / (double)with * (found / (found + wrong));
        }

        return new WindowRanking(with, without, with / (double)(with + without), precision, partial / MostFalse);
    }

    /// <summary>Under the straight line from one point of the curve to the next, as far as it counts.</summary>
    private static double Strip(double fromShare, double fromRecall, double toShare, double toRecall)
    {
        if (fromShare >= MostFalse || toShare <= fromShare)
        {
            return 0;
        }

        var end = Math.Min(toShare, MostFalse);
        var atEnd = fromRecall + ((toRecall - fromRecall) * (end - fromShare) / (toShare - fromShare));
        return (end - fromShare) * (fromRecall + atEnd) / 2;
    }
}
