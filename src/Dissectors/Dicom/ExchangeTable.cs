using System.Diagnostics;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>
/// The operations under way that one side asked for: requests without a final answer, and answers whose request wasn't seen yet. Small and
/// bounded: associations are synchronous unless they negotiate otherwise (PS3.7 D.3.3.3).
/// </summary>
internal sealed class ExchangeTable
{
    public const int None = -1;
    public const int MaxRequests = 16;
    public const int MaxEarlyAnswers = 8;

    private Exchange[] _slots = new Exchange[2];
    private long _sequence;

    public ref Exchange this[int slot] => ref _slots[slot];

    public void Clear()
    {
        Array.Clear(_slots);
        _sequence = 0;
    }

    /// <summary>Bytes are missing: any operation under way may have lost something.</summary>
    public void Damage(Quality damage)
    {
        foreach (ref var exchange in _slots.AsSpan())
        {
            exchange.Operation.Quality |= damage;
        }
    }

    /// <summary>The request that an answer with this id and command belongs to.</summary>
    public int FindUnanswered(ushort messageId, ushort command)
    {
        var found = None;
        for (var i = 0; i < _slots.Length; i++)
        {
            ref readonly var exchange = ref _slots[i];
            if (exchange.IsInUse && exchange.Operation.MessageId == messageId && exchange.Operation.Command == command
                && !exchange.Operation.IsFinal && IsOlder(i, found))
            {
                found = i;
            }
        }

        return found;
    }

    /// <summary>The answers that were seen before the request with this id and command.</summary>
    public int FindUnasked(ushort messageId, ushort command)
    {
        var found = None;
        for (var i = 0; i < _slots.Length; i++)
        {
            ref readonly var exchange = ref _slots[i];
            if (exchange.IsInUse && exchange.Operation.MessageId == messageId && exchange.Operation.Command == command
                && !exchange.Operation.WasRequested && IsOlder(i, found))
            {
                found = i;
            }
        }

        return found;
    }

    /// <summary>A request under way with this id, whatever its command.</summary>
    public int FindRequest(ushort messageId)
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            ref readonly var exchange = ref _slots[i];
            if (exchange.IsInUse && exchange.Operation.MessageId == messageId && exchange.Operation.WasRequested)
            {
                return i;
            }
        }

        return None;
    }

    /// <summary>The oldest of all.</summary>
    public int Oldest()
    {
        var found = None;
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].IsInUse && IsOlder(i, found))
            {
                found = i;
            }
        }

        return found;
    }

    /// <summary>The one to give up before another request (or early answer) is added; none while there is room.</summary>
    public int Overflow(bool ofRequests)
    {
        var count = 0;
        var found = None;
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].IsInUse && _slots[i].Operation.WasRequested == ofRequests)
            {
                count++;
                found = IsOlder(i, found) ? i : found;
            }
        }

        return count >= (ofRequests ? MaxRequests : MaxEarlyAnswers) ? found : None;
    }

    /// <summary>A cleared slot; the caller has made room.</summary>
    public int Add()
    {
        var slot = 0;
        while (slot < _slots.Length && _slots[slot].IsInUse)
        {
            slot++;
        }

        if (slot == _slots.Length)
        {
            // An answer becomes a request when its request comes, so requests may be a few more.
            Debug.Assert(slot <= 2 * (MaxRequests + MaxEarlyAnswers));
            Array.Resize(ref _slots, slot * 2);
        }

        _slots[slot] = new Exchange { Sequence = ++_sequence };
        return slot;
    }

    public void Remove(int slot) => _slots[slot] = default;

    private bool IsOlder(int slot, int than) => than == None || _slots[slot].Sequence < _slots[than].Sequence;
}
