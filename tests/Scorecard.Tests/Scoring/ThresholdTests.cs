using Scorecard.Scoring;
using static Scorecard.Tests.Scoring.Synthetic;

namespace Scorecard.Tests.Scoring;

/// <summary>Thresholds keep to a rate of false alerts, by hospitals other than the one that is judged.</summary>
public sealed class ThresholdTests
{
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.33)]
    [InlineData(1)]
    public void The_rate_asked_for_is_achieved_on_weeks_that_were_not_seen(double target)
    {
        var study = new Study(Enumerable.Range(1, 100).Select(seed => Run((ulong)seed, 0, Noise((ulong)seed, "clean", 0.5))));
        var setting = new Trial(study, new View(Method)).At(target);

        var achieved = new FalseAlerts(setting, target).Achieved;

        Assert.InRange(achieved.Rate, 0.7 * target, 1.4 * target);
        Assert.All(study.Sites, s => Assert.Equal(Fit.Met, setting.Of(s).Fit));
    }

    [Fact]
    public void It_is_the_lowest_at_which_the_rate_is_not_exceeded()
    {
        // Months of the others: 10. So 0.33 allows three episodes, and of the two at score 4 there would be four.
        CalibrationSite[] sites = [new(1, 10, [(9, 1)]), new(2, 10, [(8, 1), (7, 1), (5, 1), (4, 2), (1, 5)])];

        Assert.Equal(new Threshold(5, Fit.Met), Thresholds.LeaveOneOut(sites, 0.33)[0]);
    }

    [Fact]
    public void A_hospital_never_decides_on_its_own_threshold()
    {
        CalibrationSite[] without = [new(1, 10, []), new(2, 10, [(8, 1), (4, 9)]), new(3, 10, [(6, 1), (2, 9)])];
        CalibrationSite[] with = [new(1, 10, [(7.5, 50), (7, 50), (5, 100)]), .. without[1..]];

        Assert.Equal(Thresholds.LeaveOneOut(without, 0.33)[0], Thresholds.LeaveOneOut(with, 0.33)[0]);
        Assert.NotEqual(Thresholds.LeaveOneOut(without, 0.33)[1], Thresholds.LeaveOneOut(with, 0.33)[1]);
    }

    [Fact]
    public void Hospitals_of_one_seed_leave_each_other_out()
    {
        CalibrationSite[] sites = [new(1, 10, []), new(1, 60, [(9, 100)]), new(2, 10, [(8, 1)])];

        Assert.Equal(Fit.NeverReached, Thresholds.LeaveOneOut(sites, 0.33)[0].Fit);
    }

    [Fact]
    public void Rules_that_speak_too_often_cannot_be_turned_down()
    {
        CalibrationSite[] sites = [new(1, 10, []), new(2, 10, [(double.PositiveInfinity, 4), (8, 1)])];

        Assert.Equal(new Threshold(double.PositiveInfinity, Fit.CannotBeMet), Thresholds.LeaveOneOut(sites, 0.33)[0]);
        Assert.Equal(new Threshold(double.NegativeInfinity, Fit.NeverReached), Thresholds.LeaveOneOut(sites, 1)[0]);
    }

    [Fact]
    public void Rules_use_up_what_is_allowed()
    {
        CalibrationSite[] sites = [new(1, 10, []), new(2, 10, [(double.PositiveInfinity, 3), (8, 1)])];

        Assert.Equal(new Threshold(double.PositiveInfinity, Fit.Met), Thresholds.LeaveOneOut(sites, 0.33)[0]);
    }

    [Fact]
    public void One_hospital_alone_has_no_threshold() =>
        Assert.Contains("at least two seeds", Assert.Throws<InvalidOperationException>(() => Thresholds.LeaveOneOut([new(1, 10, [])], 1)).Message, StringComparison.Ordinal);

    /// <summary>λ is a promise; a method that keeps it needs no threshold of ours.</summary>
    [Fact]
    public void The_methods_own_promise_is_checked_without_calibration()
    {
        // A uniform score u of one candidate a day says: as strange or stranger comes 30 (1 - u) times a month.
        var study = new Study(Enumerable.Range(1, 20).Select(seed =>
            Run((ulong)seed, 0, Noise((ulong)seed, "clean", 1).Select(c => c with { Score = -Math.Log10(30 * (1 - c.Score)) }))));

        var native = MethodGrade.Of(new Trial(study, new View(Method))).Native;

        Assert.Equal([0.05, 0.33, 1], native.Select(n => n.Target));
        Assert.All(native, n => Assert.InRange(n.Ratio, 0.7, 1.4));
    }
}
