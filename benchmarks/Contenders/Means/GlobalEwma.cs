namespace Contenders.Means;

/// <summary>
/// B1: each feature's deviation from its exponentially weighted mean in exponentially weighted standard deviations, whatever the hour (Roberts 1959; the z-score of every
/// monitoring tool). Score: |z| on the scale of <see cref="HourFeatures.Scaled"/>; judged before it is learnt. Parameters: weight of the newest value 1/168 (a week), first judged
/// after 168 values, standard deviation at least 0.05 (5 %).
/// </summary>
public sealed class GlobalEwma() : Contender("B1 global EWMA z", Wants.Hours)
{
    private const double Weight = 1.0 / 168;
    private const int WarmUp = 168;
    private const double LeastDeviation = 0.05;

    private readonly Dictionary<int, (double Mean, double Variance, int Count)[]> _devices = [];
    private readonly Gate _gate = Gate.ForHours(HourFeatures.Count);

    public override long StateBytes => (_devices.Count * HourFeatures.Count * 24L) + Gate.StateBytes;

    public override void Take(in Hour hour, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        var states = StateOf(_devices, hour.Device, () => new (double Mean, double Variance, int Count)[HourFeatures.Count]);
        for (var feature = 0; feature < states.Length; feature++)
        {
            var value = HourFeatures.Scaled(hour.Values[feature]);
            if (double.IsNaN(value))
            {
                continue;
            }

            ref var state = ref states[feature];
            var off = value - state.Mean;
            if (state.Count >= WarmUp)
            {
                var score = Math.Abs(off) / Math.Max(LeastDeviation, Math.Sqrt(state.Variance));
                if (_gate.Passes(score))
                {
                    alarms.Add(AlarmOf(in hour, score, feature));
                }
            }

            // The plain mean until there are as many values as the weight stands for.
            var weight = Math.Max(Weight, 1.0 / (state.Count + 1));
            state.Mean += weight * off;
            state.Variance = (1 - weight) * (state.Variance + (weight * off * off));
            state.Count++;
        }
    }
}
