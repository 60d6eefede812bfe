namespace Contenders.Spikes;

/// <summary>
/// Singular spectrum analysis of a series with a one-step forecast (Golyandina, Korobeynikov 2012, section 2 and 3.1), with what ML.NET adds: the rank, at most half the window, is the one
/// whose forecast over the last 200 training values, from what it makes of those before, errs least in sum; later, each window is first projected onto the components, and the
/// forecast is the recurrence on the projection plus the mean that training left over. Trained once: projection and recurrence are linear and fixed, so that one weight for each
/// place of the window is all that is kept.
/// </summary>
public sealed class SpectrumModel
{
    private const int Evaluated = 200;

    private readonly int _window;
    private readonly double[] _weights;
    private readonly double _offset;
    private readonly double[] _recent;
    private int _next;

    /// <param name="series">What it is trained on, at least twice the window.</param>
    /// <param name="window">Length of the window: the season.</param>
    public SpectrumModel(double[] series, int window)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(series.Length, 2 * window);
        _window = window;
        var vectors = Covariance(series, window);
        SymmetricEigen.Decompose(vectors, new double[window]);
        (Rank, _offset) = ChooseRank(series, vectors, window, window / 2);
        _weights = Weights(vectors, Rank, window);
        _recent = new double[2 * window];
        foreach (var value in series.AsSpan(series.Length - window))
        {
            Take(value);
        }
    }

    public int Rank { get; }

    public long StateBytes => 3L * _window * 8;

    /// <summary>The next value as it expects it.</summary>
    public double Forecast { get; private set; }

    /// <summary>What the next value really was.</summary>
    public void Take(double value)
    {
        // Kept twice, a window apart: the last window always lies in one piece.
        _recent[_next] = _recent[_next + _window] = value;
        _next = (_next + 1) % _window;
        Forecast = SymmetricEigen.Dot(_weights, _recent.AsSpan(_next, _window)) + _offset;
    }

    /// <summary>Of all windows of the series; each diagonal follows from its first element.</summary>
    private static double[] Covariance(double[] x, int window)
    {
        var k = x.Length - window + 1;
        var c = new double[window * window];
        for (var lag = 0; lag < window; lag++)
        {
            var value = SymmetricEigen.Dot(x.AsSpan(0, k), x.AsSpan(lag, k));
            for (var i = 0; i + lag < window; i++)
            {
                (c[(i * window) + i + lag], c[((i + lag) * window) + i]) = (value, value);
                if (i + lag + 1 < window)
                {
                    value += (x[i + k] * x[i + lag + k]) - (x[i] * x[i + lag]);
                }
            }
        }

        return c;
    }

    /// <summary>
    /// The linear recurrence that the components obey takes the next value from the window - 1 before it. Those are the projection of the last window, without its first.
    /// </summary>
    private static double[] Weights(double[] vectors, int rank, int window)
    {
        var recurrence = new double[window - 1];
        var nu = 0.0;
        for (var i = 0; i < rank; i++)
        {
            var last = vectors[(i * window) + window - 1];
            SymmetricEigen.AddScaled(recurrence, last, vectors.AsSpan(i * window, window - 1));
            nu += last * last;
        }

        var weights = new double[window];
        for (var i = 0; i < rank; i++)
        {
            var component = vectors.AsSpan(i * window, window);
            SymmetricEigen.AddScaled(weights, SymmetricEigen.Dot(recurrence, component[1..]) / Math.Max(1e-9, 1 - nu), component);
        }

        return weights;
    }

    private static (int Rank, double Offset) ChooseRank(double[] series, double[] vectors, int window, int most)
    {
        var evaluated = Math.Min(Math.Max(window, Evaluated), series.Length - window + 1);
        var start = series.Length - evaluated - window + 1;
        var before = series.AsSpan(start, window);
        var past = new double[window - 1];
        var alpha = new double[window - 1];
        var run = new double[window - 1 + evaluated];
        var (nu, least, best) = (0.0, double.MaxValue, (Rank: 1, Offset: 0.0));
        for (var rank = 1; rank <= most; rank++)
        {
            var vector = vectors.AsSpan((rank - 1) * window, window);
            SymmetricEigen.AddScaled(alpha, vector[^1], vector[..^1]);
            nu += vector[^1] * vector[^1];
            SymmetricEigen.AddScaled(past, SymmetricEigen.Dot(before, vector), vector[..^1]);
            var offset = 0.0;
            for (var j = 0; j < past.Length; j++)
            {
                offset += (before[j] - past[j]) / past.Length;
            }

            past.CopyTo(run, 0);
            var error = 0.0;
            for (var j = 0; j < evaluated && error < least; j++)
            {
                var value = (SymmetricEigen.Dot(alpha, run.AsSpan(j, window - 1)) / Math.Max(1e-9, 1 - nu)) + offset;
                run[window - 1 + j] = value;
                error += Math.Abs(series[start + window - 1 + j] - value);
            }

            if (error < least)
            {
                (least, best) = (error, (rank, offset));
            }
        }

        return best;
    }
}
