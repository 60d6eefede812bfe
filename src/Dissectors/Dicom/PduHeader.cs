using System.Buffers.Binary;

namespace Sensor.Dissectors.Dicom;

/// <summary>
/// The six bytes in front of every PDU (PS3.8 9.3.1): type, a reserved byte nobody may test, and the length of what follows.
/// </summary>
/// <param name="Type">May be none of the known ones.</param>
/// <param name="Length">As announced; not to be trusted before <see cref="IsPlausible"/>.</param>
public readonly record struct PduHeader(PduType Type, uint Length)
{
    public const int Size = 6;

    /// <summary>
    /// Protocol version, reserved, two AE titles, reserved: what stands in front of an A-ASSOCIATE's items (PS3.8 9.3.2).
    /// </summary>
    public const int AssociateFixedLength = 68;

    /// <summary>What DCMTK refuses to read; the largest seen in the field are around 20 KiB.</summary>
    public const int MaxAssociateLength = 1024 * 1024;

    /// <summary>A peer may announce "unlimited" (PS3.8 D.1); whole objects in one PDU are still far below this.</summary>
    public const int MaxDataLength = 16 * 1024 * 1024;

    /// <summary>Length of A-ASSOCIATE-RJ, A-RELEASE-RQ, A-RELEASE-RP and A-ABORT (PS3.8 9.3.4, 9.3.6 to 9.3.8).</summary>
    public const int ShortLength = 4;

    /// <summary>Whether a PDU may have this length.</summary>
    public bool IsPlausible => Type switch
    {
        PduType.AssociateRequest or PduType.AssociateAccept => Length is >= AssociateFixedLength and <= MaxAssociateLength,
        PduType.Data => Length is >= PdvHeader.Size and <= MaxDataLength,
        PduType.AssociateReject or PduType.ReleaseRequest or PduType.ReleaseReply or PduType.Abort => Length == ShortLength,
        _ => false,
    };

    /// <param name="bytes">At least <see cref="Size"/>.</param>
    public static PduHeader Read(ReadOnlySpan<byte> bytes) => new((PduType)bytes[0], BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]));
}
