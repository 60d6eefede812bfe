using Contenders.Kitsune;

namespace Contenders.Tests;

public sealed class KitsuneTests
{
    [Fact]
    public void Damped_statistics_are_the_weighted_sums_they_stand_for()
    {
        var chance = new Chance(1);
        const double Rate = 0.1;
        var values = new List<(double Seconds, double Value)>();
        var statistics = default(DampedStatistics);
        var time = 0.0;
        for (var i = 0; i < 50; i++)
        {
            time += chance.Uniform() * 10;
            values.Add((time, chance.Normal() + 10));
            statistics.Take((long)(time * 1e9), values[^1].Value, Rate);
        }

        var weights = values.Select(v => Math.Pow(2, -Rate * (time - v.Seconds))).ToArray();
        var weight = weights.Sum();
        var mean = values.Zip(weights, (v, w) => v.Value * w).Sum() / weight;
        Assert.Equal(weight, statistics.Weight, 1e-6);
        Assert.Equal(mean, statistics.Mean, 1e-6);
        Assert.Equal(Math.Sqrt(values.Zip(weights, (v, w) => Math.Pow(v.Value - mean, 2) * w).Sum() / weight), statistics.Deviation, 1e-6);
    }

    [Fact]
    public void Features_that_go_together_are_put_together_and_no_cluster_is_too_large()
    {
        var chance = new Chance(2);
        var map = new FeatureMap(30);
        for (var n = 0; n < 500; n++)
        {
            var causes = new[] { chance.Normal(), chance.Normal(), chance.Normal() };
            map.Learn([.. Enumerable.Range(0, 30).Select(i => causes[i % 3] + (0.1 * chance.Normal()))]);
        }

        var clusters = map.Clusters(10);
        Assert.Equal(3, clusters.Count);
        Assert.All(clusters, c => Assert.Single(c.Select(i => i % 3).Distinct()));
        Assert.All(map.Clusters(4), c => Assert.InRange(c.Length, 1, 4));
        Assert.Equal(Enumerable.Range(0, 30), map.Clusters(4).SelectMany(c => c).Order());
    }

    [Fact]
    public void An_autoencoder_errs_less_in_training_and_more_about_what_it_never_saw()
    {
        var chance = new Chance(3);
        var encoder = new Autoencoder(8, 0.75, 0.1, ref chance);
        var values = new float[8];
        var errors = new List<double>();
        for (var n = 0; n < 20_000; n++)
        {
            var (a, b) = ((float)chance.Uniform(), (float)chance.Uniform());
            for (var i = 0; i < 8; i++)
            {
                values[i] = i % 2 == 0 ? a : b;
            }

            errors.Add(encoder.Train(values));
        }

        var (early, late) = (errors.Skip(100).Take(1000).Average(), errors.TakeLast(1000).Average());
        Assert.True(late < early / 2, $"{early} {late}");
        Assert.True(encoder.Judge([1, 0, 0, 1, 1, 0, 0, 1]) > 3 * late);
    }

    [Fact]
    public void Traffic_of_another_kind_scores_highest()
    {
        var alarms = Play(new KitsuneLike(1));
        Assert.All(alarms.OrderByDescending(a => a.Score).Take(10), a => Assert.Equal(3, a.Device));
        Assert.Equal(alarms, Play(new KitsuneLike(1)));
    }

    private static List<Alarm> Play(KitsuneLike method)
    {
        var chance = new Chance(4);
        var alarms = new List<Alarm>();
        var time = Worlds.Monday;
        for (var n = 0; n < 70_000; n++)
        {
            time += (long)(-Math.Log(1 - chance.Uniform()) * 5e9);
            var from = chance.Whole(4);

            // Device 3 begins to send much to somebody new, quickly.
            var isOdd = n > 69_000 && from == 3;
            method.Take(new Exchange(time, from, isOdd ? 9 : 10, isOdd ? 4444 : 104, (long)((isOdd ? 1e8 : 1e4) * Math.Exp(0.5 * chance.Normal()))), alarms);
        }

        return alarms;
    }
}
