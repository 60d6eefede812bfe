namespace Scorecard.Scoring.Statistics;

/// <summary>Whether two methods differ over the same draws (McNemar 1947, exact).</summary>
internal static class McNemar
{
    /// <summary>Two-sided probability of such a difference or a greater one, if both found equally much.</summary>
    /// <param name="onlyFirst">Draws that only one found.</param>
    /// <param name="onlySecond">Draws that only the other found.</param>
    public static double P(int onlyFirst, int onlySecond)
    {
        var n = onlyFirst + onlySecond;
        var tail = 0.0;
        var logOfTerm = -n * Math.Log(2);
        for (var i = 0; i <= Math.Min(onlyFirst, onlySecond); i++)
        {
            tail += Math.Exp(logOfTerm);
            logOfTerm += Math.Log((double)(n - i) / (i + 1));
        }

        return Math.Min(1, 2 * tail);
    }
}
