using Contenders.Subspace;

namespace Contenders.Tests;

public sealed class SubspaceTests
{
    [Fact]
    public void A_subspace_of_low_rank_is_found_again()
    {
        const int D = 60;
        const int Rank = 3;
        var chance = new Chance(9);
        var directions = Enumerable.Range(0, Rank).Select(_ => Enumerable.Range(0, D).Select(_ => chance.Normal()).ToArray()).ToArray();
        double[] Draw(double noise) => [.. Enumerable.Range(0, D).Select(_ => noise * chance.Normal()).Zip(
            directions.Select(d => (Direction: d, Factor: 5 * chance.Normal())).Aggregate(new double[D], (sum, d) => [.. sum.Zip(d.Direction, (a, b) => a + (d.Factor * b))]), (a, b) => a + b)];
        var products = new double[D * D];
        for (var n = 0; n < 300; n++)
        {
            var x = Draw(0.01);
            for (var i = 0; i < D * D; i++)
            {
                products[i] += x[i / D] * x[i % D];
            }
        }

        var draws = new Chance(1);
        var found = RandomizedSubspace.Find(products, D, Rank, 5, ref draws);
        Assert.Equal(1, RandomizedSubspace.Residual(found.AsSpan(0, D), default), 1e-9);
        Assert.All(directions, d => Assert.InRange(RandomizedSubspace.Residual(d, found), 0, 0.02 * Math.Sqrt(d.Sum(x => x * x))));
        var outside = Enumerable.Range(0, D).Select(_ => chance.Normal()).ToArray();
        Assert.InRange(RandomizedSubspace.Residual(outside, found), 0.8 * Math.Sqrt(outside.Sum(x => x * x)), Math.Sqrt(outside.Sum(x => x * x)));
    }

    [Fact]
    public void Features_that_always_moved_together_and_once_dont_are_strange()
    {
        foreach (var rank in new[] { 5, 10 })
        {
            var highest = Worlds.Highest(Worlds.Play(new SubspaceResidual(rank, 1), 700, (h, _, values) => values[1] = h == 600 ? values[0] * 50 : values[0]));
            Assert.Equal((600, 1UL), (Worlds.HourOf(highest), highest.Subject));
        }
    }
}
