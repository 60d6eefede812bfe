using System.Text;

namespace Hospital.Kernel;

/// <summary>
/// A stream of random numbers of its own for whoever needs one, named after what it is for: adding somebody else never moves anybody's numbers. xoshiro256**
/// (Blackman, Vigna 2018), seeded by SplitMix64 from the seed and the names; the same on every machine.
/// </summary>
public sealed class Dice
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public Dice(ulong seed, params ReadOnlySpan<string> names)
    {
        var state = seed;
        foreach (var name in names)
        {
            foreach (var letter in Encoding.UTF8.GetBytes(name))
            {
                state = (state ^ letter) * 0x100000001B3;
            }

            state = Mix(ref state);
        }

        (_a, _b, _c, _d) = (Mix(ref state), Mix(ref state), Mix(ref state), Mix(ref state));
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>At least 0, below 1.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double from, double to) => from + ((to - from) * Uniform());

    /// <summary>At least <paramref name="from"/>, at most <paramref name="to"/>.</summary>
    public int Whole(int from, int to) => from + (int)(Uniform() * (to - from + 1.0));

    public bool Chance(double probability) => Uniform() < probability;

    public T Pick<T>(IReadOnlyList<T> of) => of[(int)(Uniform() * of.Count)];

    /// <summary>Mean 0, standard deviation 1 (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Median <paramref name="median"/>; <paramref name="spread"/>: standard deviation of the logarithm.</summary>
    public double LogNormal(double median, double spread) => median * Math.Exp(spread * Normal());

    public double Exponential(double mean) => -mean * Math.Log(1 - Uniform());

    /// <summary>A count with this mean; its variance is larger by <paramref name="overdispersion"/> times the mean's square (0: Poisson).</summary>
    public int Count(double mean, double overdispersion = 0)
    {
        if (overdispersion > 0)
        {
            mean *= Gamma(1 / overdispersion) * overdispersion;
        }

        if (mean > 60)
        {
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        var limit = Math.Exp(-mean);
        var product = Uniform();
        var count = 0;
        for (; product > limit; count++)
        {
            product *= Uniform();
        }

        return count;
    }

    /// <summary>Gamma with this shape and scale 1 (Marsaglia and Tsang 2000).</summary>
    public double Gamma(double shape)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1) * Math.Pow(1 - Uniform(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - Uniform()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    /// <summary>As good as a random number for each state (SplitMix64).</summary>
    internal static ulong Mix(ulong state) => Mix(ref state);

    private static ulong Mix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
