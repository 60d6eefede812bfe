using Hospital.Kernel;
using Scorecard.Runs;

namespace Scorecard.Scoring;

/// <summary>
/// What a person who reads alerts meets as one thing: one method's alerts about one host, each within <see cref="Pause"/> of the one before. It lasts <see cref="Longest"/> at most:
/// who never stops alerting must not count as having alerted once.
/// </summary>
/// <param name="Host">About whom.</param>
/// <param name="From">Its first alert.</param>
/// <param name="To">Its last.</param>
/// <param name="Strongest">The highest score of them, the first of equals.</param>
internal readonly record struct Episode(int Host, long From, long To, Candidate Strongest)
{
    public const long Pause = 6 * Nanos.Hour;
    public const long Longest = Nanos.Day;

    /// <summary>Of what alerts at a threshold.</summary>
    /// <param name="candidates">By host, then time.</param>
    /// <param name="threshold">Scores from it on alert.</param>
    /// <param name="from">Instant.</param>
    /// <param name="until">Exclusive.</param>
    public static List<Episode> Of(IEnumerable<Candidate> candidates, double threshold, long from = long.MinValue, long until = long.MaxValue)
    {
        var episodes = new List<Episode>();
        foreach (var candidate in candidates)
        {
            if (candidate.Score < threshold || candidate.Time < from || candidate.Time >= until)
            {
                continue;
            }

            if (episodes is [.., var last] && last.Host == candidate.Host && candidate.Time - last.To <= Pause && candidate.Time - last.From < Longest)
            {
                episodes[^1] = last with { To = candidate.Time, Strongest = candidate.Score > last.Strongest.Score ? candidate : last.Strongest };
            }
            else
            {
                episodes.Add(new Episode(candidate.Host, candidate.Time, candidate.Time, candidate));
            }
        }

        return episodes;
    }
}
