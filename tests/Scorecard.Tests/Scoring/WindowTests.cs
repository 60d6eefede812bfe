using Hospital.Kernel;
using Scorecard.Scoring;
using Scorecard.Scoring.Statistics;
using static Scorecard.Tests.Scoring.Synthetic;

namespace Scorecard.Tests.Scoring;

/// <summary>Hours of devices, ranked by scores.</summary>
public sealed class WindowTests
{
    private const long Hours = 5 * 7 * 24;

    [Fact]
    public void Who_puts_all_attacked_windows_first_has_all_of_both_areas()
    {
        var ranking = RankedWindows.Of([(2, 10, 0), (1, 0, 990)])!;

        Assert.Equal(new WindowRanking(10, 990, 0.01, 1, 1), ranking);
    }

    [Fact]
    public void Who_tells_nothing_apart_has_the_base_rate_and_half_of_the_false_share()
    {
        var ranking = RankedWindows.Of([(0, 10, 990)])!;

        Assert.Equal(0.01, ranking.PrecisionRecall, 9);
        Assert.Equal(RankedWindows.MostFalse / 2, ranking.PartialRoc, 9);
        Assert.Null(RankedWindows.Of([(0, 0, 990)]));
    }

    [Fact]
    public void What_comes_after_one_false_window_in_a_thousand_counts_for_precision_only()
    {
        // Half is found before anything false; the rest after one false window in a hundred.
        var ranking = RankedWindows.Of([(3, 5, 0), (2, 0, 10), (1, 5, 0), (0, 0, 990)])!;

        Assert.Equal(0.5, ranking.PartialRoc, 9);
        Assert.Equal((0.5 * 1) + (0.5 * 10 / 20), ranking.PrecisionRecall, 9);
    }

    [Fact]
    public void An_attacked_window_is_an_hour_in_which_the_attack_shows_and_the_others_are_the_twins()
    {
        // Planned for a day, it shows in three hours.
        var attack = Attack(1, 4, Test, Nanos.Day);
        attack.Hours.UnionWith([Hour(0), Hour(5), Hour(23)]);

        // At once, and an hour that was judged when it was over; the third is missed.
        var ranking = Rank([Alert(Test + 1, 4, 9), Alert(Test + (6 * Nanos.Hour), 4, 9)], [], attack);

        Assert.Equal((3, Devices * Hours), (ranking.With, ranking.Without));
        Assert.Equal((2 / 3.0) + (1 / 3.0 * ranking.BaseRate), ranking.PrecisionRecall, 4);
        Assert.Equal(2 / 3.0, ranking.PartialRoc, 3);
    }

    [Fact]
    public void What_the_clean_twin_says_ranks_a_window_that_is_not_attacked()
    {
        var attack = Attack(1, 4, Test, Nanos.Hour);
        attack.Hours.Add(Hour(0));

        var below = Rank([Alert(Test + 1, 4, 9)], [Alert(Test + 1, 7, 8)], attack);
        var above = Rank([Alert(Test + 1, 4, 9)], [Alert(Test + 1, 7, 10), Alert(Calibration, 7, 10)], attack);

        Assert.Equal(1, below.PrecisionRecall);
        Assert.Equal(0.5, above.PrecisionRecall);
    }

    [Fact]
    public void An_alert_is_about_both_of_its_ends()
    {
        var attack = Attack(1, 4, Test, Nanos.Hour);
        attack.Hours.Add(Hour(0));

        Assert.Equal(1, Rank([Alert(Test + 1, 5, 9, peer: 4)], [], attack).PrecisionRecall);
    }

    private static long Hour(int after) => (Test / Nanos.Hour) + after;

    private static WindowRanking Rank(IEnumerable<Scorecard.Runs.Candidate> attacked, IEnumerable<Scorecard.Runs.Candidate> clean, Hospital.Labels.AttackLabel attack) =>
        Windows.Of(new Trial(new Study([Run(1, 0, clean), Run(1, 1, attacked, [attack]), Run(2, 0, [])]), new View(Method)))!;
}
