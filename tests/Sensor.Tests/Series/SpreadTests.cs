using Sensor.Series;

namespace Sensor.Tests.Series;

/// <summary>A percentile of durations is right to an eighth, whatever they are.</summary>
public sealed class SpreadTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(40, 60)]
    [InlineData(1_000, 90_000)]
    [InlineData(2_000_000, 900_000_000)]
    [InlineData(0, 4_000_000_000)]
    public void A_percentile_is_close(double least, double most)
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 999).Select(_ => least + (random.NextDouble() * (most - least))).ToArray();
        var (all, bins) = (default(Spread), default(DurationBins));
        foreach (var value in values)
        {
            all.Add(value);
            bins.Add(value);
        }

        Array.Sort(values);
        foreach (var share in (double[])[0.01, 0.5, 0.95, 1])
        {
            var right = values[(int)Math.Ceiling(share * values.Length) - 1];
            Assert.InRange(bins.Percentile(share, in all), (right * 0.875) - 1, (right * 1.125) + 1);
        }
    }

    [Fact]
    public void What_is_longer_than_an_hour_counts_as_the_longest()
    {
        var (all, bins) = (default(Spread), default(DurationBins));
        all.Add(5e9);
        bins.Add(5e9);
        Assert.InRange(bins.Percentile(0.95, in all), 4e9, 5e9);
    }
}
