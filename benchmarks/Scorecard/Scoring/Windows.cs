using Hospital.Kernel;
using Scorecard.Runs;
using Scorecard.Scoring.Statistics;

namespace Scorecard.Scoring;

/// <summary>How a method's scores rank windows of a device and an hour of the test weeks. Each by itself: no point-adjusting, and nothing need be named.</summary>
/// <param name="With">Windows in which an attack shows that is scored, all attacked runs.</param>
/// <param name="Without">Windows of the clean twin, once for each attacked run.</param>
/// <param name="BaseRate">Share of the first: the area under precision and recall that comes of itself.</param>
/// <param name="PrecisionRecall">Area under precision and recall (average precision).</param>
/// <param name="PartialRoc">Mean recall of windows over all shares of false ones up to <see cref="RankedWindows.MostFalse"/>; half of that comes of itself.</param>
internal sealed record WindowRanking(long With, long Without, double BaseRate, double PrecisionRecall, double PartialRoc);

/// <summary>
/// A window has the highest score of what is said in it about its device, or with its device as the other end. An hour that is judged when it is over is judged at the next one's
/// first instant, which therefore is its own. Of the many weak things said in a day only the strongest are kept (<see cref="Sieve"/>): windows without any rank lowest, all alike.
/// </summary>
internal static class Windows
{
    /// <returns>Null: it was in no attacked run.</returns>
    public static WindowRanking? Of(Trial trial)
    {
        var scores = new List<(double Score, long With, long Without)>();
        foreach (var site in trial.Sites.Where(s => s.IsWhole))
        {
            var runs = trial.Draws.Where(d => d.Site == site && d.IsScored).GroupBy(d => d.Run).ToList();
            if (runs.Count == 0)
            {
                continue;
            }

            var ordinary = Highest(trial, site, site.Clean);
            scores.AddRange(ordinary.Values.Select(score => (score, 0L, (long)runs.Count)));
            scores.Add((double.NegativeInfinity, 0, (All(site) - ordinary.Count) * runs.Count));
            foreach (var run in runs)
            {
                var (highest, counted) = (Highest(trial, site, run.Key), Counted(run.Key));
                var odd = run.SelectMany(d => d.Label.Devices.SelectMany(h => d.Label.Hours.Select(hour => (Host: h.Number, Hour: hour))))
                    .Where(w => counted.Contains(w.Host) && IsTest(site, w.Hour)).ToHashSet();
                scores.AddRange(odd.Select(w => (highest.GetValueOrDefault(w, double.NegativeInfinity), 1L, 0L)));
            }
        }

        return RankedWindows.Of(scores);
    }

    private static Dictionary<(int Host, long Hour), double> Highest(Trial trial, StudySite site, RunRecord run)
    {
        var counted = Counted(run);
        var highest = new Dictionary<(int Host, long Hour), double>();
        foreach (var candidate in trial.Of(run).Candidates)
        {
            var hour = (candidate.Time - 1) / Nanos.Hour;
            if (IsTest(site, hour))
            {
                See(candidate.Host);
                See(candidate.Peer);
            }

            void See(int host)
            {
                if (counted.Contains(host) && !(highest.TryGetValue((host, hour), out var known) && known >= candidate.Score))
                {
                    highest[(host, hour)] = candidate.Score;
                }
            }
        }

        return highest;
    }

    private static long All(StudySite site) => site.Clean.Hosts.Where(h => Exposure.Counts(in h))
        .Sum(h => Math.Max(0, (Math.Min(h.LastSeen, site.Clean.Parameters.End - 1) / Nanos.Hour) - (Math.Max(h.FirstSeen, site.Clean.Parameters.TestStart) / Nanos.Hour) + 1));

    private static HashSet<int> Counted(RunRecord run) => [.. run.Hosts.Where(h => Exposure.Counts(in h)).Select(h => h.Number)];

    private static bool IsTest(StudySite site, long hour) =>
        hour >= site.Clean.Parameters.TestStart / Nanos.Hour && hour < site.Clean.Parameters.End / Nanos.Hour;
}
