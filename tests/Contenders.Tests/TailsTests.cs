using Contenders.Tails;

namespace Contenders.Tests;

public sealed class TailsTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.001)]
    [InlineData(-0.3)]
    public void The_shape_of_a_tail_is_found_again(double shape)
    {
        var chance = new Chance(6);
        var excesses = Enumerable.Range(0, 4000).Select(_ => 2 / shape * (Math.Pow(1 - chance.Uniform(), -shape) - 1)).Where(e => e > 0).ToArray();
        var tail = ParetoTail.Fit(excesses);
        Assert.Equal(shape, tail.Shape, 0.06);
        Assert.Equal(2, tail.Scale, 0.15);
        Assert.Equal(0.01, tail.Beyond(tail.Quantile(0.01)), 1e-9);
    }

    [Fact]
    public void Of_exponential_noise_about_as_many_are_beyond_the_risk_as_it_says()
    {
        // 100,000 values at 1e-4: 10 expected. What is beyond isn't learnt, so that an estimate that is too low never rises again: it takes many peaks to begin with.
        var chance = new Chance(7);
        var spot = new Spot(20_000, 0.98, 1e-4);
        var beyond = 0;
        for (var i = 0; i < 120_000; i++)
        {
            beyond += spot.Take(-Math.Log(1 - chance.Uniform())) < 1e-4 ? 1 : 0;
        }

        Assert.InRange(beyond, 2, 40);
    }

    [Fact]
    public void An_outlier_is_far_beyond_and_isnt_learnt()
    {
        var chance = new Chance(8);
        var spot = new Spot(1000, 0.98, 1e-4);
        for (var i = 0; i < 5000; i++)
        {
            spot.Take(-Math.Log(1 - chance.Uniform()));
        }

        var first = spot.Take(100);
        Assert.True(first < 1e-9);
        Assert.Equal(first, spot.Take(100));
        Assert.Equal(1, spot.Take(0.5));
    }

    [Fact]
    public void A_series_that_never_moved_is_surprised_by_anything_above()
    {
        var spot = new Spot(336, 0.98, 1e-4);
        for (var i = 0; i < 400; i++)
        {
            spot.Take(0);
        }

        Assert.InRange(spot.Take(1), 0.002, 0.003);
    }

    [Fact]
    public void Per_feature_it_finds_the_hour()
    {
        var alarms = Worlds.Play(new SpotPerFeature(), 800, (h, _, values) => values[9] *= h == 700 ? 100 : 1);
        Assert.Equal((700, Facet.Latency), (Worlds.HourOf(Worlds.Highest(alarms)), Worlds.Highest(alarms).Facet));
    }
}
