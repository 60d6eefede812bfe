namespace Contenders.Tails;

/// <summary>
/// A generalised Pareto distribution of what exceeds a threshold, fitted by maximum likelihood as Grimshaw (1993) reduces it to one variable x = shape / scale: candidates are the
/// roots of u(x) v(x) = 1 with u the mean of 1 / (1 + x Y) and v = 1 + the mean of ln(1 + x Y), and x = 0 (exponential). Roots are looked for on a grid of 16 places on each side
/// of 0 (Siffer et al. 2017, section 3.3) and bisected.
/// </summary>
/// <param name="Shape">γ; 0: exponential.</param>
/// <param name="Scale">σ, above 0.</param>
public readonly record struct ParetoTail(double Shape, double Scale)
{
    private const int Grid = 16;

    /// <param name="excesses">At least one, all above 0.</param>
    public static ParetoTail Fit(ReadOnlySpan<double> excesses)
    {
        var (least, most, mean) = (double.MaxValue, 0.0, 0.0);
        foreach (var y in excesses)
        {
            (least, most, mean) = (Math.Min(least, y), Math.Max(most, y), mean + (y / excesses.Length));
        }

        var best = new ParetoTail(0, mean);
        var likelihood = best.LogLikelihood(excesses);
        Search(-1 / most * (1 - 1e-6), -1e-6 / mean, excesses, ref best, ref likelihood);
        var bound = 2 * (mean - least) / (least * least);
        if (bound > 0 && double.IsFinite(bound))
        {
            Search(1e-6 / mean, Math.Min(bound, 1e6 / mean), excesses, ref best, ref likelihood);
        }

        return best;
    }

    /// <summary>Probability that an excess is larger.</summary>
    public double Beyond(double excess) =>
        Shape == 0 ? Math.Exp(-excess / Scale) : Math.Pow(Math.Max(0, 1 + (Shape * excess / Scale)), -1 / Shape);

    /// <summary>The excess that is exceeded with this probability.</summary>
    public double Quantile(double beyond) => Shape == 0 ? -Scale * Math.Log(beyond) : Scale / Shape * (Math.Pow(beyond, -Shape) - 1);

    private double LogLikelihood(ReadOnlySpan<double> excesses)
    {
        var sum = -excesses.Length * Math.Log(Scale);
        foreach (var y in excesses)
        {
            sum -= Shape == 0 ? y / Scale : (1 + (1 / Shape)) * Math.Log(1 + (Shape * y / Scale));
        }

        return sum;
    }

    private static void Search(double from, double to, ReadOnlySpan<double> excesses, ref ParetoTail best, ref double likelihood)
    {
        // Places are closer to each other near 0, where the interesting ones are.
        var (previous, was) = (from, Equation(from, excesses));
        for (var i = 1; i <= Grid; i++)
        {
            var x = from * Math.Pow(to / from, (double)i / Grid);
            var now = Equation(x, excesses);
            if (Math.Sign(now) != Math.Sign(was))
            {
                var root = Bisect(previous, was, x, excesses);
                var shape = MeanLog(root, excesses);
                var tail = new ParetoTail(shape, shape / root);
                if (tail.Scale > 0 && Math.Abs(shape) > 1e-9 && tail.LogLikelihood(excesses) is var here && here > likelihood)
                {
                    (best, likelihood) = (tail, here);
                }
            }

            (previous, was) = (x, now);
        }
    }

    private static double Bisect(double a, double atA, double b, ReadOnlySpan<double> excesses)
    {
        for (var i = 0; i < 40; i++)
        {
            var middle = (a + b) / 2;
            if (Math.Sign(Equation(middle, excesses)) == Math.Sign(atA))
            {
                a = middle;
            }
            else
            {
                b = middle;
            }
        }

        return (a + b) / 2;
    }

    private static double Equation(double x, ReadOnlySpan<double> excesses)
    {
        var inverse = 0.0;
        foreach (var y in excesses)
        {
            inverse += 1 / (1 + (x * y));
        }

        return (inverse / excesses.Length * (1 + MeanLog(x, excesses))) - 1;
    }

    private static double MeanLog(double x, ReadOnlySpan<double> excesses)
    {
        var sum = 0.0;
        foreach (var y in excesses)
        {
            sum += Math.Log(1 + (x * y));
        }

        return sum / excesses.Length;
    }
}
