using Hospital.Kernel;

namespace Scorecard.Scoring.Statistics;

/// <summary>How sure a rate of events over hospitals is.</summary>
internal static class RateInterval
{
    private const int Rounds = 2000;
    private const ulong Seed = 0x5EED;
    private const double Z = 1.959963984540054;

    /// <summary>
    /// 95 % interval of events by time: hospitals drawn again and again, as events within one are alike (Efron 1979, by clusters; the same draws every time), and at least as wide as
    /// that of independent events (Poisson, after Byar), so that few hospitals or no events don't feign certainty.
    /// </summary>
    /// <param name="clusters">Events and time of each hospital.</param>
    public static (double Low, double High) Of(IReadOnlyList<(double Events, double Time)> clusters)
    {
        var (events, time) = (clusters.Sum(c => c.Events), clusters.Sum(c => c.Time));
        if (time <= 0)
        {
            return (0, 0);
        }

        var (low, high) = Drawn(clusters);
        return (Math.Min(low, Lower(events) / time), Math.Max(high, Upper(events) / time));
    }

    private static double Lower(double events) => events <= 0 ? 0 : events * Math.Pow(Math.Max(0, 1 - (1 / (9 * events)) - (Z / (3 * Math.Sqrt(events)))), 3);

    private static double Upper(double events) => (events + 1) * Math.Pow(1 - (1 / (9 * (events + 1))) + (Z / (3 * Math.Sqrt(events + 1))), 3);

    private static (double Low, double High) Drawn(IReadOnlyList<(double Events, double Time)> clusters)
    {
        var dice = new Dice(Seed, "rate interval");
        var rates = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            double events = 0, time = 0;
            for (var i = 0; i < clusters.Count; i++)
            {
                var cluster = dice.Pick(clusters);
                events += cluster.Events;
                time += cluster.Time;
            }

            rates[round] = time > 0 ? events / time : 0;
        }

        Array.Sort(rates);
        return (rates[(int)(0.025 * Rounds)], rates[(int)(0.975 * Rounds) - 1]);
    }
}
