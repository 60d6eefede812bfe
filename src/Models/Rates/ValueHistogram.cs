namespace Sensor.Models;

/// <summary>
/// How a rate's values lie: 64 bins, each 1.25 times as wide as the one before (relative error 11 %, as DDSketch), around the
/// first value: from 1/1,300 to 1,300 times of it. It only serves explanations and the least size of an effect.
/// </summary>
internal sealed class ValueHistogram
{
    public const int StateBytes = 2 + (2 * Bins) + 8;

    private const int Bins = 64;
    private const double Width = 0.22314355131420976; // ln 1.25
    private const ushort Full = 60_000;

    private static readonly double[] Asked = [0.01, 0.5, 0.99];

    private readonly ushort[] _counts = new ushort[Bins];
    private short _base;
    private float _least;
    private float _most;
    private int _total;

    /// <summary>Adds x = ln(1 + value).</summary>
    public void Add(double x)
    {
        if (_total == 0)
        {
            Start(x);
        }

        var bin = Math.Clamp((int)Math.Floor(x / Width) - _base, 0, Bins - 1);

        // Values beyond the range fall into the outermost bin; once they are the rule, the range moves to them and starts over.
        if (bin is 0 or Bins - 1 && _counts[bin] > 16 && _counts[bin] > _total / 4)
        {
            Start(x);
            bin = Bins / 2;
        }

        _least = Math.Min(_least, (float)x);
        _most = Math.Max(_most, (float)x);
        _total++;
        if (++_counts[bin] == Full)
        {
            Halve();
        }
    }

    /// <summary>
    /// The 1st, 50th and 99th percentile as ln(1 + value), interpolated within their bins and never outside the values seen.
    /// </summary>
    public (double Low, double Typical, double High) Percentiles()
    {
        Span<double> found = stackalloc double[3];
        var (wanted, below) = (0, 0);
        for (var bin = 0; bin < Bins && wanted < found.Length; bin++)
        {
            if (_counts[bin] == 0)
            {
                continue;
            }

            for (var count = _counts[bin]; wanted < found.Length && below + count >= Asked[wanted] * _total; wanted++)
            {
                var x = (_base + bin + (((Asked[wanted] * _total) - below) / count)) * Width;
                found[wanted] = Math.Clamp(x, _least, _most);
            }

            below += _counts[bin];
        }

        return (found[0], found[1], found[2]);
    }

    public void MergeFrom(ValueHistogram other)
    {
        if (_total == 0)
        {
            (_base, _least, _most) = (other._base, other._least, other._most);
        }

        for (var bin = 0; bin < Bins; bin++)
        {
            ref var count = ref _counts[Math.Clamp(bin + other._base - _base, 0, Bins - 1)];
            var sum = Math.Min(count + other._counts[bin], Full - 1);
            _total += sum - count;
            count = (ushort)sum;
        }

        if (other._total > 0)
        {
            _least = Math.Min(_least, other._least);
            _most = Math.Max(_most, other._most);
        }
    }

    public void Save(ref StateWriter writer)
    {
        writer.UInt16((ushort)_base);
        writer.Single(_least);
        writer.Single(_most);
        foreach (var count in _counts)
        {
            writer.UInt16(count);
        }
    }

    public static ValueHistogram Load(ref StateReader reader)
    {
        var histogram = new ValueHistogram { _base = (short)reader.UInt16(), _least = reader.Single(), _most = reader.Single() };
        foreach (ref var count in histogram._counts.AsSpan())
        {
            count = reader.UInt16();
            histogram._total += count;
            reader.Require(count < Full);
        }

        reader.Require(histogram._least <= histogram._most);
        return histogram;
    }

    private void Start(double x)
    {
        Array.Clear(_counts);
        _total = 0;
        _base = (short)Math.Clamp((int)Math.Floor(x / Width) - (Bins / 2), short.MinValue, short.MaxValue);
        (_least, _most) = ((float)x, (float)x);
    }

    private void Halve()
    {
        _total = 0;
        foreach (ref var count in _counts.AsSpan())
        {
            count /= 2;
            _total += count;
        }
    }
}
