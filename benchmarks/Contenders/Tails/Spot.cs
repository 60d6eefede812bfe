namespace Contenders.Tails;

/// <summary>
/// Streaming peaks over threshold on one series, upper tail (Siffer, Fouque, Termier, Largouet, KDD 2017, algorithm 1). After the first values, the threshold t is their quantile of
/// <c>level</c>; what exceeds it is fitted by a generalised Pareto distribution. A later value whose tail probability is below q is an anomaly and isn't learnt; one above t is a
/// peak and the fit is renewed; others are counted.
/// </summary>
/// <param name="initial">Values before it judges.</param>
/// <param name="level">Quantile that is the threshold.</param>
/// <param name="q">Risk.</param>
public sealed class Spot(int initial, double level, double q)
{
    /// <summary>The newest are kept. The paper keeps all; a series of ten weeks has 34 on average.</summary>
    private const int MaxPeaks = 512;

    private readonly List<double> _values = new(initial);
    private readonly List<double> _peaks = [];
    private double _threshold;
    private long _count;
    private long _peakCount;
    private ParetoTail _tail;

    public long StateBytes => (_values.Capacity + _peaks.Capacity) * 8L;

    /// <summary>Probability that a value is this large or larger, as learnt before; then learns it. 1 below the threshold; NaN before it judges.</summary>
    public double Take(double value)
    {
        if (_count < initial)
        {
            _values.Add(value);
            if (++_count == initial)
            {
                Begin();
            }

            return double.NaN;
        }

        if (value <= _threshold)
        {
            _count++;
            return 1;
        }

        // Where nothing ever exceeded the threshold there is no tail to fit: the rule of succession.
        var probability = _peaks.Count == 0 ? 1.0 / (_count + 1) : (double)_peakCount / _count * _tail.Beyond(value - _threshold);
        if (probability >= q)
        {
            _count++;
            Learn(value - _threshold);
            Fit();
        }

        return probability;
    }

    private void Begin()
    {
        _values.Sort();
        _threshold = _values[Math.Min(initial - 1, (int)(level * initial))];
        foreach (var value in _values.Where(v => v > _threshold))
        {
            Learn(value - _threshold);
        }

        _values.Clear();
        _values.Capacity = 0;
        if (_peaks.Count > 0)
        {
            Fit();
        }
    }

    private void Learn(double excess)
    {
        _peakCount++;
        _peaks.Add(excess);
        if (_peaks.Count > MaxPeaks)
        {
            _peaks.RemoveAt(0);
        }
    }

    private void Fit() => _tail = ParetoTail.Fit(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_peaks));
}
