namespace Contenders.Tests;

public sealed class GateTests
{
    [Fact]
    public void As_many_pass_as_are_meant_to_and_the_highest_always()
    {
        var gate = new Gate(0.05);
        var chance = new Chance(3);
        var passed = Enumerable.Range(0, 20_000).Count(_ => gate.Passes(Math.Exp(chance.Normal())));
        Assert.InRange(passed, 950, 1150);
        Assert.True(gate.Passes(1e9));
        Assert.False(gate.Passes(0.5));
    }

    [Fact]
    public void Nothing_and_what_is_no_number_never_pass()
    {
        var gate = new Gate(1);
        Assert.All(new[] { 0.0, -1, double.NaN }, score => Assert.False(gate.Passes(score)));
    }

    [Fact]
    public void When_scores_fall_for_good_lower_ones_pass_again()
    {
        var gate = new Gate(0.1);
        var chance = new Chance(4);
        for (var i = 0; i < 1000; i++)
        {
            gate.Passes(100 + chance.Uniform());
        }

        Assert.False(gate.Passes(2));
        for (var i = 0; i < 20_000; i++)
        {
            gate.Passes(chance.Uniform());
        }

        Assert.True(gate.Passes(2));
    }
}
