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
    private const int Max = 32_768;

    private Dictionary<long, Session> _young = [];
    private Dictionary<long, Session> _old = [];

    public Session Of(long flow)
    {
        if (_young.TryGetValue(flow, out var session))
        {
            return session;
        }

        _old.Remove(flow, out session);
        session ??= new Session();
        if (_young.Count == Max)
        {
            (_old, _young) = (_young, _old);
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
