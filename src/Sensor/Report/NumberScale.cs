namespace Sensor.Report;

/// <summary>Puts numbers from 0 on a line of a picture: evenly, or by their logarithm where the greatest would leave no room for the others.</summary>
internal sealed class NumberScale
{
    /// <summary>The greatest number over the least one from which on the scale is logarithmic.</summary>
    private const double LogFrom = 25;

    private readonly double _from;
    private readonly double _to;
    private readonly double _most;
    private readonly bool _isWhole;

    /// <param name="values">What must be told apart on it; not negative.</param>
    /// <param name="from">Where 0 is.</param>
    /// <param name="to">Where the greatest is.</param>
    public NumberScale(IReadOnlyList<double> values, double from, double to)
    {
        (_from, _to) = (from, to);
        _most = Math.Max(values.DefaultIfEmpty(0).Max(), double.Epsilon);
        _isWhole = values.All(double.IsInteger);
        var least = values.Where(v => v > 0).DefaultIfEmpty(_most).Min();
        IsLog = _most / least > LogFrom;
        Unit = IsLog ? Math.Pow(10, Math.Floor(Math.Log10(least))) : 1;
    }

    public bool IsLog { get; }

    /// <summary>Below it a logarithmic scale is even, down to 0.</summary>
    private double Unit { get; }

    public double At(double value)
    {
        var share = IsLog ? Math.Log(1 + (value / Unit)) / Math.Log(1 + (_most / Unit)) : value / _most;
        return _from + (Math.Clamp(share, 0, 1) * (_to - _from));
    }

    /// <summary>Round numbers on it, 0 first, at most about <paramref name="most"/>.</summary>
    public IEnumerable<double> Ticks(int most)
    {
        yield return 0;
        if (IsLog)
        {
            var decades = Math.Log10(_most / Unit);
            var step = Math.Pow(10, Math.Max(1, Math.Ceiling(decades / most)));
            for (var tick = Unit; tick <= _most; tick *= step)
            {
                yield return tick;
            }

            yield break;
        }

        var rough = _most / most;
        var decade = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var even = _isWhole && rough < 1 ? 1 : decade * ((rough / decade) switch { <= 1.001 => 1, <= 2.001 => 2, <= 5.001 => 5, _ => 10 });
        for (var i = 1; i * even <= _most * 1.0001; i++)
        {
            yield return i * even;
        }
    }
}
