namespace Contenders.Ceiling;

/// <summary>
/// Each feature of a device in median absolute deviations from its median over its last 28 days (672 values), both renewed every 24 values, on the scale of
/// <see cref="HourFeatures.Scaled"/>. Shared by all <see cref="SingleFeature"/>s: whoever asks first about an hour has it computed.
/// </summary>
public sealed class RobustScales
{
    private const int Window = 672;
    private const int Renewal = 24;
    private const double LeastDeviation = 0.05;

    private readonly Dictionary<int, Feature[]> _devices = [];
    private readonly double[] _values = new double[HourFeatures.Count];
    private (int Device, long Start) _last = (-1, -1);

    public long StateBytes => _devices.Count * HourFeatures.Count * ((Window * 8L) + 48);

    /// <summary>By the place in <see cref="HourFeatures.All"/>; NaN where there is no value, or none to compare with. Valid until the next hour.</summary>
    public ReadOnlySpan<double> Of(in Hour hour)
    {
        if (_last != (hour.Device, hour.Start))
        {
            _last = (hour.Device, hour.Start);
            if (!_devices.TryGetValue(hour.Device, out var features))
            {
                features = [.. Enumerable.Range(0, HourFeatures.Count).Select(_ => new Feature())];
                _devices.Add(hour.Device, features);
            }

            for (var i = 0; i < features.Length; i++)
            {
                _values[i] = features[i].Standardise(HourFeatures.Scaled(hour.Values[i]));
            }
        }

        return _values;
    }

    private sealed class Feature
    {
        private readonly double[] _past = new double[Window];
        private int _count;
        private double _median;
        private double _deviation;

        public double Standardise(double value)
        {
            if (double.IsNaN(value))
            {
                return value;
            }

            if (_count > 0 && _count % Renewal == 0)
            {
                (_median, _deviation) = Median.WithDeviation(_past.AsSpan(0, Math.Min(Window, _count)).ToArray());
            }

            _past[_count++ % Window] = value;
            return _count > Renewal ? (value - _median) / Math.Max(LeastDeviation, Median.ToDeviation * _deviation) : double.NaN;
        }
    }
}
