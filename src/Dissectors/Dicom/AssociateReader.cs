using System.Buffers.Binary;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>
/// Reads the body of an A-ASSOCIATE-RQ or -AC as it comes. Requests of 20 KiB are ordinary, so the PDU is never wanted in one piece:
/// titles, then item by item. Items nest (PS3.8 9.3.2), but their types don't repeat between levels, so one flat walk reads them all: a
/// container is just its header.
/// </summary>
public struct AssociateReader
{
    /// <summary>Type, reserved, length (PS3.8 9.3.2.1 and on).</summary>
    private const int ItemHeaderSize = 4;

    private const int VersionAndCalled = 20;

    /// <summary>Behind the titles (PS3.8 9.3.2).</summary>
    private const int ReservedLength = 32;

    /// <summary>Text items beyond this aren't wanted any more.</summary>
    private const int MaxText = 256;

    private Stage _stage;
    private byte _contextId;

    private enum Stage : byte
    {
        Called,
        Calling,
        Items,
    }

    private enum Item : byte
    {
        ContextProposed = 0x20,
        ContextAnswered = 0x21,
        AbstractSyntax = 0x30,
        TransferSyntax = 0x40,
        UserInformation = 0x50,
        MaxLength = 0x51,
        ImplementationUid = 0x52,
        AsynchronousWindow = 0x53,
        RoleSelection = 0x54,
        ImplementationVersion = 0x55,
        ExtendedNegotiation = 0x56,
        CommonExtendedNegotiation = 0x57,
        UserIdentity = 0x58,
        UserIdentityAnswer = 0x59,
    }

    /// <summary>Two titles, printable or padded with NULs, and not both blank.</summary>
    public static bool AreTitles(ReadOnlySpan<byte> titles)
    {
        var blank = true;
        foreach (var c in titles)
        {
            if (c is not (0 or (>= 0x20 and <= 0x7E)))
            {
                return false;
            }

            blank &= c is 0 or (byte)' ';
        }

        return !blank;
    }

    /// <summary>
    /// Reads one piece from the front of <paramref name="data"/>; <paramref name="left"/> bytes of the PDU are still to come.
    /// </summary>
    public Step Read(ReadOnlySpan<byte> data, uint left, PduType type, Negotiation into, DicomPartition partition)
    {
        switch (_stage)
        {
            case Stage.Called:
                if (data.Length < VersionAndCalled)
                {
                    return Step.Need(0, VersionAndCalled);
                }

                if (type == PduType.AssociateRequest)
                {
                    // Receivers test bit 0 only (PS3.8 9.3.2).
                    partition.Check((data[1] & 1) != 0, DicomViolation.ProtocolVersion);
                    into.CalledAe = Title(data[4..VersionAndCalled], partition);
                }

                _stage = Stage.Calling;
                return Step.Need(VersionAndCalled, DicomText.MaxAeTitleLength);

            case Stage.Calling:
                if (data.Length < DicomText.MaxAeTitleLength)
                {
                    return Step.Need(0, DicomText.MaxAeTitleLength);
                }

                if (type == PduType.AssociateRequest)
                {
                    into.CallingAe = Title(data[..DicomText.MaxAeTitleLength], partition);
                }

                _stage = Stage.Items;
                return Step.SkipAfter(DicomText.MaxAeTitleLength, ReservedLength);

            default:
                return ReadItem(data, left, type, into, partition);
        }
    }

    private Step ReadItem(ReadOnlySpan<byte> data, uint left, PduType type, Negotiation into, DicomPartition partition)
    {
        if (left < ItemHeaderSize)
        {
            partition.Count(DicomViolation.ItemOverrun);
            return Step.SkipAfter(0, left);
        }

        if (data.Length < ItemHeaderSize)
        {
            return Step.Need(0, ItemHeaderSize);
        }

        var item = (Item)data[0];
        var length = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
        if (length > left - ItemHeaderSize)
        {
            partition.Count(DicomViolation.ItemOverrun);
            return Step.SkipAfter(0, left);
        }

        var wanted = Wanted(item, length, type);
        if (data.Length < ItemHeaderSize + wanted)
        {
            return Step.Need(0, ItemHeaderSize + wanted);
        }

        Take(item, data.Slice(ItemHeaderSize, wanted), length, type, into, partition);
        return item is Item.ContextProposed or Item.ContextAnswered or Item.UserInformation
            ? Step.Done(ItemHeaderSize + wanted)
            : Step.SkipAfter(ItemHeaderSize + wanted, length - wanted);
    }

    // How much of an item's value is looked at. Of a user identity only its type: what follows is a secret.
    private static int Wanted(Item item, int length, PduType type) => item switch
    {
        Item.ContextProposed or Item.ContextAnswered => Math.Min(length, 4),
        Item.MaxLength or Item.AsynchronousWindow => Math.Min(length, 4),
        Item.UserIdentity => Math.Min(length, 1),
        Item.TransferSyntax when type == PduType.AssociateRequest => 0,
        Item.AbstractSyntax or Item.TransferSyntax or Item.ImplementationUid or Item.ImplementationVersion => Math.Min(length, MaxText),
        _ => 0,
    };

    private void Take(Item item, ReadOnlySpan<byte> value, int length, PduType type, Negotiation into, DicomPartition partition)
    {
        ref var peer = ref into.Sender(type);
        ref var context = ref into.Contexts[_contextId];
        switch (item)
        {
            case Item.ContextProposed or Item.ContextAnswered when value.Length < 4:
            case Item.MaxLength or Item.AsynchronousWindow when length != 4:
            case Item.UserIdentity when length == 0:
                partition.Count(DicomViolation.ItemOverrun);
                break;
            case Item.ContextProposed when type == PduType.AssociateRequest:
                _contextId = value[0];
                into.Contexts[_contextId].IsProposed = true;
                peer.Contexts++;
                break;
            case Item.ContextAnswered when type == PduType.AssociateAccept:
                _contextId = value[0];
                into.Contexts[_contextId].Result = value[2];
                peer.Contexts += value[2] == 0 ? (ushort)1 : (ushort)0;
                break;
            case Item.AbstractSyntax when type == PduType.AssociateRequest:
                context.AbstractSyntax = partition.Uid(value);
                break;
            case Item.TransferSyntax when type == PduType.AssociateRequest:
                context.ProposedTransferSyntaxes++;
                break;
            case Item.TransferSyntax when context.Result == 0:
                // Where a context is refused, its transfer syntax means nothing (PS3.8 9.3.3.2).
                context.TransferSyntax = partition.Uid(value);
                context.Encoding = DatasetEncodings.Of(DicomText.Trim(value));
                break;
            case Item.MaxLength:
                peer.MaxPduLength = BinaryPrimitives.ReadUInt32BigEndian(value);
                break;
            case Item.ImplementationUid:
                peer.ImplementationUid = partition.Uid(value);
                break;
            case Item.AsynchronousWindow:
                peer.MaxOperationsInvoked = BinaryPrimitives.ReadUInt16BigEndian(value);
                peer.MaxOperationsPerformed = BinaryPrimitives.ReadUInt16BigEndian(value[2..]);
                break;
            case Item.RoleSelection:
                peer.RoleSelections++;
                break;
            case Item.ImplementationVersion:
                peer.ImplementationVersion = partition.Context.Intern(NameKind.Version, DicomText.Trim(value));
                break;
            case Item.ExtendedNegotiation or Item.CommonExtendedNegotiation:
                peer.ExtendedNegotiations++;
                break;
            case Item.UserIdentity:
                peer.UserIdentity = (UserIdentity)value[0];
                break;
            case Item.UserIdentityAnswer:
                peer.AnsweredIdentity = true;
                break;
        }
    }

    private static NameId Title(ReadOnlySpan<byte> padded, DicomPartition partition)
    {
        var title = DicomText.Trim(padded);
        partition.Check(!title.IsEmpty && DicomText.IsAeTitle(title), DicomViolation.AeTitleMalformed);
        return partition.Context.Intern(NameKind.AeTitle, title);
    }
}
