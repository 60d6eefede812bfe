using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Commands;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>A request that waits for its answer. Without references: those would make emptying and moving it slow.</summary>
internal struct Request
{
    public PumpEvent Event;
    public AnswerKey Key;

    /// <summary>When its frame ended.</summary>
    public Moment Seen;

    /// <summary>The command is asked, not told.</summary>
    public bool IsQuery;

    /// <summary>Its event is written; its answer may yet come, and is nobody's.</summary>
    public bool IsTold;

    /// <summary>Place of its variant, from 1; 0 for none.</summary>
    public int Variant;

    /// <summary>Null where the definition doesn't know its command.</summary>
    public readonly UsePlan? UseIn(ProtocolPlan plan) =>
        Key.Command == 0 ? null : IsQuery ? plan.Commands[Key.Command - 1].Query : plan.Commands[Key.Command - 1].Set;

    /// <summary>What it brings about once it is done.</summary>
    public readonly Effect[] EffectsIn(ProtocolPlan plan) =>
        UseIn(plan) is not { } use ? [] : Variant == 0 ? use.Effects : use.Variants[Variant - 1].Effects;
}

/// <summary>By what answers and requests find each other.</summary>
/// <param name="Command">Place of the command in the table, from 1; 0 where it has none.</param>
/// <param name="Unknown">Of a command that isn't in the table, a hash of its key.</param>
/// <param name="Address">Packed.</param>
/// <param name="Sequence">Packed.</param>
internal readonly record struct AnswerKey(int Command, ulong Unknown, UInt128 Address, UInt128 Sequence);

/// <summary>An answer whose request hasn't been seen: no order between the directions is promised.</summary>
internal struct EarlyAnswer
{
    /// <summary>Longest arguments that are kept, in bytes.</summary>
    public const int MaxArguments = 256;

    public AnswerKey Key;
    public Moment Seen;
    public Outcome Outcome;
    public NameId Reason;

    /// <summary>Length of its arguments, which are only understood with their request; -1: none, or too long to be kept.</summary>
    public int Arguments;
}

/// <summary>A few things in the order they came, at most <paramref name="capacity"/>. Grows once to what a connection needs and is reused.</summary>
internal sealed class Waiting<T>(int capacity)
    where T : struct
{
    private T[] _items = [];

    public int Count { get; private set; }

    public bool IsFull => Count == capacity;

    public ref T this[int index] => ref _items[index];

    /// <summary>Room for one more, emptied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Add()
    {
        if (Count == _items.Length)
        {
            // One at a time is the rule.
            Array.Resize(ref _items, Math.Clamp(Count * 2, 1, capacity));
        }

        ref var item = ref _items[Count++];
        item = default;
        return ref item;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RemoveAt(int index)
    {
        Count--;
        if (index < Count)
        {
            _items.AsSpan(index + 1, Count - index).CopyTo(_items.AsSpan(index));
        }
    }

    public void Clear() => Count = 0;
}
