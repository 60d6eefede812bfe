namespace Sensor.Dissectors.Dicom;

/// <summary>What a sender did against the standard: counted, never thrown. A closed set.</summary>
public enum DicomViolation : byte
{
    /// <summary>At a PDU boundary stands no PDU: unknown type or impossible length (PS3.8 9.3.1).</summary>
    PduHeader,

    /// <summary>A PDV that doesn't fit into its PDU (PS3.8 9.3.5.1).</summary>
    PdvOverrun,

    /// <summary>Even context id or unknown control bits (PS3.8 9.3.5.1, E.2).</summary>
    PdvIrregular,

    /// <summary>A context the acceptor didn't accept (PS3.8 9.3.3.2).</summary>
    ContextNotAccepted,

    /// <summary>A data set fragment that no command announced (PS3.7 6.3).</summary>
    DataWithoutCommand,

    /// <summary>A command inside another message's data set (PS3.8 E.1).</summary>
    Interleaved,

    /// <summary>A command set that isn't one: lengths, order, group (PS3.7 6.3.1).</summary>
    CommandMalformed,

    /// <summary>More command set than any command has.</summary>
    CommandTooLong,

    /// <summary>A command field PS3.7 doesn't know (E.1).</summary>
    CommandUnknown,

    /// <summary>An item or sub-item that doesn't fit where it stands (PS3.8 9.3.2).</summary>
    ItemOverrun,

    /// <summary>A proposed presentation context without a transfer syntax (PS3.8 9.3.2.2).</summary>
    ContextWithoutTransferSyntax,

    /// <summary>A UID with other characters than digits and dots, or too long (PS3.5 9.1).</summary>
    UidMalformed,

    /// <summary>An AE title with control characters, backslash, or nothing in it (PS3.8 9.3.2).</summary>
    AeTitleMalformed,

    /// <summary>Protocol version without bit 0 (PS3.8 9.3.2).</summary>
    ProtocolVersion,

    /// <summary>A second A-ASSOCIATE-RQ, or the requestor answering itself (PS3.8 9.2).</summary>
    OutOfState,
}
