using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Bedside.IntelliVue;

/// <summary>How far an operation has come.</summary>
internal enum OperationStage : byte
{
    Free,

    /// <summary>Asked, not answered.</summary>
    Open,

    /// <summary>Its answer was seen, it wasn't.</summary>
    Early,

    /// <summary>Both were seen. Kept: further results of it belong to no other.</summary>
    Answered,
}

internal struct OpenOperation
{
    /// <summary>The invoke id, or of associating and releasing a number beyond those.</summary>
    public int Key;
    public OperationStage Stage;
    public Operation Operation;
    public Outcome Outcome;
    public ushort Error;
    public Direction Asked;
    public long Time;
    public long Ordinal;
}

/// <summary>The last operations of an association, by their keys. A monitor answers them one after the other; where more are open the oldest gives way.</summary>
internal struct OperationTable
{
    private const int Max = 16;

    private OpenOperation[]? _slots;
    private int _next;

    public Span<OpenOperation> All => _slots ??= new OpenOperation[Max];

    public ref OpenOperation Find(int key)
    {
        foreach (ref var slot in All)
        {
            if (slot.Stage != OperationStage.Free && slot.Key == key)
            {
                return ref slot;
            }
        }

        return ref System.Runtime.CompilerServices.Unsafe.NullRef<OpenOperation>();
    }

    /// <summary>The slot to use next, as it is: what was in it is the caller's to conclude.</summary>
    public ref OpenOperation Next()
    {
        ref var slot = ref All[_next];
        _next = (_next + 1) % Max;
        return ref slot;
    }

    public void Clear()
    {
        All.Clear();
        _next = 0;
    }
}
