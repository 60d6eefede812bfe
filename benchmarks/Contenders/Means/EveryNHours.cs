namespace Contenders.Means;

/// <summary>
/// B0': alerts on every device each so many hours, whatever happens. Its score is the highest power of two that the number of the alert can be divided by, so that a threshold
/// halves the alerts evenly over time. Parameter: hours between two alerts of a device; devices take turns.
/// </summary>
public sealed class EveryNHours(int hours = 24) : Contender("B0' every N hours", Wants.Hours)
{
    public override long StateBytes => 0;

    public override void Take(in Hour hour, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        var turn = (hour.Start / NanosPerHour) + (hour.Device % 1024);
        if (turn % hours == 0)
        {
            alarms.Add(new Alarm(hour.Start + NanosPerHour, hour.Device, 1 + long.TrailingZeroCount(turn / hours), Facet.Unknown, 0));
        }
    }
}
