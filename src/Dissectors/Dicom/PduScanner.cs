using System.Buffers.Binary;

namespace Sensor.Dissectors.Dicom;

/// <summary>What a scan came upon.</summary>
public enum ScanKind : byte
{
    /// <summary>Nothing begins in these bytes.</summary>
    Nothing,

    /// <summary>Something may begin; more bytes would tell.</summary>
    Partial,

    /// <summary>A PDU begins.</summary>
    Pdu,

    /// <summary>A whole command set whose PDU and PDV headers were lost.</summary>
    Command,
}

/// <summary>Where a scan ended.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="Offset">Bytes in front of it.</param>
/// <param name="Length">Of a command: its bytes. Of a partial: contiguous bytes needed from there.</param>
public readonly record struct ScanHit(ScanKind Kind, int Offset, int Length);

/// <summary>
/// Finds the next safe place in bytes of unknown meaning, pixels mostly. A place must say so twice: two lengths that agree, or a header and
/// the first element of a command, or 32 printable bytes. What it finds doesn't depend on how the bytes were cut.
/// </summary>
public static class PduScanner
{
    /// <summary>How far a PDU is followed to the next one.</summary>
    private const int MaxLook = 4096;

    /// <summary>PDU header and PDV header.</summary>
    private const int DataHeader = PduHeader.Size + PdvHeader.Size;

    public static ScanHit Find(ReadOnlySpan<byte> data)
    {
        for (var i = 0; ; i++)
        {
            var next = data[i..].IndexOfAnyInRange((byte)0, (byte)PduType.Abort);
            if (next < 0)
            {
                return new ScanHit(ScanKind.Nothing, data.Length, 0);
            }

            i += next;
            if (data[i] == 0)
            {
                // A command begins with four zeros and a four: of a run of zeros only the last four count.
                var run = data[i..].IndexOfAnyExcept((byte)0);
                if (run < 0)
                {
                    var kept = Math.Min(data.Length - i, 4);
                    return new ScanHit(ScanKind.Partial, data.Length - kept, kept + 1);
                }

                i += run;
                var command = run >= 4 ? CommandAt(data, i - 4) : default;
                if (command.Kind != ScanKind.Nothing)
                {
                    return command;
                }

                if (data[i] > (byte)PduType.Abort)
                {
                    continue;
                }
            }

            var hit = PduAt(data, i);
            if (hit.Kind != ScanKind.Nothing)
            {
                return hit;
            }
        }
    }

    private static ScanHit PduAt(ReadOnlySpan<byte> data, int offset)
    {
        var bytes = data[offset..];

        // Reserved byte and the length's highest byte: zero in every PDU this sensor believes in. Turns down most candidates at once.
        if (bytes.Length < 3)
        {
            return bytes[1..].ContainsAnyExcept((byte)0) ? default : Partial(offset, 3);
        }

        if (bytes[1] != 0 || bytes[2] != 0)
        {
            return default;
        }

        if (bytes.Length < PduHeader.Size)
        {
            return Partial(offset, PduHeader.Size);
        }

        var header = PduHeader.Read(bytes);
        if (!header.IsPlausible)
        {
            return default;
        }

        var needed = header.Type switch
        {
            PduType.Data => DataNeeds(bytes, header.Length),
            PduType.AssociateRequest or PduType.AssociateAccept => AssociateNeeds(bytes),
            _ => ShortNeeds(bytes, header.Type),
        };
        return needed < 0 ? default : needed > bytes.Length ? Partial(offset, needed) : new ScanHit(ScanKind.Pdu, offset, 0);
    }

    // These three: contiguous bytes needed to be sure, -1: it isn't one.
    private static int DataNeeds(ReadOnlySpan<byte> bytes, uint pduLength)
    {
        if (bytes.Length < DataHeader)
        {
            return DataHeader;
        }

        var pdv = PdvHeader.Read(bytes[PduHeader.Size..]);
        if (!pdv.IsRegular || !pdv.Fits(pduLength))
        {
            return -1;
        }

        if (pdv.IsCommand)
        {
            return CommandNeeds(bytes, pdv);
        }

        var end = PduHeader.Size + pduLength;
        if (end > MaxLook)
        {
            // Two long lengths that agree are no accident; two long lengths that don't may be.
            return pduLength == PdvHeader.LengthSize + pdv.Length ? DataHeader : -1;
        }

        var needed = (int)end + PduHeader.Size;
        return bytes.Length < needed ? needed
            : ArePdvs(bytes[PduHeader.Size..(int)end]) && bytes[(int)end + 1] == 0 && PduHeader.Read(bytes[(int)end..]).IsPlausible ? needed
            : -1;
    }

    private static bool ArePdvs(ReadOnlySpan<byte> body)
    {
        while (body.Length >= PdvHeader.Size)
        {
            var pdv = PdvHeader.Read(body);
            if (!pdv.IsRegular || !pdv.Fits((uint)body.Length))
            {
                return false;
            }

            body = body[(PdvHeader.LengthSize + (int)pdv.Length)..];
        }

        return body.IsEmpty;
    }

    private static int CommandNeeds(ReadOnlySpan<byte> bytes, PdvHeader pdv)
    {
        const int needed = DataHeader + CommandSetReader.GroupLengthSize;
        if (bytes.Length < needed)
        {
            return needed;
        }

        var fragment = bytes[DataHeader..];
        var behind = BinaryPrimitives.ReadUInt32LittleEndian(fragment[CommandSetReader.ElementHeaderSize..]);
        var length = pdv.Length - PdvHeader.Overhead;
        var agrees = pdv.IsLast
            ? length >= CommandSetReader.GroupLengthSize && behind == length - CommandSetReader.GroupLengthSize
            : behind <= CommandSetReader.MaxLength;
        return agrees && fragment.StartsWith(CommandSetReader.Start) ? needed : -1;
    }

    private static int AssociateNeeds(ReadOnlySpan<byte> bytes)
    {
        const int version = 6;
        const int titles = 10;
        const int called = titles + DicomText.MaxAeTitleLength;
        const int needed = called + DicomText.MaxAeTitleLength;
        return bytes.Length < needed ? needed
            : BinaryPrimitives.ReadUInt16BigEndian(bytes[version..]) != 1 ? -1
            : IsTitle(bytes[titles..called]) && IsTitle(bytes[called..needed]) ? needed
            : -1;
    }

    // Stricter than for a reader that knows where it is: zeros and a few letters are found in pixels.
    private static bool IsTitle(ReadOnlySpan<byte> padded) =>
        DicomText.Trim(padded) is { IsEmpty: false } title && padded[0] != 0 && DicomText.IsAeTitle(title);

    private static int ShortNeeds(ReadOnlySpan<byte> bytes, PduType type)
    {
        const int needed = PduHeader.Size + PduHeader.ShortLength;
        if (bytes.Length < needed)
        {
            return needed;
        }

        var body = bytes[PduHeader.Size..needed];
        var isOne = type switch
        {
            PduType.AssociateReject => body[0] == 0 && body[1] is 1 or 2 && body[2] is >= 1 and <= 3 && body[3] is >= 1 and <= 7,
            PduType.Abort => body[0] == 0 && body[1] == 0 && body[2] <= 2 && body[3] <= 6,
            _ => !body.ContainsAnyExcept((byte)0),
        };
        return isOne ? needed : -1;
    }

    private static ScanHit CommandAt(ReadOnlySpan<byte> data, int offset)
    {
        var bytes = data[offset..];
        var start = CommandSetReader.Start;
        if (bytes.Length < start.Length)
        {
            return start.StartsWith(bytes) ? Partial(offset, start.Length) : default;
        }

        if (!bytes.StartsWith(start))
        {
            return default;
        }

        // The second element belongs to group 0000, too, and is one of the first few.
        const int second = CommandSetReader.GroupLengthSize;
        if (bytes.Length < second + 4)
        {
            return Partial(offset, second + 4);
        }

        var behind = BinaryPrimitives.ReadUInt32LittleEndian(bytes[CommandSetReader.ElementHeaderSize..]);
        var tag = BinaryPrimitives.ReadUInt32LittleEndian(bytes[second..]);
        if (behind > CommandSetReader.MaxLength - second || tag is not (0x00010000 or 0x00020000 or 0x00030000 or 0x01000000))
        {
            return default;
        }

        var length = second + (int)behind;
        if (bytes.Length < length)
        {
            return Partial(offset, length);
        }

        var set = CommandSetReader.Read(bytes[..length]);
        const CommandElements all = CommandElements.Field | CommandElements.DataSetType;
        return set.Fault == CommandFault.None && (set.Has & all) == all ? new ScanHit(ScanKind.Command, offset, length) : default;
    }

    private static ScanHit Partial(int offset, int needed) => new(ScanKind.Partial, offset, needed);
}
