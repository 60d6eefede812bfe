using Sensor.State;

namespace Sensor.Detection;

/// <summary>What is remembered of a conversation while it lasts.</summary>
internal sealed class Session
{
    public int Acts;

    /// <summary>It was opened, and nothing was asked yet that says what for.</summary>
    public bool AwaitsPurpose;
}

/// <summary>Open conversations by flow, bounded: at the bound the longest unused half is forgotten and goes on as picked up in mid-stream.</summary>
/// <param name="max">Conversations remembered, in two halves.</param>
internal sealed class SessionTable(int max = SessionTable.Max)
{
    /// <summary>Unless the settings say otherwise.</summary>
    public const int Max = 65_536;

    private Dictionary<long, Session> _young = [];
    private Dictionary<long, Session> _old = [];

    /// <summary>Open conversations that were forgotten.</summary>
    public long Forgotten { get; private set; }

    public Session Of(long flow)
    {
        if (_young.TryGetValue(flow, out var session))
        {
            return session;
        }

        _old.Remove(flow, out session);
        session ??= new Session();
        if (_young.Count >= max / 2)
        {
            (_old, _young) = (_young, _old);
            Forgotten += _young.Count;
            _young.Clear();
        }

        _young.Add(flow, session);
        return session;
    }

    public void Close(long flow)
    {
        if (!_young.Remove(flow))
        {
            _old.Remove(flow);
        }
    }

    public void Save(PartWriter writer)
    {
        writer.Int64(Forgotten);
        Save(_young, writer);
        Save(_old, writer);
    }

    /// <summary>Takes what was saved into a table that is as new, however much that is: the bound may have been another.</summary>
    public void Load(ref PartReader reader)
    {
        Forgotten = reader.Tally();
        Load(_young, ref reader);
        Load(_old, ref reader);
    }

    private static void Save(Dictionary<long, Session> half, PartWriter writer)
    {
        writer.Int32(half.Count);
        foreach (var (flow, session) in half.OrderBy(s => s.Key))
        {
            writer.Int64(flow);
            writer.Int32(session.Acts);
            writer.Boolean(session.AwaitsPurpose);
        }
    }

    private static void Load(Dictionary<long, Session> half, ref PartReader reader)
    {
        for (var rest = reader.Count(int.MaxValue, least: 13); rest > 0 && !reader.Failed; rest--)
        {
            var flow = reader.Int64();
            reader.Require(half.TryAdd(flow, new Session { Acts = reader.Int32(), AwaitsPurpose = reader.Boolean() }));
        }
    }
}
