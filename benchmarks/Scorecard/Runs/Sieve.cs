using Hospital.Kernel;

namespace Scorecard.Runs;

/// <summary>
/// Keeps of a method's candidates what scoring can need, so that hundreds of runs fit into memory: of each host and day the <see cref="PerDay"/> strangest, and whatever was
/// stranger than all before it on that day (so at any threshold the first alert of a day is there). Sifting again what was sifted together with more gives the same as sifting
/// all at once.
/// </summary>
internal static class Sieve
{
    /// <summary>Two hundred times as many as the loosest rate of false alerts allows.</summary>
    public const int PerDay = 8;

    /// <returns>By host, then time; and the highest score that was dropped.</returns>
    public static (Candidate[] Kept, double HighestDropped) Sift(IReadOnlyList<Candidate> candidates)
    {
        var all = candidates.Where(c => !double.IsNaN(c.Score) && !double.IsNegativeInfinity(c.Score)).ToArray();
        Array.Sort(all, InOrder);
        var kept = new List<Candidate>(Math.Min(all.Length, 4096));
        var dropped = double.NegativeInfinity;
        for (int from = 0, to; from < all.Length; from = to)
        {
            to = from + 1;
            while (to < all.Length && all[to].Host == all[from].Host && all[to].Time / Nanos.Day == all[from].Time / Nanos.Day)
            {
                to++;
            }

            dropped = Math.Max(dropped, SiftDay(all.AsSpan(from, to - from), kept));
        }

        return ([.. kept], dropped);
    }

    /// <summary>By host, then time, then all else: one order whatever the order they came in.</summary>
    public static int InOrder(Candidate a, Candidate b)
    {
        var order = a.Host.CompareTo(b.Host);
        order = order != 0 ? order : a.Time.CompareTo(b.Time);
        order = order != 0 ? order : b.Score.CompareTo(a.Score);
        order = order != 0 ? order : string.CompareOrdinal(a.Reason, b.Reason);
        order = order != 0 ? order : a.Peer.CompareTo(b.Peer);
        order = order != 0 ? order : a.Subject.CompareTo(b.Subject);
        return order != 0 ? order : string.CompareOrdinal(a.Part, b.Part);
    }

    private static double SiftDay(ReadOnlySpan<Candidate> day, List<Candidate> kept)
    {
        if (day.Length <= PerDay)
        {
            kept.AddRange(day);
            return double.NegativeInfinity;
        }

        var scores = new double[day.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = day[i].Score;
        }

        Array.Sort(scores);
        var bar = scores[^PerDay];
        var above = scores.Count(s => s > bar);
        var dropped = double.NegativeInfinity;
        var highest = double.NegativeInfinity;
        foreach (var candidate in day)
        {
            var stays = candidate.Score > highest || candidate.Score > bar || (candidate.Score == bar && above < PerDay);
            if (stays)
            {
                above += candidate.Score == bar ? 1 : 0;
                kept.Add(candidate);
            }
            else
            {
                dropped = Math.Max(dropped, candidate.Score);
            }

            highest = Math.Max(highest, candidate.Score);
        }

        return dropped;
    }
}
