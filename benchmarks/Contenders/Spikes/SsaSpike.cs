namespace Contenders.Spikes;

/// <summary>
/// B6: ML.NET's DetectSpikeBySsa on each feature of each device: the difference to the forecast of a <see cref="SpectrumModel"/> is judged by its <see cref="KernelPValue"/>. Score:
/// -log10 of the p-value. Parameters: trained once on 504 values (three weeks), season 168, window of p-values 168, both sides, on the scale of <see cref="HourFeatures.Scaled"/>. It
/// needs a series without gaps: features that are missing in some hours aren't given to it.
/// </summary>
public sealed class SsaSpike() : Contender("B6 SSA spike", Wants.Hours)
{
    private const int Training = 504;
    private const int Season = 168;

    private readonly Dictionary<int, Series[]> _devices = [];
    private readonly Gate _gate = Gate.ForHours(HourFeatures.Count);

    public override long StateBytes => _devices.Values.Sum(d => d.Sum(s => s.StateBytes)) + Gate.StateBytes;

    public override void Take(in Hour hour, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        var features = StateOf(_devices, hour.Device, () => Enumerable.Range(0, HourFeatures.Count).Select(_ => new Series()).ToArray());
        for (var i = 0; i < features.Length; i++)
        {
            if (HourFeatures.IsInEveryHour(i))
            {
                var score = -Math.Log10(features[i].Take(HourFeatures.Scaled(hour.Values[i])));
                if (!double.IsNaN(score) && _gate.Passes(score))
                {
                    alarms.Add(AlarmOf(in hour, score, i));
                }
            }
        }
    }

    private sealed class Series
    {
        private readonly KernelPValue _pValue = new(IidSpike.Window);
        private double[]? _training = new double[Training];
        private int _count;
        private SpectrumModel? _model;

        public long StateBytes => _pValue.StateBytes + (_training is null ? 0 : Training * 8) + (_model?.StateBytes ?? 0);

        public double Take(double value)
        {
            if (_training is not null)
            {
                _training[_count++] = value;
                if (_count == Training)
                {
                    // A series that never moved has no spectrum: its forecast is what it was.
                    _model = Array.TrueForAll(_training, v => v == _training[0]) ? null : new SpectrumModel(_training, Season);
                    _training = null;
                }

                return double.NaN;
            }

            var error = value - (_model?.Forecast ?? 0);
            _model?.Take(value);
            return _pValue.Take(error);
        }
    }
}
