namespace Hospital.Kernel;

/// <summary>
/// What happens next, in order of time; at the same instant, ordinary life goes before what attackers do, and each in the order in which it was entered. So whoever is
/// added later never changes the order of the others.
/// </summary>
public sealed class Agenda(long start)
{
    private readonly PriorityQueue<Entry, (long Time, int Lane, long Number)> _entries = new();

    /// <summary>Instant of what is happening.</summary>
    public long Now { get; private set; } = start;

    /// <summary>Where steps go when their time has come.</summary>
    public Action<Step>? Out { get; set; }

    /// <summary>Goes on until the instant, exclusive.</summary>
    public void RunUntil(long end)
    {
        while (_entries.TryPeek(out var entry, out var key) && key.Time < end)
        {
            _entries.Dequeue();
            Now = Math.Max(Now, key.Time);
            if (entry.Act is { } act)
            {
                act();
            }
            else
            {
                Out?.Invoke(entry.Step);
            }
        }

        Now = Math.Max(Now, end);
    }

    internal void Enter(long time, int lane, long number, Action act) => _entries.Enqueue(new Entry(act, default), (Math.Max(time, Now), lane, number));

    internal void Enter(in Step step, int lane, long number) => _entries.Enqueue(new Entry(null, step), (step.Time, lane, number));

    private readonly record struct Entry(Action? Act, Step Step);
}
