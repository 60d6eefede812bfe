using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Bedside.Sdc;

internal enum RequestStage : byte
{
    Free,

    /// <summary>Asked, not answered.</summary>
    Open,

    /// <summary>Its response was seen, it wasn't.</summary>
    Early,
}

internal struct OpenRequest
{
    /// <summary>Hash of its message id.</summary>
    public ulong Id;
    public Pseudonym Transaction;
    public long Time;
    public long Ordinal;
    public RequestStage Stage;
    public SdcAction Action;
    public SafetyClass Class;
    public Outcome Outcome;
    public Endpoint Asker;
    public bool IsGuess;
}

/// <summary>The open requests of a connection, by their message ids. HTTP has one open at a time; where more are, the oldest gives way.</summary>
internal sealed class RequestTable
{
    private readonly OpenRequest[] _slots = new OpenRequest[8];
    private int _next;

    public Span<OpenRequest> All => _slots;

    public ref OpenRequest Find(ulong id)
    {
        foreach (ref var slot in All)
        {
            if (slot.Stage != RequestStage.Free && slot.Id == id && id != 0)
            {
                return ref slot;
            }
        }

        return ref Unsafe.NullRef<OpenRequest>();
    }

    /// <summary>The slot to use next, as it is: what was in it is the caller's to conclude.</summary>
    public ref OpenRequest Next()
    {
        ref var slot = ref _slots[_next];
        _next = (_next + 1) % _slots.Length;
        return ref slot;
    }

    public void Clear()
    {
        All.Clear();
        _next = 0;
    }
}
