namespace Contenders.Means;

/// <summary>
/// B2: each feature's deviation from the median of the same hour of earlier weeks, in median absolute deviations. Score: |z| on the scale of <see cref="HourFeatures.Scaled"/>.
/// Parameters: the last 8 values of an hour of the week, first judged with 2 (the learning weeks). As two to eight values give no deviation to rely on, the scale is the median of the
/// device's absolute residuals of its last 168 hours, times 1.4826, or that of the hour itself where it is larger; at least 0.05 (5 %).
/// </summary>
public sealed class HourOfWeek() : Contender("B2 hour-of-week z", Wants.Hours)
{
    private const int Week = 168;
    private const int Depth = 8;
    private const int Least = 2;
    private const double LeastDeviation = 0.05;

    private readonly Dictionary<int, Feature[]> _devices = [];
    private readonly Gate _gate = Gate.ForHours(HourFeatures.Count);

    public override long StateBytes => (_devices.Count * HourFeatures.Count * ((Week * (Depth + 2) * 8L) + 64)) + Gate.StateBytes;

    public override void Take(in Hour hour, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        var features = StateOf(_devices, hour.Device, () => Enumerable.Range(0, HourFeatures.Count).Select(_ => new Feature()).ToArray());
        for (var i = 0; i < features.Length; i++)
        {
            var value = HourFeatures.Scaled(hour.Values[i]);
            if (!double.IsNaN(value) && features[i].Judge(value, hour.HourOfWeek) is { } score && _gate.Passes(score))
            {
                alarms.Add(AlarmOf(in hour, score, i));
            }
        }
    }

    private sealed class Feature
    {
        private readonly double[] _values = new double[Week * Depth];
        private readonly int[] _counts = new int[Week];
        private readonly double[] _residuals = new double[Week];
        private int _residualCount;
        private double _spread;

        public double? Judge(double value, int hour)
        {
            Span<double> past = stackalloc double[Depth];
            var known = Math.Min(Depth, _counts[hour]);
            past = past[..known];
            _values.AsSpan(hour * Depth, known).CopyTo(past);
            double? score = null;
            if (known >= Least)
            {
                var (median, deviation) = Median.WithDeviation(past);
                var off = Math.Abs(value - median);
                score = off / Math.Max(LeastDeviation, Median.ToDeviation * Math.Max(deviation, _spread));
                _residuals[_residualCount++ % Week] = off;

                // It moves slowly: once a day is enough, as soon as there is a day.
                if (_residualCount % 24 == 0)
                {
                    _spread = Median.Of(_residuals.AsSpan(0, Math.Min(Week, _residualCount)).ToArray());
                }

                score = _residualCount > 24 ? score : null;
            }

            _values[(hour * Depth) + (_counts[hour]++ % Depth)] = value;
            return score;
        }
    }
}
