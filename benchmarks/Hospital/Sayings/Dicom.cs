namespace Hospital.Sayings;

/// <summary>A presentation context proposed (PS3.8 9.3.2.2).</summary>
/// <param name="Id">Odd, from 1.</param>
/// <param name="AbstractSyntax">SOP class UID.</param>
/// <param name="TransferSyntaxes">UIDs in order of preference.</param>
/// <param name="IsAccepted">What the answer says of it, with the first transfer syntax.</param>
public sealed record PresentationContext(byte Id, string AbstractSyntax, IReadOnlyList<string> TransferSyntaxes, bool IsAccepted = true);

/// <summary>A-ASSOCIATE-RQ. The answers repeat what is in it.</summary>
public sealed record AssociateRequest : Saying
{
    public required string CallingAe { get; init; }

    public required string CalledAe { get; init; }

    public required string ImplementationUid { get; init; }

    public string ImplementationVersion { get; init; } = "";

    /// <summary>Longest P-DATA PDU it takes: bounds those that the other side sends.</summary>
    public int MaxPduLength { get; init; } = 65_536;

    public required IReadOnlyList<PresentationContext> Contexts { get; init; }

    /// <summary>User name offered (PS3.7 D.3.3.7); empty: none.</summary>
    public string User { get; init; } = "";
}

/// <summary>A-ASSOCIATE-AC.</summary>
public sealed record AssociateAccept : Saying
{
    public required AssociateRequest Request { get; init; }

    public required string ImplementationUid { get; init; }

    public string ImplementationVersion { get; init; } = "";

    public int MaxPduLength { get; init; } = 65_536;
}

/// <summary>A-ASSOCIATE-RJ (PS3.8 table 9-21).</summary>
/// <param name="Result">1 permanent, 2 transient.</param>
/// <param name="Source">1 user, 2 ACSE, 3 presentation.</param>
/// <param name="Reason">With source 1: 1 none given, 3 calling AE not recognised, 7 called AE not recognised.</param>
public sealed record AssociateReject(byte Result, byte Source, byte Reason) : Saying;

public sealed record ReleaseRequest : Saying
{
    public static readonly ReleaseRequest It = new();
}

public sealed record ReleaseResponse : Saying
{
    public static readonly ReleaseResponse It = new();
}

/// <summary>A-ABORT.</summary>
/// <param name="Source">0 user, 2 provider.</param>
/// <param name="Reason">PS3.8 table 9-26.</param>
public sealed record Abort(byte Source, byte Reason = 0) : Saying;

public enum DimseOperation
{
    Echo,
    Store,
    Find,
    Move,
    Get,
    Cancel,
    Create,
    Set,
    Action,
    Delete,
    NGet,
    EventReport,
}

/// <summary>A DIMSE request with its data set, if it has one.</summary>
public sealed record DimseRequest : Saying
{
    public required DimseOperation Operation { get; init; }

    public required byte ContextId { get; init; }

    public required ushort MessageId { get; init; }

    /// <summary>Affected or requested SOP class UID.</summary>
    public required string SopClass { get; init; }

    /// <summary>SOP instance UID; empty: none (queries).</summary>
    public string Instance { get; init; } = "";

    /// <summary>Bytes of its data set on the wire, headers of PDUs not counted; 0: none. Queries' are made of <see cref="Identifier"/>.</summary>
    public long DataLength { get; init; }

    /// <summary>Who is in it; null: nobody.</summary>
    public Subject? Subject { get; init; }

    /// <summary>Of C-FIND, C-MOVE, C-GET.</summary>
    public QueryIdentifier? Identifier { get; init; }

    /// <summary>AE title, of C-MOVE.</summary>
    public string MoveDestination { get; init; } = "";

    /// <summary>AE title of who asked for the C-MOVE that this C-STORE is part of; empty: none did.</summary>
    public string MoveOriginator { get; init; } = "";

    public ushort MoveOriginatorMessageId { get; init; }

    /// <summary>Longest P-DATA PDU it is sent in, its 6-byte header not counted: the smaller of both sides' wishes.</summary>
    public required int PduLength { get; init; }

    /// <summary>Transfer syntax UID that was agreed for the context.</summary>
    public string TransferSyntax { get; init; } = "1.2.840.10008.1.2.1";
}

/// <summary>Key of a query and its value; empty: universal matching. Tags as 0xGGGGEEEE.</summary>
public readonly record struct QueryKey(uint Tag, string Value);

/// <param name="Level">PATIENT, STUDY, SERIES, IMAGE; empty: none (worklist).</param>
/// <param name="Keys">Ordered by tag.</param>
public sealed record QueryIdentifier(string Level, IReadOnlyList<QueryKey> Keys);

/// <summary>A DIMSE response.</summary>
public sealed record DimseResponse : Saying
{
    public required DimseRequest Request { get; init; }

    /// <summary>0x0000 success, 0xFF00 pending, 0xA7xx, 0xC000 … failure.</summary>
    public required ushort Status { get; init; }

    /// <summary>Bytes of its data set; 0: none.</summary>
    public int DataLength { get; init; }

    /// <summary>Of C-MOVE and C-GET: sub-operations remaining, completed, failed, with warning; null: not said.</summary>
    public (ushort Remaining, ushort Completed, ushort Failed, ushort Warning)? SubOperations { get; init; }

    public required int PduLength { get; init; }
}

/// <summary>A patient's study, as identifiers. Invented.</summary>
public sealed record Subject(string PatientId, string PatientName, string Accession, string StudyUid);
