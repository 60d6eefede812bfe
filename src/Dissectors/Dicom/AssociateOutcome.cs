namespace Sensor.Dissectors.Dicom;

/// <summary>How an association ended.</summary>
public enum AssociationResult : byte
{
    /// <summary>It hadn't: the input ended, or the flow was evicted or went silent.</summary>
    Open,
    Released,
    Aborted,
    Rejected,

    /// <summary>The connection was closed without a word.</summary>
    Closed,
}

/// <summary>The last bytes of an A-ASSOCIATE-RJ (PS3.8 9.3.4) or, without result, of an A-ABORT (PS3.8 9.3.8).</summary>
public readonly record struct AssociateRefusal(byte Result, byte Source, byte Reason);

/// <summary>The standard's words for results, sources and reasons.</summary>
public static class AssociateOutcome
{
    public static ReadOnlySpan<byte> Text(AssociationResult result) => result switch
    {
        AssociationResult.Released => "released"u8,
        AssociationResult.Aborted => "aborted"u8,
        AssociationResult.Rejected => "rejected"u8,
        AssociationResult.Closed => "closed"u8,
        _ => "open"u8,
    };

    /// <summary>PS3.8 table 9-21.</summary>
    public static ReadOnlySpan<byte> RejectResult(AssociateRefusal reject) => reject.Result switch
    {
        1 => "rejected-permanent"u8,
        2 => "rejected-transient"u8,
        _ => "unknown"u8,
    };

    public static ReadOnlySpan<byte> RejectSource(AssociateRefusal reject) => reject.Source switch
    {
        1 => "service-user"u8,
        2 => "service-provider-acse"u8,
        3 => "service-provider-presentation"u8,
        _ => "unknown"u8,
    };

    public static ReadOnlySpan<byte> RejectReason(AssociateRefusal reject) => (reject.Source, reject.Reason) switch
    {
        (1 or 2, 1) => "no-reason-given"u8,
        (1, 2) => "application-context-name-not-supported"u8,
        (1, 3) => "calling-ae-title-not-recognized"u8,
        (1, 7) => "called-ae-title-not-recognized"u8,
        (2, 2) => "protocol-version-not-supported"u8,
        (3, 1) => "temporary-congestion"u8,
        (3, 2) => "local-limit-exceeded"u8,
        _ => "reserved"u8,
    };

    /// <summary>PS3.8 table 9-26.</summary>
    public static ReadOnlySpan<byte> AbortSource(AssociateRefusal abort) => abort.Source switch
    {
        0 => "service-user"u8,
        2 => "service-provider"u8,
        _ => "reserved"u8,
    };

    public static ReadOnlySpan<byte> AbortReason(AssociateRefusal abort) => (abort.Source, abort.Reason) switch
    {
        (2, 0) => "reason-not-specified"u8,
        (2, 1) => "unrecognized-pdu"u8,
        (2, 2) => "unexpected-pdu"u8,
        (2, 4) => "unrecognized-pdu-parameter"u8,
        (2, 5) => "unexpected-pdu-parameter"u8,
        (2, 6) => "invalid-pdu-parameter-value"u8,
        (2, _) => "reserved"u8,

        // Not significant when a user aborts.
        _ => default,
    };
}
