namespace Contenders.Tails;

/// <summary>
/// B11: <see cref="Spot"/> on each feature of each device, upper tail, on raw values (heavy tails are its business). Score: -log10 of the estimated tail probability; its own decision
/// would be 4. Parameters: q = 1e-4, level 0.98, the first 336 values (the learning weeks; the paper uses 1,000, which a device has after six weeks), fit by Grimshaw.
/// </summary>
public sealed class SpotPerFeature() : Contender("B11 SPOT", Wants.Hours)
{
    private const int Initial = 336;
    private const double Level = 0.98;
    private const double Risk = 1e-4;

    private readonly Dictionary<int, Spot[]> _devices = [];
    private readonly Gate _gate = Gate.ForHours(HourFeatures.Count);

    public override long StateBytes => _devices.Values.Sum(d => d.Sum(s => 96 + s.StateBytes)) + Gate.StateBytes;

    public override void Take(in Hour hour, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        var spots = StateOf(_devices, hour.Device, () => Enumerable.Range(0, HourFeatures.Count).Select(_ => new Spot(Initial, Level, Risk)).ToArray());
        for (var i = 0; i < spots.Length; i++)
        {
            if (double.IsNaN(hour.Values[i]))
            {
                continue;
            }

            // Beyond the end of a bounded tail nothing is possible: the most that is told apart is 30.
            var score = -Math.Log10(Math.Max(1e-30, spots[i].Take(hour.Values[i])));
            if (!double.IsNaN(score) && _gate.Passes(score))
            {
                alarms.Add(AlarmOf(in hour, score, i));
            }
        }
    }
}
