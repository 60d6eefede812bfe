namespace Sensor.Models;

/// <summary>
/// Logarithm, power and tail of a distribution from IEEE additions, multiplications, divisions and roots only, which round alike on every
/// processor; Math.Log and Math.Exp come from the platform's C library and may differ in the last place.
/// </summary>
internal static class ExactMath
{
    public const double Ln2 = 0.69314718055994531;

    private const double SqrtHalf = 0.70710678118654752;
    private const double ScoreStep = 1.0 / (1 << 20);

    /// <summary>1/17, 1/15 ... 1.</summary>
    private static readonly double[] OddReciprocals = [1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3, 1];

    /// <summary>1/14!, 1/13! ... 1/0!.</summary>
    private static readonly double[] Factorials =
    [
        1.0 / 87178291200.0, 1.0 / 6227020800.0, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,
        1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2, 1, 1,
    ];

    /// <summary>Base-2 logarithm of a positive normal number; error below 1e-13.</summary>
    public static double Log2(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF) - 1022;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FE0_0000_0000_0000);
        if (mantissa < SqrtHalf)
        {
            mantissa *= 2;
            exponent--;
        }

        // ln m = 2 artanh((m-1)/(m+1)); |s| <= 0.172, so nine terms reach 1e-15.
        var s = (mantissa - 1) / (mantissa + 1);
        var q = s * s;
        var sum = 0.0;
        foreach (var odd in OddReciprocals)
        {
            sum = (sum * q) + odd;
        }

        return exponent + (2 * s * sum / Ln2);
    }

    /// <summary>2 to the power of <paramref name="value"/>; 0 below -1000, largest finite order above 1000.</summary>
    public static double Exp2(double value)
    {
        if (value < -1000)
        {
            return 0;
        }

        value = Math.Min(value, 1000);
        var whole = Math.Floor(value + 0.5);
        var rest = (value - whole) * Ln2;
        var sum = 0.0;
        foreach (var factorial in Factorials)
        {
            sum = (sum * rest) + factorial;
        }

        return sum * BitConverter.Int64BitsToDouble((long)(whole + 1023) << 52);
    }

    public static double Ln(double value) => Log2(value) * Ln2;

    public static double Exp(double value) => Exp2(value / Ln2);

    /// <summary>What is left of 1 after <paramref name="minutes"/>.</summary>
    public static double Decay(uint minutes, TimeSpan halfLife) =>
        minutes == 0 ? 1 : Exp2(-minutes / (double)PacketTime.Minutes(halfLife));

    /// <summary>
    /// Survival function of Student's t with 4 degrees of freedom, for t >= 0 (closed form; 3/t^4 far out, where the form cancels).
    /// </summary>
    public static double StudentTail4(double t)
    {
        if (t > 50)
        {
            return 3 / (t * t * t * t);
        }

        var w = t / Math.Sqrt(1 + (t * t / 4));
        return 0.5 - (0.375 * w * (1 - (w * w / 12)));
    }

    /// <summary>A score as it is published: a multiple of 2^-20, never 0.</summary>
    public static double RoundScore(double score) =>
        score >= 1e9 ? double.PositiveInfinity : Math.Max(ScoreStep, Math.Round(score / ScoreStep) * ScoreStep);
}
