using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>Deadlines of a partition's holes. A timer whose hole has gone or moved its deadline is ignored when it comes up.</summary>
internal sealed class HoleTimers
{
    private readonly PriorityQueue<Timer, (long Deadline, long Sequence)> _queue = new();
    private long _sequence;

    public long Next => _queue.TryPeek(out _, out var priority) ? priority.Deadline : long.MaxValue;

    public void Add(long deadline, Flow flow, Direction direction) =>
        _queue.Enqueue(new Timer(flow, flow.Generation, direction), (deadline, _sequence++));

    /// <summary>Takes the next timer that is due and still means its flow.</summary>
    public bool TryTakeDue(long now, out Flow flow, out Direction direction, out long deadline)
    {
        while (_queue.TryPeek(out var timer, out var priority) && priority.Deadline <= now)
        {
            _queue.Dequeue();
            if (timer.Flow.Generation == timer.Generation && timer.Flow.TryHalf(timer.Direction)?.HoleDeadline == priority.Deadline)
            {
                (flow, direction, deadline) = (timer.Flow, timer.Direction, priority.Deadline);
                return true;
            }
        }

        (flow, direction, deadline) = (null!, default, 0);
        return false;
    }

    private readonly record struct Timer(Flow Flow, int Generation, Direction Direction);
}
