namespace Sensor.Streams;

/// <summary>The flows of a partition by stage, each stage in order of last sight: the head of a queue is the next to expire or to give way.</summary>
internal sealed class FlowQueues
{
    /// <summary>Nanoseconds a flow may be silent, by stage. A closed one lingers for late segments.</summary>
    private static readonly long[] IdleLimits = [10_000_000_000, 3_600_000_000_000, 60_000_000_000, 3_600_000_000_000];

    private readonly Flow?[] _oldest = new Flow?[IdleLimits.Length];
    private readonly Flow?[] _newest = new Flow?[IdleLimits.Length];

    public static long Deadline(Flow flow) => flow.LastSeen + IdleLimits[(int)flow.Stage];

    /// <summary>The earliest deadline of all stages.</summary>
    public long NextDeadline
    {
        get
        {
            var next = long.MaxValue;
            foreach (var flow in _oldest)
            {
                if (flow is not null)
                {
                    next = Math.Min(next, Deadline(flow));
                }
            }

            return next;
        }
    }

    public void Add(Flow flow)
    {
        var stage = (int)flow.Stage;
        flow.Older = _newest[stage];
        flow.Newer = null;
        if (_newest[stage] is { } newest)
        {
            newest.Newer = flow;
        }
        else
        {
            _oldest[stage] = flow;
        }

        _newest[stage] = flow;
    }

    public void Remove(Flow flow)
    {
        var stage = (int)flow.Stage;
        if (flow.Older is { } older)
        {
            older.Newer = flow.Newer;
        }
        else
        {
            _oldest[stage] = flow.Newer;
        }

        if (flow.Newer is { } newer)
        {
            newer.Older = flow.Older;
        }
        else
        {
            _newest[stage] = flow.Older;
        }

        flow.Older = flow.Newer = null;
    }

    /// <summary>Seen again at <paramref name="now"/>, perhaps in another stage.</summary>
    public void Touch(Flow flow, FlowStage stage, long now)
    {
        flow.LastSeen = now;
        if (flow.Stage == stage && flow.Newer is null)
        {
            return;
        }

        Remove(flow);
        flow.Stage = stage;
        Add(flow);
    }

    /// <summary>The flows seen since a packet, the newest of each stage, count as seen at <paramref name="now"/>.</summary>
    public void Jump(long since, long now)
    {
        foreach (var newest in _newest)
        {
            for (var flow = newest; flow is not null && flow.LastOrdinal >= since; flow = flow.Older)
            {
                flow.LastSeen = now;
            }
        }
    }

    /// <summary>The flow whose deadline is the earliest and has passed; ties go to the earlier stage.</summary>
    public Flow? Due(long now)
    {
        Flow? due = null;
        foreach (var flow in _oldest)
        {
            if (flow is not null && Deadline(flow) <= now && (due is null || Deadline(flow) < Deadline(due)))
            {
                due = flow;
            }
        }

        return due;
    }

    /// <summary>Who gives way at the bound.</summary>
    public Flow? Victim => _oldest[0] ?? _oldest[1] ?? _oldest[2] ?? _oldest[3];

    /// <summary>Any flow, in a fixed order: for the end of the input.</summary>
    public Flow? First => Victim;
}
