namespace Sensor.Outputs.Delivery;

/// <summary>How long to wait after a failure: twice as long each time, never more than a minute, and never quite the same, so that many sensors don't come at once.</summary>
internal sealed class Backoff(TimeSpan least)
{
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    private TimeSpan? _next;

    public TimeSpan Next()
    {
        var wait = _next ?? least;
        _next = TimeSpan.FromTicks(Math.Min(Most.Ticks, wait.Ticks * 2));
        return wait * (0.5 + (Random.Shared.NextDouble() / 2));
    }

    public void Reset() => _next = null;
}
