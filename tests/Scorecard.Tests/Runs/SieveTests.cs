using Hospital.Kernel;
using Scorecard.Runs;
using Scorecard.Scoring;
using static Scorecard.Tests.Scoring.Synthetic;

namespace Scorecard.Tests.Runs;

/// <summary>What is kept of candidates is all that scoring can need.</summary>
public sealed class SieveTests
{
    private static readonly List<Candidate> Many = Noise(7, "many", 60);

    [Fact]
    public void At_thresholds_that_matter_nothing_is_missing()
    {
        var (kept, dropped) = Sieve.Sift(Many);

        Assert.True(kept.Length < Many.Count / 3);
        var all = Many.ToArray();
        Array.Sort(all, Sieve.InOrder);
        Assert.Equal(all.Where(c => c.Score > dropped), kept.Where(c => c.Score > dropped));
    }

    [Fact]
    public void The_first_alert_of_each_day_is_there_at_any_threshold()
    {
        var kept = Sieve.Sift(Many).Kept;
        foreach (var threshold in new[] { 0.05, 0.5, 0.8, 0.99 })
        {
            Assert.Equal(FirstOfDays(Many, threshold), FirstOfDays(kept, threshold));
        }
    }

    [Fact]
    public void Sifting_in_pieces_and_in_any_order_gives_the_same()
    {
        var dice = new Dice(1, "pieces");
        var first = Many.Where(_ => dice.Chance(0.5)).ToList();
        var pieces = Sieve.Sift([.. Many.Except(first), .. Sieve.Sift(first).Kept]);

        Assert.Equal(Sieve.Sift(Many).Kept, pieces.Kept);
    }

    [Fact]
    public void What_has_no_score_is_no_candidate() => Assert.Empty(Sieve.Sift([Alert(Test, 1, double.NaN), Alert(Test, 1, double.NegativeInfinity)]).Kept);

    [Fact]
    public void Thresholds_below_what_was_kept_are_told()
    {
        var sites = Enumerable.Range(1, 3).Select(seed => RunOf((ulong)seed, 0,
            [new MethodRun(Method, [], new MethodCost(1, 1, 1, 1)) { HighestDropped = seed == 1 ? 0.5 : double.NegativeInfinity }]));

        Assert.Equal(1, MethodGrade.Of(new Trial(new Study(sites), new View(Method))).Budgets[0].Thresholds.Truncated);
    }

    private static IEnumerable<(int, long, long)> FirstOfDays(IEnumerable<Candidate> candidates, double threshold) =>
        candidates.Where(c => c.Score >= threshold).GroupBy(c => (c.Host, Day: c.Time / Nanos.Day)).Select(g => (g.Key.Host, g.Key.Day, g.Min(c => c.Time))).Order();
}
