namespace Sensor.Rules;

/// <summary>
/// State per key over a sliding window of packet time, bounded: at the bound the key whose window began first gives way.
/// </summary>
internal sealed class SlidingTable<TKey, TState>(long window, int maxKeys)
    where TKey : notnull
    where TState : class, new()
{
    private readonly Dictionary<TKey, (TState State, long Since)> _states = [];
    private readonly Queue<(TKey Key, long Since)> _order = new();

    /// <summary>Keys that had to give way.</summary>
    public long Evicted { get; private set; }

    /// <summary>The key's state, anew when its window has passed.</summary>
    public TState Of(TKey key, long time)
    {
        if (_states.TryGetValue(key, out var known) && time - known.Since <= window)
        {
            return known.State;
        }

        while (_states.Count >= maxKeys && _order.TryDequeue(out var oldest))
        {
            if (_states.TryGetValue(oldest.Key, out var candidate) && candidate.Since == oldest.Since)
            {
                _states.Remove(oldest.Key);
                Evicted++;
            }
        }

        var state = new TState();
        _states[key] = (state, time);
        _order.Enqueue((key, time));
        while (_order.Count > 4 * maxKeys)
        {
            // Renewed windows leave their former places behind.
            _order.Dequeue();
        }

        return state;
    }
}
