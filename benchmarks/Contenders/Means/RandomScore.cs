namespace Contenders.Means;

/// <summary>B0: a random score for each device and hour, uniform on 0 to 1. What it "finds" is what anybody finds who alerts as often. Parameter: the seed.</summary>
public sealed class RandomScore(ulong seed) : Contender("B0 random score", Wants.Hours)
{
    private readonly Gate _gate = Gate.ForHours(1);

    public override long StateBytes => Gate.StateBytes;

    public override void Take(in Hour hour, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);

        // By device and hour alone, so that a run with an attack and one without differ in nothing.
        var score = new Chance(Chance.Mix(seed, (ulong)hour.Device, (ulong)hour.Start)).Uniform();
        if (_gate.Passes(score))
        {
            alarms.Add(new Alarm(hour.Start + NanosPerHour, hour.Device, score, Facet.Unknown, 0));
        }
    }
}
