namespace Hospital.Network;

/// <summary>
/// What a host's clock shows: the right time where it is set by the network, as nearly everywhere. Others are off and go wrong by a little each day, until somebody sets them.
/// </summary>
public sealed class Clock
{
    private readonly List<(long From, long Off, double Drift)> _course = [];

    /// <summary>It is set by the network.</summary>
    public bool IsRight => _course.Count == 0;

    /// <summary>From an instant on it is off by so much; what was set for later must be set later.</summary>
    /// <param name="from">Instant.</param>
    /// <param name="off">Nanoseconds that it is fast, negative: slow.</param>
    /// <param name="drift">Of each second, the share that it gains.</param>
    public void Set(long from, long off, double drift) => _course.Add((from, off, drift));

    /// <summary>What it shows at an instant.</summary>
    public long Shows(long time)
    {
        for (var i = _course.Count - 1; i >= 0; i--)
        {
            if (_course[i].From <= time)
            {
                return time + _course[i].Off + (long)((time - _course[i].From) * _course[i].Drift);
            }
        }

        return time;
    }
}
