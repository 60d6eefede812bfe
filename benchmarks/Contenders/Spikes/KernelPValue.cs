using System.Numerics;

namespace Contenders.Spikes;

/// <summary>
/// How unusual a value is among the last ones, as ML.NET's spike detectors define it: the last values are smoothed by Gaussian kernels whose standard deviation is that of the values
/// themselves (sqrt of the sum of squared distances of all pairs, divided by their number), and the p-value is the smoothed share that is larger, or smaller, whichever is less. The
/// value then joins the window, unusual or not. Nothing is said until the window is full.
/// </summary>
/// <param name="length">Values in the window.</param>
public sealed class KernelPValue(int length)
{
    /// <summary>Smallest p-value, as there.</summary>
    public const double Least = 1e-8;

    /// <summary>Larger p-values are of no interest to anybody and aren't computed.</summary>
    public const double Most = 0.05;

    private const double LeastBandwidth = 1e-6;

    private readonly double[] _values = new double[length];
    private long _count;
    private double _sum;
    private double _squares;

    public long StateBytes => (length * 8L) + 64;

    /// <summary>The value's p-value, two-sided, at most <see cref="Most"/>; 1 where it is larger; NaN where there are too few values yet.</summary>
    public double Take(double value)
    {
        var p = double.NaN;
        var slot = (int)(_count % length);
        if (_count >= length)
        {
            p = PValue(value);
            _sum -= _values[slot];
            _squares -= _values[slot] * _values[slot];
        }

        _values[slot] = value;
        _sum += value;
        _squares += value * value;

        // What rounding leaves behind doesn't grow beyond a window.
        if (++_count % length == 0)
        {
            (_sum, _squares) = (0, 0);
            foreach (var v in _values)
            {
                _sum += v;
                _squares += v * v;
            }
        }

        return p;
    }

    private double PValue(double value)
    {
        // Half of each value on the far side counts at least: mostly there is no need to look closer.
        var (above, below) = Sides(value);
        if (Math.Min(above, below) > 2 * Most * length)
        {
            return 1;
        }

        // All pairs' squared distances sum up to n times the sum of squares less the square of the sum.
        var pairs = Math.Max(0, (length * _squares) - (_sum * _sum));
        var bandwidth = Math.Max(LeastBandwidth, Math.Sqrt(2) * Math.Sqrt(pairs) / length);
        var larger = 0.0;
        foreach (var v in _values)
        {
            larger += 0.5 * Erfc((value - v) / bandwidth);
        }

        larger /= length;
        var p = Math.Max(Least, Math.Min(larger, 1 - larger));
        return p <= Most ? p : 1;
    }

    private (int Above, int Below) Sides(double value)
    {
        var than = new Vector<double>(value);
        var (above, below) = (Vector<long>.Zero, Vector<long>.Zero);
        var i = 0;
        for (; i <= length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var values = new Vector<double>(_values, i);
            above -= Vector.GreaterThanOrEqual(values, than);
            below -= Vector.LessThanOrEqual(values, than);
        }

        var (larger, smaller) = ((int)Vector.Sum(above), (int)Vector.Sum(below));
        for (; i < length; i++)
        {
            larger += _values[i] >= value ? 1 : 0;
            smaller += _values[i] <= value ? 1 : 0;
        }

        return (larger, smaller);
    }

    /// <summary>Complementary error function, to 1.2e-7 of its size (Press et al., Numerical Recipes, Chebyshev fit).</summary>
    private static double Erfc(double x)
    {
        var z = Math.Abs(x);
        var t = 1 / (1 + (0.5 * z));
        var series = 0.17087277;
        ReadOnlySpan<double> rest = [-0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223];
        foreach (var c in rest)
        {
            series = (series * t) + c;
        }

        var result = t * Math.Exp((-z * z) + series);
        return x >= 0 ? result : 2 - result;
    }
}
