namespace Sensor.Dissectors.Dicom;

/// <summary>What was wrong with a command set.</summary>
public enum CommandFault : byte
{
    None,

    /// <summary>It ends inside an element.</summary>
    Truncated,

    /// <summary>An element of another group than 0000, or not behind its predecessor (PS3.7 6.3.1).</summary>
    Disordered,

    /// <summary>An element whose length its VR doesn't have.</summary>
    Length,
}

/// <summary>Which elements a command set has, of those that don't speak for themselves by being there.</summary>
[Flags]
public enum CommandElements : ushort
{
    None = 0,
    Field = 1,
    MessageId = 2,
    RespondedTo = 4,
    DataSetType = 8,
    Status = 16,
    SubOperations = 32,
    Priority = 64,
    EventType = 128,
    ActionType = 256,
}

/// <summary>A command set (PS3.7 E.1 and E.2) as a view of its bytes: texts without padding, empty where absent.</summary>
public ref struct CommandSet
{
    /// <summary>Value of (0000,0800) that says no data set follows.</summary>
    public const ushort NoDataSet = 0x0101;

    public CommandFault Fault;
    public CommandElements Has;

    /// <summary>(0000,0100).</summary>
    public ushort Field;

    /// <summary>(0000,0110).</summary>
    public ushort MessageId;

    /// <summary>(0000,0120).</summary>
    public ushort RespondedTo;

    /// <summary>(0000,0700): 0 medium, 1 high, 2 low.</summary>
    public ushort Priority;

    /// <summary>(0000,0800).</summary>
    public ushort DataSetType;

    /// <summary>(0000,0900).</summary>
    public ushort Status;

    /// <summary>(0000,1002).</summary>
    public ushort EventType;

    /// <summary>(0000,1008).</summary>
    public ushort ActionType;

    /// <summary>(0000,1020) to (0000,1023).</summary>
    public SubOperations SubOperations;

    /// <summary>(0000,1031).</summary>
    public ushort OriginatorMessageId;

    /// <summary>Number of tags in (0000,1005).</summary>
    public int AttributeCount;

    /// <summary>Bytes of (0000,0902); its text may tell of patients and stays here.</summary>
    public int ErrorCommentLength;

    /// <summary>(0000,0002).</summary>
    public ReadOnlySpan<byte> AffectedSopClass;

    /// <summary>(0000,0003).</summary>
    public ReadOnlySpan<byte> RequestedSopClass;

    /// <summary>(0000,1000).</summary>
    public ReadOnlySpan<byte> AffectedInstance;

    /// <summary>(0000,1001).</summary>
    public ReadOnlySpan<byte> RequestedInstance;

    /// <summary>(0000,0600).</summary>
    public ReadOnlySpan<byte> MoveDestination;

    /// <summary>(0000,1030).</summary>
    public ReadOnlySpan<byte> MoveOriginator;

    public readonly bool IsResponse => DimseCommand.IsResponse(Field);

    /// <summary>A data set follows: any value but one (PS3.7 E.1); where the element was lost, none is expected.</summary>
    public readonly bool HasDataSet => (Has & CommandElements.DataSetType) != 0 && DataSetType != NoDataSet;

    /// <summary>N-GET, N-SET, N-ACTION and N-DELETE name the requested class, all others the affected one (PS3.7 10.1).</summary>
    public readonly ReadOnlySpan<byte> SopClass => AffectedSopClass.IsEmpty ? RequestedSopClass : AffectedSopClass;

    public readonly ReadOnlySpan<byte> Instance => AffectedInstance.IsEmpty ? RequestedInstance : AffectedInstance;
}
