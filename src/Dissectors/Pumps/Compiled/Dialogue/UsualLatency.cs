namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>How long the answers of one connection take, and how much that varies: smoothed as TCP's round trips are (RFC 6298). In nanoseconds.</summary>
internal struct UsualLatency
{
    /// <summary>Captures are no more exact than this.</summary>
    private const long Least = 10_000_000;

    private long _mean;
    private long _deviation;

    public bool IsKnown { get; private set; }

    /// <summary>An answer hardly takes longer.</summary>
    public readonly long Limit => Math.Max(Least, Math.Max(2 * _mean, _mean + (4 * _deviation)));

    public void Add(long latency)
    {
        if (latency < 0)
        {
            return;
        }

        (_mean, _deviation) = IsKnown
            ? (_mean + ((latency - _mean) / 8), _deviation + ((Math.Abs(latency - _mean) - _deviation) / 4))
            : (latency, latency / 2);
        IsKnown = true;
    }
}
