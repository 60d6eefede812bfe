namespace Scorecard.Public;

/// <summary>Our figures on traces, each normal or not.</summary>
internal static class TraceFigures
{
    public static IEnumerable<Figure> Of(string method, IReadOnlyList<TraceJudgement> ordinary, IReadOnlyList<TraceJudgement> odd)
    {
        var all = ordinary.Count + odd.Count;
        yield return new(Origin.Ours, method, "judged, share of steps", Share(ordinary.Sum(t => t.Judged) + odd.Sum(t => t.Judged), ordinary.Sum(t => t.Steps) + odd.Sum(t => t.Steps)), all);
        yield return new(Origin.Ours, method, "false alerts, share of normal traces", Share(ordinary.Count(t => t.IsAlert), ordinary.Count), ordinary.Count, "at the shipped budget");
        yield return new(Origin.Ours, method, "found, share of abnormal traces", Share(odd.Count(t => t.IsAlert), odd.Count), odd.Count, "at the shipped budget");
    }

    /// <summary>What the surprise behind the judgements could do with a threshold of its own. It isn't what is shipped.</summary>
    public static IEnumerable<Figure> Surprise(IReadOnlyList<TraceJudgement> ordinary, IReadOnlyList<TraceJudgement> odd)
    {
        foreach (var (name, score) in new (string, Func<TraceJudgement, double>)[] { ("most bits of a step", t => t.MostBits), ("mean bits a step", t => t.MeanBits) })
        {
            double[] low = [.. ordinary.Select(score)], high = [.. odd.Select(score)];
            yield return new(Origin.Ours, name, "AUC", RankCurve.Area(low, high), low.Length + high.Length, "surprise alone, no threshold");
            yield return new(Origin.Ours, name, "found at 0.1 % false", RankCurve.HitsAt(0.001, low, high), high.Length, "threshold set on the same normal traces");
            yield return new(Origin.Ours, name, "found at 1 % false", RankCurve.HitsAt(0.01, low, high), high.Length, "threshold set on the same normal traces");
        }
    }

    private static double? Share(int part, int of) => of == 0 ? null : part / (double)of;
}
