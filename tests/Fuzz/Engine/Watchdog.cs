namespace Sensor.Fuzz.Engine;

/// <summary>
/// Looks from outside, every few seconds, whether an input ever ends. What never comes back can't be caught: it is told, and that is the end of the program. On a
/// busy machine much time passes without anything being done, so what counts is the processor's time, or very much of the clock's.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5), _mostProcessor = TimeSpan.FromSeconds(30), _mostTime = TimeSpan.FromMinutes(10);

    private readonly Trial _trial;
    private readonly Action<byte[]> _tell;
    private readonly Timer _timer;
    private byte[]? _seen;
    private TimeSpan _processor;
    private long _since;

    public Watchdog(Trial trial, Action<byte[]> tell)
    {
        (_trial, _tell) = (trial, tell);
        _timer = new Timer(_ => Look(), null, _interval, _interval);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var running = _trial.Running;
        if (running is null || !ReferenceEquals(running, _seen))
        {
            (_seen, _processor, _since) = (running, Environment.CpuUsage.TotalTime, Environment.TickCount64);
        }
        else if (Environment.CpuUsage.TotalTime - _processor > _mostProcessor || Environment.TickCount64 - _since > _mostTime.TotalMilliseconds)
        {
            _tell(running);
            Environment.Exit(1);
        }
    }
}
