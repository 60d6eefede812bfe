using System.Runtime.CompilerServices;

namespace Sensor.Dissectors.Identity.Http;

/// <summary>Heads that wait for their counterpart, the oldest first.</summary>
internal struct HeadQueue
{
    public const int Capacity = 8;

    private Heads _heads;
    private int _first;

    public int Count { get; private set; }

    public readonly bool IsFull => Count == Capacity;

    public void Add(in HttpHead head) => _heads[(_first + Count++) % Capacity] = head;

    public HttpHead Take()
    {
        var head = _heads[_first];
        _first = (_first + 1) % Capacity;
        Count--;
        return head;
    }

    public void Clear() => (_first, Count) = (0, 0);

    [InlineArray(Capacity)]
    private struct Heads
    {
        private HttpHead _first;
    }
}
