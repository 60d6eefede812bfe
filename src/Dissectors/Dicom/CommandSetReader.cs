using System.Buffers.Binary;

namespace Sensor.Dissectors.Dicom;

/// <summary>
/// Reads a command set: always implicit VR little endian, one group, ascending (PS3.7 6.3.1). What can be read of a damaged one is read,
/// and
/// <see cref="CommandSet.Fault"/> says so.
/// </summary>
public static class CommandSetReader
{
    /// <summary>Longest command set that is read; real ones are below 200 bytes.</summary>
    public const int MaxLength = 4096;

    /// <summary>Bytes of an element's header: group, element, length.</summary>
    public const int ElementHeaderSize = 8;

    /// <summary>Every command set begins with its group length (0000,0000): this header, then four bytes.</summary>
    public static ReadOnlySpan<byte> Start => [0, 0, 0, 0, 4, 0, 0, 0];

    /// <summary>Bytes of the group length element.</summary>
    public const int GroupLengthSize = 12;

    public static CommandSet Read(ReadOnlySpan<byte> bytes)
    {
        var set = default(CommandSet);
        var least = 0u;
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < ElementHeaderSize)
            {
                set.Fault = CommandFault.Truncated;
                break;
            }

            var element = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
            if (BinaryPrimitives.ReadUInt16LittleEndian(bytes) != 0 || element < least)
            {
                set.Fault = CommandFault.Disordered;
                break;
            }

            least = element + 1u;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            if (length > (uint)(bytes.Length - ElementHeaderSize))
            {
                set.Fault = CommandFault.Truncated;
                break;
            }

            if (!Take(ref set, element, bytes.Slice(ElementHeaderSize, (int)length)))
            {
                set.Fault = CommandFault.Length;
            }

            bytes = bytes[(ElementHeaderSize + (int)length)..];
        }

        return set;
    }

    // Retired elements and those nobody asks for fall through.
    private static bool Take(ref CommandSet set, ushort element, ReadOnlySpan<byte> value)
    {
        switch (element)
        {
            case 0x0002:
                set.AffectedSopClass = DicomText.Trim(value);
                return true;
            case 0x0003:
                set.RequestedSopClass = DicomText.Trim(value);
                return true;
            case 0x0100:
                return Number(value, ref set.Field, ref set.Has, CommandElements.Field);
            case 0x0110:
                return Number(value, ref set.MessageId, ref set.Has, CommandElements.MessageId);
            case 0x0120:
                return Number(value, ref set.RespondedTo, ref set.Has, CommandElements.RespondedTo);
            case 0x0600:
                set.MoveDestination = DicomText.Trim(value);
                return true;
            case 0x0700:
                return Number(value, ref set.Priority, ref set.Has, CommandElements.Priority);
            case 0x0800:
                return Number(value, ref set.DataSetType, ref set.Has, CommandElements.DataSetType);
            case 0x0900:
                return Number(value, ref set.Status, ref set.Has, CommandElements.Status);
            case 0x0902:
                set.ErrorCommentLength = value.Length;
                return true;
            case 0x1000:
                set.AffectedInstance = DicomText.Trim(value);
                return true;
            case 0x1001:
                set.RequestedInstance = DicomText.Trim(value);
                return true;
            case 0x1002:
                return Number(value, ref set.EventType, ref set.Has, CommandElements.EventType);
            case 0x1005:
                set.AttributeCount = value.Length / 4;
                return true;
            case 0x1008:
                return Number(value, ref set.ActionType, ref set.Has, CommandElements.ActionType);
            case 0x1020:
                return Number(value, ref set.SubOperations.Remaining, ref set.Has, CommandElements.SubOperations);
            case 0x1021:
                return Number(value, ref set.SubOperations.Completed, ref set.Has, CommandElements.SubOperations);
            case 0x1022:
                return Number(value, ref set.SubOperations.Failed, ref set.Has, CommandElements.SubOperations);
            case 0x1023:
                return Number(value, ref set.SubOperations.Warning, ref set.Has, CommandElements.SubOperations);
            case 0x1030:
                set.MoveOriginator = DicomText.Trim(value);
                return true;
            case 0x1031:
                return Number(value, ref set.OriginatorMessageId, ref set.Has, CommandElements.None);
            default:
                return true;
        }
    }

    private static bool Number(ReadOnlySpan<byte> value, ref ushort into, ref CommandElements has, CommandElements which)
    {
        if (value.Length != sizeof(ushort))
        {
            return false;
        }

        into = BinaryPrimitives.ReadUInt16LittleEndian(value);
        has |= which;
        return true;
    }
}
