using Hospital.Network;

namespace Hospital.Wire.Frames;

internal enum DueKind : byte
{
    /// <summary>The next segments of a message.</summary>
    Message,

    /// <summary>An acknowledgement, unless data have carried it meanwhile.</summary>
    Acknowledgement,

    /// <summary>A segment of a handshake, or of an end.</summary>
    Control,
}

/// <summary>What will have to be sent.</summary>
/// <param name="Time">When.</param>
/// <param name="Order">Among those of the same time.</param>
/// <param name="Kind">What.</param>
/// <param name="From">Who.</param>
/// <param name="Flags">Of a control segment.</param>
/// <param name="IsLast">Nothing follows in this conversation.</param>
/// <param name="Line">Where.</param>
/// <param name="Place">What is acknowledged.</param>
/// <param name="Message">What is under way.</param>
internal readonly record struct Due(
    long Time, long Order, DueKind Kind, Side From, Flags Flags, bool IsLast, Line Line, long Place = 0, Transmission? Message = null)
{
    public bool IsBefore(in Due other) => Time != other.Time ? Time < other.Time : Order < other.Order;
}

/// <summary>A binary heap: the earliest first.</summary>
internal sealed class DueHeap
{
    private Due[] _entries = new Due[64];

    public int Count { get; private set; }

    /// <summary>Of the earliest; the end of time where there is none.</summary>
    public long Earliest => Count > 0 ? _entries[0].Time : long.MaxValue;

    public void Push(in Due due)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }

        var at = Count++;
        while (at > 0 && due.IsBefore(in _entries[(at - 1) / 2]))
        {
            _entries[at] = _entries[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _entries[at] = due;
    }

    public Due Pop()
    {
        var first = _entries[0];
        var last = _entries[--Count];
        _entries[Count] = default;
        if (Count > 0)
        {
            var at = 0;
            while (true)
            {
                var child = (2 * at) + 1;
                if (child >= Count)
                {
                    break;
                }

                if (child + 1 < Count && _entries[child + 1].IsBefore(in _entries[child]))
                {
                    child++;
                }

                if (!_entries[child].IsBefore(in last))
                {
                    break;
                }

                _entries[at] = _entries[child];
                at = child;
            }

            _entries[at] = last;
        }

        return first;
    }
}
