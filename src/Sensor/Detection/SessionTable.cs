namespace Sensor.Detection;

/// <summary>What is remembered of a conversation while it lasts.</summary>
internal sealed class Session
{
    public int Acts;

    /// <summary>It was opened, and nothing was asked yet that says what for.</summary>
    public bool AwaitsPurpose;
}

/// <summary>Open conversations by flow, bounded: at the bound the longest unused half is forgotten and goes on as picked up in mid-stream.</summary>
internal sealed class SessionTable
{
    /// <summary>Conversations remembered at most, in two halves.</summary>
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
        if (_young.Count == Max / 2)
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
}
