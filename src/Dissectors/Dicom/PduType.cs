namespace Sensor.Dissectors.Dicom;

/// <summary>The seven PDUs of the DICOM Upper Layer (PS3.8 9.3).</summary>
public enum PduType : byte
{
    AssociateRequest = 1,
    AssociateAccept = 2,
    AssociateReject = 3,
    Data = 4,
    ReleaseRequest = 5,
    ReleaseReply = 6,
    Abort = 7,
}

/// <summary>The PDUs' standard names.</summary>
public static class PduTypes
{
    /// <summary>One more than the highest type: the length of a table indexed by type.</summary>
    public const int Count = 8;

    /// <summary>All types, in the ordinal order of their names.</summary>
    public static ReadOnlySpan<PduType> ByName =>
    [
        PduType.Abort, PduType.AssociateAccept, PduType.AssociateReject, PduType.AssociateRequest,
        PduType.ReleaseReply, PduType.ReleaseRequest, PduType.Data,
    ];

    public static ReadOnlySpan<byte> Name(PduType type) => type switch
    {
        PduType.AssociateRequest => "A-ASSOCIATE-RQ"u8,
        PduType.AssociateAccept => "A-ASSOCIATE-AC"u8,
        PduType.AssociateReject => "A-ASSOCIATE-RJ"u8,
        PduType.Data => "P-DATA-TF"u8,
        PduType.ReleaseRequest => "A-RELEASE-RQ"u8,
        PduType.ReleaseReply => "A-RELEASE-RP"u8,
        PduType.Abort => "A-ABORT"u8,
        _ => default,
    };
}
