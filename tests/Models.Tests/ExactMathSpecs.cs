namespace Sensor.Models.Tests;

public sealed class ExactMathSpecs
{
    [Fact]
    public void Logarithms_and_powers_agree_with_the_library()
    {
        for (var exponent = -300.0; exponent <= 300; exponent += 0.37)
        {
            var value = Math.Pow(10, exponent);
            Assert.Equal(Math.Log2(value), ExactMath.Log2(value), 1e-11 * (1 + Math.Abs(exponent)));
            Assert.Equal(1, ExactMath.Exp2(Math.Log2(value)) / value, 1e-11);
        }

        Assert.Equal(0, ExactMath.Log2(1));
        Assert.Equal(8, ExactMath.Exp2(3));
        Assert.Equal(0, ExactMath.Exp2(-2000));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(2.131847, 0.05)]
    [InlineData(4.604095, 0.005)]
    [InlineData(13.03367, 0.0001)]
    public void Student_tail_agrees_with_the_tables(double t, double tail) => Assert.Equal(tail, ExactMath.StudentTail4(t), tail * 1e-4);

    [Fact]
    public void Student_tail_is_continuous_where_its_form_changes() =>
        Assert.Equal(1, ExactMath.StudentTail4(49.9999) / ExactMath.StudentTail4(50.0001), 0.01);

    [Fact]
    public void A_score_is_never_zero() => Assert.Equal(1.0 / (1 << 20), ExactMath.RoundScore(1e-30));
}
