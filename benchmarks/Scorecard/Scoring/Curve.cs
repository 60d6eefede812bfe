using Scorecard.Runs;

namespace Scorecard.Scoring;

/// <summary>How many alert episodes there are the lower the threshold: at each score how many more, or fewer where it joins two.</summary>
internal static class Curve
{
    /// <param name="candidates">By host, then time.</param>
    /// <param name="from">Instant.</param>
    /// <param name="until">Exclusive.</param>
    /// <returns>By score, highest first; one for each score.</returns>
    public static List<(double Score, int More)> Of(IEnumerable<Candidate> candidates, long from, long until)
    {
        var steps = new List<(double Score, int More)>();
        var host = new List<Candidate>();
        foreach (var candidate in candidates.Where(c => c.Time >= from && c.Time < until))
        {
            if (host.Count > 0 && host[0].Host != candidate.Host)
            {
                AddHost(host, steps);
                host.Clear();
            }

            host.Add(candidate);
        }

        AddHost(host, steps);
        return [.. steps.GroupBy(s => s.Score).OrderByDescending(g => g.Key).Select(g => (g.Key, g.Sum(s => s.More)))];
    }

    private static void AddHost(List<Candidate> host, List<(double Score, int More)> steps)
    {
        var before = 0;
        foreach (var score in host.Select(c => c.Score).Distinct().OrderDescending())
        {
            var now = Count(host, score);
            if (now != before)
            {
                steps.Add((score, now - before));
            }

            before = now;
        }
    }

    /// <summary>As <see cref="Episode.Of"/> has them, of one host.</summary>
    private static int Count(List<Candidate> host, double threshold)
    {
        var count = 0;
        long first = 0, last = 0;
        foreach (var candidate in host)
        {
            if (candidate.Score >= threshold)
            {
                if (count == 0 || candidate.Time - last > Episode.Pause || candidate.Time - first >= Episode.Longest)
                {
                    count++;
                    first = candidate.Time;
                }

                last = candidate.Time;
            }
        }

        return count;
    }
}
