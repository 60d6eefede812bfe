using Hospital.Kernel;

namespace Hospital.Tests;

public sealed class DiceTests
{
    [Fact]
    public void Equal_seeds_and_names_give_equal_numbers_and_others_do_not()
    {
        Assert.Equal(Draw(new Dice(1, "a", "b")), Draw(new Dice(1, "a", "b")));
        Assert.NotEqual(Draw(new Dice(1, "a", "b")), Draw(new Dice(1, "ab")));
        Assert.NotEqual(Draw(new Dice(1, "a")), Draw(new Dice(2, "a")));
    }

    [Fact]
    public void Numbers_are_distributed_as_they_say()
    {
        var dice = new Dice(7, "moments");
        var normal = Enumerable.Range(0, 20_000).Select(_ => dice.Normal()).ToArray();
        Assert.InRange(normal.Average(), -0.03, 0.03);
        Assert.InRange(normal.Average(x => x * x), 0.96, 1.04);
        var counts = Enumerable.Range(0, 20_000).Select(_ => (double)dice.Count(5, 0.2)).ToArray();
        Assert.InRange(counts.Average(), 4.85, 5.15);
        Assert.InRange(counts.Average(x => (x - 5) * (x - 5)), 9, 11);
        Assert.InRange(Enumerable.Range(0, 20_000).Average(_ => dice.Gamma(0.5)), 0.47, 0.53);
        Assert.Equal([3, 4, 5], Enumerable.Range(0, 1000).Select(_ => dice.Whole(3, 5)).Distinct().Order());
    }

    private static ulong[] Draw(Dice dice) => [.. Enumerable.Range(0, 8).Select(_ => dice.Next())];
}
