using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>One presentation context, joined from its proposal and its answer.</summary>
public struct PresentationContext
{
    /// <summary>Result of a context that has had no answer yet.</summary>
    public const byte NoResult = 0xFF;

    public NameId AbstractSyntax;
    public NameId TransferSyntax;
    public ushort ProposedTransferSyntaxes;
    public byte Result;
    public bool IsProposed;
    public DatasetEncoding Encoding;
}

/// <summary>All contexts an association can have: ids are odd (PS3.8 9.3.2.2), so 128 slots hold them without searching.</summary>
public sealed class PresentationContexts
{
    private readonly PresentationContext[] _slots = new PresentationContext[128];

    public PresentationContexts() => Clear();

    public ref PresentationContext this[byte id] => ref _slots[id >> 1];

    public void Clear() => Array.Fill(_slots, new PresentationContext { Result = PresentationContext.NoResult });

    /// <summary>Proposed contexts that name no transfer syntax.</summary>
    public int CountWithoutTransferSyntax()
    {
        var count = 0;
        foreach (ref readonly var slot in _slots.AsSpan())
        {
            count += slot.IsProposed && slot.ProposedTransferSyntaxes == 0 ? 1 : 0;
        }

        return count;
    }
}
