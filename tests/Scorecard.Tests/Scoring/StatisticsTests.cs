using Scorecard.Scoring.Statistics;

namespace Scorecard.Tests.Scoring;

/// <summary>Statistics against values from elsewhere.</summary>
public sealed class StatisticsTests
{
    /// <summary>As R's <c>prop.test(…, correct = FALSE)</c> gives them.</summary>
    [Theory]
    [InlineData(8, 10, 0.4901625, 0.9433178)]
    [InlineData(0, 10, 0, 0.2775328)]
    [InlineData(30, 30, 0.8864866, 1)]
    [InlineData(50, 100, 0.4038315, 0.5961685)]
    public void Wilsons_interval(int hits, int draws, double low, double high)
    {
        var interval = Wilson.Interval(hits, draws);

        Assert.Equal(low, interval.Low, 5);
        Assert.Equal(high, interval.High, 5);
    }

    [Fact]
    public void Draws_that_are_alike_count_for_fewer()
    {
        var alike = Enumerable.Range(0, 100).Select(i => (Cluster: i / 10, IsHit: i / 10 % 2 == 0)).ToList();
        var mixed = Enumerable.Range(0, 100).Select(i => (Cluster: i / 10, IsHit: i % 2 == 0)).ToList();

        // Ten clusters of ten that know nothing but their cluster: like ten draws, times 10/9.
        Assert.Equal(100.0 / 9, Wilson.DesignEffect(alike), 6);
        Assert.Equal(1, Wilson.DesignEffect(mixed));
        Assert.Equal(1, Wilson.DesignEffect([(1, true), (2, true)]));
        Assert.True(Wilson.Interval(50, 100, 10).Low < Wilson.Interval(50, 100).Low);
    }

    /// <summary>As R's <c>binom.test</c> gives them.</summary>
    [Theory]
    [InlineData(10, 2, 0.03857422)]
    [InlineData(2, 10, 0.03857422)]
    [InlineData(5, 5, 1)]
    [InlineData(0, 0, 1)]
    [InlineData(1, 8, 0.0390625)]
    [InlineData(0, 20, 0.0000019073)]
    public void McNemars_exact_test(int onlyFirst, int onlySecond, double p) => Assert.Equal(p, McNemar.P(onlyFirst, onlySecond), 8);

    [Fact]
    public void A_share_is_reached_when_so_many_of_all_have_been_met()
    {
        var never = double.PositiveInfinity;

        Assert.Equal(3, Quantile.Of([5, 4, 3, 2, 1], 0.5));
        Assert.Equal(9, Quantile.Of([1, 2, 3, 4, 5, 6, 7, 8, 9, never], 0.9));
        Assert.Equal(2, Quantile.Of([1, 2, never, never], 0.5));
        Assert.Null(Quantile.Of([1, 2, never, never, never], 0.5));
        Assert.Null(Quantile.Of([], 0.5));
    }

    [Fact]
    public void Uniform_values_pass_for_probabilities_and_squeezed_ones_do_not()
    {
        var even = Enumerable.Range(0, 200).Select(i => (i + 0.5) / 200).ToList();

        Assert.Equal(0.0025, Uniformity.Of(even).Distance, 6);
        Assert.True(Uniformity.Of(even).P > 0.99);
        Assert.True(Uniformity.Of(even.Select(v => v * v)).P < 1e-6);

        // The limit's 5 % point is 1.358.
        Assert.Equal(0.05, Uniformity.Of(even.Select(v => Math.Clamp(v + (1.358 / 14.27) - 0.0025, 0, 1))).P, 2);
    }

    [Fact]
    public void A_rates_interval_is_never_surer_than_chance_allows_and_wider_where_hospitals_differ()
    {
        var (low, high) = RateInterval.Of([(0, 50), (0, 50)]);
        Assert.Equal(0, low);
        Assert.Equal(0.0369, high, 3);

        var alike = RateInterval.Of([.. Enumerable.Repeat((10.0, 10.0), 10)]);
        var unlike = RateInterval.Of([.. Enumerable.Range(0, 10).Select(i => (i == 0 ? 100.0 : 0, 10.0))]);
        Assert.Equal(0.81, alike.Low, 2);
        Assert.Equal(1.22, alike.High, 2);
        Assert.True(unlike.High > 2);
        Assert.Equal(unlike, RateInterval.Of([.. Enumerable.Range(0, 10).Select(i => (i == 0 ? 100.0 : 0, 10.0))]));
    }
}
