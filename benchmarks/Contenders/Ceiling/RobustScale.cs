namespace Contenders.Ceiling;

/// <summary>
/// One feature of each device in median absolute deviations from its median over its last 28 days (672 values), both renewed every 24 values, on the scale of
/// <see cref="HourFeatures.Scaled"/>.
/// </summary>
public sealed class RobustScale
{
    private const int Window = 672;
    private const int Renewal = 24;
    private const double LeastDeviation = 0.05;

    private readonly Dictionary<int, Past> _devices = [];

    public long StateBytes => _devices.Count * ((Window * 8L) + 48);

    /// <summary>Where a value lies among those before it, then remembers it; NaN where there is no value, or none to compare with.</summary>
    public double Of(int device, double value)
    {
        if (double.IsNaN(value))
        {
            return value;
        }

        if (!_devices.TryGetValue(device, out var past))
        {
            _devices.Add(device, past = new Past());
        }

        return past.Standardise(value);
    }

    private sealed class Past
    {
        private readonly double[] _values = new double[Window];
        private int _count;
        private double _median;
        private double _deviation;

        public double Standardise(double value)
        {
            if (_count > 0 && _count % Renewal == 0)
            {
                (_median, _deviation) = Median.WithDeviation(_values.AsSpan(0, Math.Min(Window, _count)).ToArray());
            }

            _values[_count++ % Window] = value;
            return _count > Renewal ? (value - _median) / Math.Max(LeastDeviation, Median.ToDeviation * _deviation) : double.NaN;
        }
    }
}
