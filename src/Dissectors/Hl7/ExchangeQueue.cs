using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <summary>A few exchanges in the order they came, at most <paramref name="capacity"/>. Grows once to what a sender needs and is reused.</summary>
internal sealed class ExchangeQueue(int capacity)
{
    private Exchange[] _items = [];

    public int Count { get; private set; }

    public bool IsFull => Count == capacity;

    public ref Exchange this[int index] => ref _items[index];

    public int IndexOfMessage(in Pseudonym controlId)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_items[i].Message.Header.ControlId == controlId)
            {
                return i;
            }
        }

        return -1;
    }

    public int IndexOfAnswerTo(in Pseudonym controlId)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_items[i].Message.AnswersTo == controlId)
            {
                return i;
            }
        }

        return -1;
    }

    public void Add(in Exchange item)
    {
        if (Count == _items.Length)
        {
            // Stop and wait is the rule on MLLP: one outstanding message, of one side.
            Array.Resize(ref _items, Math.Clamp(Count * 2, 1, capacity));
        }

        _items[Count++] = item;
    }

    public void RemoveAt(int index)
    {
        Count--;
        _items.AsSpan(index + 1, Count - index).CopyTo(_items.AsSpan(index));
    }

    public void Clear() => Count = 0;
}
