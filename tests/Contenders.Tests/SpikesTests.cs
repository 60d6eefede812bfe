using Contenders.Spikes;

namespace Contenders.Tests;

public sealed class SpikesTests
{
    [Fact]
    public void The_p_value_is_the_smoothed_share_of_larger_values()
    {
        // Window 1, 2, 3, 4: variance over all pairs 1.25, so the kernels' standard deviation is its root; the p-value of 9 is the mean of four normal tails.
        var pValue = new KernelPValue(4);
        foreach (var value in new[] { 1.0, 2, 3, 4 })
        {
            Assert.True(double.IsNaN(pValue.Take(value)));
        }

        var sigma = Math.Sqrt(1.25);
        var expected = new[] { 1.0, 2, 3, 4 }.Average(v => NormalTail((4.9 - v) / sigma));
        Assert.Equal(1, pValue.Take(4.9));
        Assert.True(expected > KernelPValue.Most);

        // Now 2, 3, 4, 4.9.
        double[] window = [2, 3, 4, 4.9];
        sigma = Math.Sqrt(window.Average(v => v * v) - Math.Pow(window.Average(), 2));
        Assert.Equal(window.Average(v => NormalTail((7.5 - v) / sigma)), pValue.Take(7.5), 1e-6);

        // And on the lower side, of 3, 4, 4.9, 7.5.
        window = [3, 4, 4.9, 7.5];
        sigma = Math.Sqrt(window.Average(v => v * v) - Math.Pow(window.Average(), 2));
        Assert.Equal(window.Average(v => NormalTail((v + 1) / sigma)), pValue.Take(-1), 1e-6);
        Assert.Equal(KernelPValue.Least, pValue.Take(1e6));
    }

    [Fact]
    public void Eigenvectors_of_a_symmetric_matrix_are_its_own()
    {
        const int N = 40;
        var chance = new Chance(5);
        var matrix = new double[N * N];
        for (var i = 0; i < N; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                matrix[(i * N) + j] = matrix[(j * N) + i] = chance.Normal();
            }
        }

        var vectors = matrix.ToArray();
        var values = new double[N];
        SymmetricEigen.Decompose(vectors, values);
        Assert.Equal(values.OrderDescending(), values);
        for (var k = 0; k < N; k++)
        {
            for (var i = 0; i < N; i++)
            {
                var image = Enumerable.Range(0, N).Sum(j => matrix[(i * N) + j] * vectors[(k * N) + j]);
                Assert.Equal(values[k] * vectors[(k * N) + i], image, 1e-9);
            }
        }
    }

    [Fact]
    public void A_spectrum_goes_on_as_the_series_does()
    {
        double At(int t) => 5 + Math.Sin(2 * Math.PI * t / 24) + (0.5 * Math.Cos(2 * Math.PI * t / 168));
        var model = new SpectrumModel([.. Enumerable.Range(0, 504).Select(At)], 168);
        Assert.InRange(model.Rank, 5, 20);
        for (var t = 504; t < 700; t++)
        {
            Assert.Equal(At(t), model.Forecast, 1e-3);
            model.Take(At(t));
        }
    }

    [Fact]
    public void A_spike_within_the_usual_range_is_seen_by_the_spectrum_and_not_by_the_values()
    {
        // Noon's value at the lowest hour of the night.
        static void Alter(int h, int device, double[] values) => values[0] *= h == 1026 ? 9 : 1;
        Assert.Equal(18, 1026 % 24);
        Assert.Contains(Worlds.Play(new SsaSpike(), 1100, Alter), a => Worlds.HourOf(a) == 1026 && a.Subject == 0 && a.Score > 4);
        Assert.DoesNotContain(Worlds.Play(new IidSpike(), 1100, Alter), a => Worlds.HourOf(a) == 1026 && a.Subject == 0);
    }

    [Fact]
    public void A_value_far_beyond_all_others_is_seen_by_both()
    {
        foreach (var method in new IContender[] { new IidSpike(), new SsaSpike() })
        {
            var alarms = Worlds.Play(method, 900, (h, _, values) => values[2] *= h == 800 ? 1e6 : 1);
            Assert.Contains(alarms, a => Worlds.HourOf(a) == 800 && a.Subject == 2 && a.Score > 7);
        }
    }

    /// <summary>By Simpson's rule from x to x + 10.</summary>
    private static double NormalTail(double x)
    {
        const int Steps = 2000;
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
        {
            var at = x + (10.0 * i / Steps);
            sum += (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-at * at / 2);
        }

        return sum * 10 / Steps / 3 / Math.Sqrt(2 * Math.PI);
    }
}
