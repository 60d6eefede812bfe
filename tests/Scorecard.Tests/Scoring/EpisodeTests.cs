using Hospital.Kernel;
using Scorecard.Scoring;
using static Scorecard.Tests.Scoring.Synthetic;

namespace Scorecard.Tests.Scoring;

/// <summary>What a person meets as one alert.</summary>
public sealed class EpisodeTests
{
    private static readonly long Noon = Test + (12 * Nanos.Hour);

    [Fact]
    public void What_follows_within_six_hours_about_the_same_host_is_one()
    {
        var episodes = Episode.Of([Alert(Noon, 1, 5), Alert(Noon + (6 * Nanos.Hour), 1, 7), Alert(Noon + (12 * Nanos.Hour) + 1, 1, 5), Alert(Noon, 2, 5)], 1);

        Assert.Equal([(1, Noon, Noon + (6 * Nanos.Hour), 7.0), (1, Noon + (12 * Nanos.Hour) + 1, Noon + (12 * Nanos.Hour) + 1, 5), (2, Noon, Noon, 5)],
            episodes.Select(e => (e.Host, e.From, e.To, e.Strongest.Score)));
    }

    [Fact]
    public void What_is_below_the_threshold_joins_nothing() =>
        Assert.Equal(2, Episode.Of([Alert(Noon, 1, 5), Alert(Noon + (5 * Nanos.Hour), 1, 0.5), Alert(Noon + (10 * Nanos.Hour), 1, 5)], 1).Count);

    /// <summary>Otherwise whoever alerts every five hours would have cried wolf once in ten weeks.</summary>
    [Fact]
    public void Who_never_stops_alerting_begins_anew_each_day() =>
        Assert.Equal(10, Episode.Of(Enumerable.Range(0, 240).Select(i => Alert(Noon + (i * Nanos.Hour), 1, 5)), 1).Count);

    [Fact]
    public void The_curve_says_at_each_score_how_many_episodes_there_are()
    {
        var candidates = Scorecard.Runs.Sieve.Sift(Noise(1, "curve", 1)).Kept;
        var count = 0;
        foreach (var (score, more) in Curve.Of(candidates, Calibration, Test))
        {
            count += more;
            Assert.Equal(Episode.Of(candidates, score, Calibration, Test).Count, count);
        }

        Assert.True(count > 100);
    }
}
