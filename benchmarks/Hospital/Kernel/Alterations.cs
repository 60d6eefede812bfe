namespace Hospital.Kernel;

/// <summary>
/// Changes what others say on its way to the observer: scales it, delays it, keeps it back. What ordinary life does next never depends on it. A step may be passed on as it
/// is, changed, later (never earlier), more than once, or not at all; once a step of a conversation is delayed, its later ones must be delayed as much.
/// </summary>
public interface IAlteration
{
    /// <summary>It wants to be given the step; others pass it by.</summary>
    bool Concerns(in Step step) => true;

    void Take(in Step step, Action<Step> pass);
}

/// <summary>All alterations in a row, and behind them the order of time again, as some of them delay.</summary>
public sealed class Alterations(IReadOnlyList<IAlteration> alterations, IStepTaker to) : IStepTaker
{
    private readonly PriorityQueue<Step, (long Time, long Number)> _waiting = new();
    private long _number;

    public void Take(in Step step)
    {
        Release(step.Time);
        if (_waiting.Count == 0 && Next(in step, 0) == alterations.Count)
        {
            to.Take(in step);
        }
        else
        {
            Pass(step, 0);
        }
    }

    public void End(long time)
    {
        Release(time);
        to.End(time);
    }

    private void Pass(Step step, int from)
    {
        var next = Next(in step, from);
        if (next < alterations.Count)
        {
            alterations[next].Take(in step, passed => Pass(passed, next + 1));
        }
        else
        {
            _waiting.Enqueue(step, (step.Time, _number++));
        }
    }

    /// <summary>The first alteration, not before <paramref name="from"/>, that wants it.</summary>
    private int Next(in Step step, int from)
    {
        while (from < alterations.Count && !alterations[from].Concerns(in step))
        {
            from++;
        }

        return from;
    }

    /// <summary>What is earlier than the instant has its place now.</summary>
    private void Release(long time)
    {
        while (_waiting.TryPeek(out var step, out var key) && key.Time < time)
        {
            _waiting.Dequeue();
            to.Take(in step);
        }
    }
}
