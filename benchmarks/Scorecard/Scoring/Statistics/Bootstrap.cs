using Hospital.Kernel;

namespace Scorecard.Scoring.Statistics;

/// <summary>How sure a rate over hospitals is: hospitals drawn again and again, as alerts within one are alike (Efron 1979, by clusters). The same draws every time.</summary>
internal static class Bootstrap
{
    private const int Rounds = 2000;
    private const ulong Seed = 0x5EED;

    /// <param name="clusters">Events and time of each hospital.</param>
    /// <returns>95 % interval of events by time.</returns>
    public static (double Low, double High) Ratio(IReadOnlyList<(double Events, double Time)> clusters)
    {
        if (clusters.Count == 0)
        {
            return (0, 0);
        }

        var dice = new Dice(Seed, "bootstrap");
        var ratios = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            double events = 0, time = 0;
            for (var i = 0; i < clusters.Count; i++)
            {
                var cluster = dice.Pick(clusters);
                events += cluster.Events;
                time += cluster.Time;
            }

            ratios[round] = time > 0 ? events / time : 0;
        }

        Array.Sort(ratios);
        return (ratios[(int)(0.025 * Rounds)], ratios[(int)(0.975 * Rounds) - 1]);
    }
}
