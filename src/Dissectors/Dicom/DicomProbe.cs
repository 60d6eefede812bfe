using System.Buffers.Binary;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>
/// Recognises DICOM by content. A connection begins with an A-ASSOCIATE-RQ from one side and its answer, or an abort, from the other (PS3.8
/// 9.2); in mid-stream what a framer would take for a safe place is enough.
/// </summary>
internal static class DicomProbe
{
    /// <summary>Enough to decide on when no more bytes will come: a header that fits and the protocol version.</summary>
    private const int LeastBytes = 10;

    private const int VersionOffset = 6;
    private const int TitlesOffset = 10;
    private const int TitlesEnd = TitlesOffset + (2 * DicomText.MaxAeTitleLength);
    private const int ItemsOffset = PduHeader.Size + PduHeader.AssociateFixedLength;

    public static Verdict Look(ReadOnlySpan<byte> head, in ProbeHints hints)
    {
        if (head.IsEmpty)
        {
            return hints.Final ? Verdict.NotMine : Verdict.Unsure;
        }

        var atStart = (PduType)head[0] switch
        {
            PduType.AssociateRequest or PduType.AssociateAccept => LookAtAssociate(head, hints.Final),
            PduType.AssociateReject or PduType.Abort => LookAtShort(head, hints.Final),
            _ => Verdict.NotMine,
        };
        return atStart == Verdict.NotMine && hints.MidStream ? LookForPlace(head, hints) : atStart;
    }

    private static Verdict LookAtAssociate(ReadOnlySpan<byte> head, bool isFinal)
    {
        // Byte 1 is reserved: nobody may test it (PS3.8 9.3.2), and nobody needs to.
        if (head.Length < LeastBytes)
        {
            return isFinal || (head.Length >= 3 && head[2] != 0) ? Verdict.NotMine : Verdict.Unsure;
        }

        var header = PduHeader.Read(head);
        if (!header.IsPlausible || (BinaryPrimitives.ReadUInt16BigEndian(head[VersionOffset..]) & 1) == 0
            || !IsTitleStart(head[TitlesOffset..Math.Min(head.Length, TitlesEnd)]))
        {
            return Verdict.NotMine;
        }

        if (isFinal)
        {
            return Verdict.Certain;
        }

        if (head.Length < TitlesEnd)
        {
            return Verdict.Unsure;
        }

        if (!AssociateReader.AreTitles(head[TitlesOffset..TitlesEnd]))
        {
            return Verdict.NotMine;
        }

        // The first item follows, or none (scanners do that).
        return header.Length == PduHeader.AssociateFixedLength ? Verdict.Certain
            : head.Length <= ItemsOffset ? Verdict.Unsure
            : head[ItemsOffset] is 0x10 or 0x20 or 0x21 or 0x50 ? Verdict.Certain
            : Verdict.NotMine;
    }

    private static bool IsTitleStart(ReadOnlySpan<byte> bytes)
    {
        foreach (var c in bytes)
        {
            if (c is not (0 or (>= 0x20 and <= 0x7E)))
            {
                return false;
            }
        }

        return true;
    }

    private static Verdict LookAtShort(ReadOnlySpan<byte> head, bool isFinal)
    {
        var hit = PduScanner.Find(head);
        return hit.Offset != 0 ? Verdict.NotMine
            : hit.Kind == ScanKind.Pdu ? Verdict.Certain
            : hit.Kind == ScanKind.Partial && !isFinal ? Verdict.Unsure
            : Verdict.NotMine;
    }

    private static Verdict LookForPlace(ReadOnlySpan<byte> head, in ProbeHints hints)
    {
        var hit = PduScanner.Find(head);
        if (hit.Kind == ScanKind.Command || (hit.Kind == ScanKind.Pdu && (IsStrong(head[hit.Offset..]) || IsUsualPort(hints.ServerPort))))
        {
            return Verdict.Certain;
        }

        // On a usual port the next place is worth waiting for: it may be a whole PDU away.
        var waits = !hints.Final && (hit.Kind == ScanKind.Partial || IsUsualPort(hints.ServerPort));
        return waits ? Verdict.Unsure : Verdict.NotMine;
    }

    // A release is ten bytes, most of them zero; the others say so in two ways.
    private static bool IsStrong(ReadOnlySpan<byte> pdu) =>
        (PduType)pdu[0] is PduType.Data or PduType.AssociateRequest or PduType.AssociateAccept;

    // IANA: acr-nema, dicom-iscl, dicom-tls, dicom; and Orthanc's default.
    private static bool IsUsualPort(ushort port) => port is 104 or 2761 or 2762 or 4242 or 11112;
}
