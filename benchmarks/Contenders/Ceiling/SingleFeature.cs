namespace Contenders.Ceiling;

/// <summary>
/// B5: one feature alone, high or low, standardised robustly for each device (<see cref="RobustScale"/>). Whoever takes for each kind of attack the one that does best knows the
/// answer beforehand: no method but a ceiling, and to be labelled as such.
/// </summary>
public sealed class SingleFeature(int feature, bool high)
    : Contender($"B5 ceiling {HourFeatures.All[feature].Name} {(high ? "high" : "low")}", Wants.Hours)
{
    private readonly Gate _gate = Gate.ForHours(1);
    private readonly RobustScale _scale = new();

    public override long StateBytes => Gate.StateBytes + _scale.StateBytes;

    /// <summary>Every feature, high and low.</summary>
    public static IEnumerable<SingleFeature> All() => Enumerable.Range(0, HourFeatures.Count * 2).Select(i => new SingleFeature(i / 2, i % 2 == 0));

    public override void Take(in Hour hour, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        var value = _scale.Of(hour.Device, HourFeatures.Scaled(hour.Values[feature]));
        var score = high ? value : -value;
        if (!double.IsNaN(score) && _gate.Passes(score))
        {
            alarms.Add(AlarmOf(in hour, score, feature));
        }
    }
}
