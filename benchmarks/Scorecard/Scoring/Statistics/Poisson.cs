namespace Scorecard.Scoring.Statistics;

/// <summary>Whether events come more often in one time than in another (Przyborowski and Wilenski 1940: given the sum, one count is binomial).</summary>
internal static class Poisson
{
    /// <summary>Chance of so many events or more in the first time, were both alike. One-sided, exact.</summary>
    /// <param name="events">In the first time.</param>
    /// <param name="time">Its length, above 0.</param>
    /// <param name="others">In the second.</param>
    /// <param name="otherTime">Its length, above 0.</param>
    public static double AtLeast(int events, double time, int others, double otherTime)
    {
        var (n, share) = (events + others, time / (time + otherTime));
        var (sum, log) = (0.0, n * Math.Log(share));
        for (var k = n; k >= events; k--)
        {
            // From all of them in the first time downwards.
            sum += Math.Exp(log);
            log += Math.Log(k / (double)(n - k + 1)) + Math.Log((1 - share) / share);
        }

        return Math.Min(1, sum);
    }
}
