namespace Sensor.Capture;

/// <summary>Says that no more input is wanted. Set once, by anyone; whoever waits for input wakes up.</summary>
#pragma warning disable CA1001 // A slim event whose wait handle is never asked for holds nothing to dispose of.
internal sealed class StopSignal
#pragma warning restore CA1001
{
    private readonly ManualResetEventSlim _set = new();

    public bool IsSet => _set.IsSet;

    public void Set() => _set.Set();

    /// <summary>Waits at most this long; true when no more input is wanted.</summary>
    public bool Wait(TimeSpan limit) => _set.Wait(limit);
}
