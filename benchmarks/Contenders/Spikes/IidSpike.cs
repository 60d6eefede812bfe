namespace Contenders.Spikes;

/// <summary>
/// B6: ML.NET's DetectIidSpike on each feature of each device: the value itself is judged by its <see cref="KernelPValue"/>. Score: -log10 of the p-value; a confidence of 99 % there
/// is 2 here, 99.99 % is 4. Parameters: window of 168 values, both sides, on the scale of <see cref="HourFeatures.Scaled"/>.
/// </summary>
public sealed class IidSpike() : Contender("B6 IID spike", Wants.Hours)
{
    internal const int Window = 168;

    private readonly Dictionary<int, KernelPValue[]> _devices = [];
    private readonly Gate _gate = Gate.ForHours(HourFeatures.Count);

    public override long StateBytes => _devices.Values.Sum(d => d.Sum(p => p.StateBytes)) + Gate.StateBytes;

    public override void Take(in Hour hour, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        var features = StateOf(_devices, hour.Device, () => Enumerable.Range(0, HourFeatures.Count).Select(_ => new KernelPValue(Window)).ToArray());
        for (var i = 0; i < features.Length; i++)
        {
            var value = HourFeatures.Scaled(hour.Values[i]);
            if (double.IsNaN(value))
            {
                continue;
            }

            var score = -Math.Log10(features[i].Take(value));
            if (!double.IsNaN(score) && _gate.Passes(score))
            {
                alarms.Add(AlarmOf(in hour, score, i));
            }
        }
    }
}
