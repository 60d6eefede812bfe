using System.Diagnostics.CodeAnalysis;
using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>Deadlines of a partition's holes. A timer whose hole has gone is ignored when it comes up.</summary>
internal sealed class HoleTimers
{
    private const int CompactedFrom = 4096;

    private readonly PriorityQueue<Timer, (long Deadline, long Sequence)> _queue = new();
    private long _sequence;
    private int _compactAt = CompactedFrom;

    public long Next => _queue.TryPeek(out _, out var priority) ? priority.Deadline : long.MaxValue;

    /// <summary>Sees to it that the direction's hole is looked at by its deadline. One timer is queued for it; a later deadline is met when that comes up.</summary>
    public void Set(Flow flow, Direction direction, HalfStream half)
    {
        if (half.TimerDeadline == 0 || half.HoleDeadline < half.TimerDeadline)
        {
            if (_queue.Count >= _compactAt)
            {
                Compact();
            }

            half.TimerDeadline = half.HoleDeadline;
            _queue.Enqueue(new Timer(flow, flow.Generation, direction), (half.HoleDeadline, _sequence++));
        }
    }

    /// <summary>Takes the next timer that is due and still means its hole.</summary>
    public bool TryTakeDue(long now, out Flow flow, out Direction direction, out long deadline)
    {
        while (_queue.TryPeek(out var timer, out var priority) && priority.Deadline <= now)
        {
            _queue.Dequeue();
            (flow, direction, deadline) = (timer.Flow, timer.Direction, priority.Deadline);
            if (!Means(in timer, deadline, out var half))
            {
                continue;
            }

            half.TimerDeadline = 0;
            if (!half.IsWaiting)
            {
                continue;
            }

            if (half.HoleDeadline <= deadline)
            {
                return true;
            }

            Set(flow, direction, half);
        }

        (flow, direction, deadline) = (null!, default, 0);
        return false;
    }

    /// <summary>Whether the timer is still that of its direction.</summary>
    private static bool Means(in Timer timer, long deadline, [NotNullWhen(true)] out HalfStream? half)
    {
        half = timer.Flow.Generation == timer.Generation ? timer.Flow.TryHalf(timer.Direction) : null;
        return half is not null && half.TimerDeadline == deadline;
    }

    /// <summary>Takes out what means nothing any more: flows that come and go while time stands still leave their timers behind.</summary>
    private void Compact()
    {
        var kept = _queue.UnorderedItems.Where(t => Means(in t.Element, t.Priority.Deadline, out _)).ToArray();
        _queue.Clear();
        _queue.EnqueueRange(kept);
        _compactAt = Math.Max(CompactedFrom, 2 * kept.Length);
    }

    private readonly record struct Timer(Flow Flow, int Generation, Direction Direction);
}
