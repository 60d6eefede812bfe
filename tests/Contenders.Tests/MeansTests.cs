using Contenders.Ceiling;
using Contenders.Means;

namespace Contenders.Tests;

public sealed class MeansTests
{
    [Fact]
    public void A_thousandfold_hour_is_the_strangest_for_whoever_knows_the_mean()
    {
        foreach (var method in new IContender[] { new GlobalEwma(), new HourOfWeek(), new SingleFeature(3, high: true) })
        {
            var highest = Worlds.Highest(Worlds.Play(method, 840, (h, _, values) => values[3] *= h == 700 ? 1000 : 1));
            Assert.Equal((700, 3UL, Facet.Volume), (Worlds.HourOf(highest), highest.Subject, highest.Facet));
        }
    }

    [Fact]
    public void Night_work_by_day_is_no_news_but_day_work_at_night_is_for_whoever_knows_the_hour()
    {
        // As much as at noon, at the lowest hour of the night.
        static void Alter(int h, int device, double[] values) => values[0] *= h == 690 ? 9 : 1;
        Assert.Equal(18, 690 % 24);
        Assert.Equal(690, Worlds.HourOf(Worlds.Highest(Worlds.Play(new HourOfWeek(), 840, Alter))));
        Assert.NotEqual(690, Worlds.HourOf(Worlds.Highest(Worlds.Play(new GlobalEwma(), 840, Alter))));
    }

    [Fact]
    public void A_missing_value_is_skipped_and_says_nothing()
    {
        foreach (var method in new IContender[] { new GlobalEwma(), new HourOfWeek(), new SingleFeature(8, high: false) })
        {
            var alarms = Worlds.Play(method, 840, (h, _, values) => values[8] = h is > 400 and < 800 ? double.NaN : values[8]);
            Assert.All(alarms, a => Assert.True(double.IsFinite(a.Score)));
            Assert.DoesNotContain(alarms, a => a.Subject == 8 && Worlds.HourOf(a) is > 400 and < 800);
        }
    }

    [Fact]
    public void Low_is_what_high_is_not()
    {
        static void Alter(int h, int device, double[] values) => values[0] *= h == 600 ? 1e-3 : 1;
        Assert.Equal(600, Worlds.HourOf(Worlds.Highest(Worlds.Play(new SingleFeature(0, high: false), 700, Alter))));
        Assert.DoesNotContain(Worlds.Play(new SingleFeature(0, high: true), 700, Alter), a => Worlds.HourOf(a) == 600);
    }

    [Fact]
    public void Random_scores_are_uniform_and_the_same_whatever_happens()
    {
        var calm = Worlds.Play(new RandomScore(1), 2000);
        var wild = Worlds.Play(new RandomScore(1), 2000, (h, _, values) => values[0] = h);
        Assert.Equal(calm, wild);
        Assert.NotEqual(calm.Select(a => a.Score), Worlds.Play(new RandomScore(2), 2000).Select(a => a.Score));
        Assert.InRange(calm.Count(a => a.Score > 0.98), 25, 55);
    }

    [Fact]
    public void Every_n_hours_means_every_n_hours_and_half_of_them_for_each_step_of_the_threshold()
    {
        var alarms = Worlds.Play(new EveryNHours(24), 24 * 64);
        Assert.Equal(64, alarms.Count);
        Assert.Equal([32, 16, 8], new[] { 1, 2, 3 }.Select(s => alarms.Count(a => a.Score == s)));
        Assert.All(alarms.Zip(alarms.Skip(1)), pair => Assert.Equal(24 * Worlds.Hour, pair.Second.Time - pair.First.Time));
    }
}
