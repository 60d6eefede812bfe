using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Sensor.Evidence.Masking;

/// <summary>
/// HL7 version 2 in MLLP frames, from the first frame that begins in the segment: delimiters stay, the names of segments that follow a CR, and of MSH the fields 1 to 12
/// but for security (8) and the message's id (10). Every other letter is X, every digit 0, and the rest a dot. What comes before the first frame belongs to a message that began elsewhere.
/// </summary>
internal static class MaskHl7
{
    private const byte FrameStart = 0x0B, FrameEnd = 0x1C, Cr = 0x0D;

    /// <summary>Bytes of MSH let through at most: its fields are short, and a text that ends nowhere isn't one of them.</summary>
    private const int MaxHeader = 400;

    private const int LastField = 12, Security = 8, MessageId = 10, NameLength = 3;

    private static readonly SearchValues<byte> OfNames = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8);

    private static readonly SearchValues<byte> Delimiters = SearchValues.Create([.. "|^~\\&"u8, FrameStart, FrameEnd, Cr, (byte)'\n']);

    /// <summary>HL7 version 2 chapters 2 to 17; site-defined ones begin with Z.</summary>
    private static readonly FrozenSet<string> Segments = FrozenSet.ToFrozenSet(
    [
        "ABS", "ACC", "AIG", "AIL", "AIP", "AIS", "AL1", "ARV", "BHS", "BLG", "BTS", "CON", "CTI", "DB1", "DG1", "DRG", "DSC", "DSP", "ERR", "EVN", "FHS", "FT1", "FTS", "GT1", "IAM",
        "IN1", "IN2", "IN3", "IPC", "MFE", "MFI", "MRG", "MSA", "MSH", "NK1", "NPU", "NTE", "OBR", "OBX", "ODS", "ORC", "PD1", "PDA", "PID", "PR1", "PRB", "PRT", "PV1", "PV2", "QAK",
        "QID", "QPD", "QRD", "QRF", "RCP", "RGS", "ROL", "RXA", "RXC", "RXD", "RXE", "RXG", "RXO", "RXR", "SAC", "SCH", "SFT", "SPM", "TQ1", "TQ2", "TXA", "UAC",
    ]);

    public static void Segment(Sieve data)
    {
        var start = FirstFrame(data.Bytes);
        if (start < 0)
        {
            return;
        }

        var bytes = data.Bytes;
        for (var at = start; at < bytes.Length;)
        {
            var isSegment = at > start && bytes[at - 1] is Cr or FrameStart;
            if (isSegment && bytes[at - 1] == FrameStart && IsHeader(bytes[at..]))
            {
                at = Header(data, at);
            }
            else if (isSegment && at + NameLength < bytes.Length && bytes[at + NameLength] == '|' && IsName(bytes.Slice(at, NameLength)))
            {
                data.Keep(at, NameLength + 1);
                at += NameLength + 1;
            }
            else
            {
                data.Put(at, Hidden(bytes[at]));
                at++;
            }
        }
    }

    /// <summary>Where the first frame of a message begins: at the front, or behind the end of another.</summary>
    private static int FirstFrame(ReadOnlySpan<byte> bytes)
    {
        for (var from = 0; bytes[from..].IndexOf(FrameStart) is var at && at >= 0; from += at + 1)
        {
            var place = from + at;
            var isBehind = place >= 2 && bytes[place - 2] == FrameEnd && bytes[place - 1] == Cr;
            if ((place == 0 || isBehind) && IsHeader(bytes[(place + 1)..]))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>MSH and the delimiters that it declares.</summary>
    private static bool IsHeader(ReadOnlySpan<byte> bytes) => bytes.StartsWith("MSH|^~\\&"u8);

    /// <summary>Lets MSH through up to the field that isn't known to be harmless.</summary>
    /// <returns>Where that begins.</returns>
    private static int Header(Sieve data, int start)
    {
        // The bar behind the name is the first field.
        var field = 1;
        var at = start;
        var end = Math.Min(data.Bytes.Length, start + MaxHeader);
        for (; at < end && data.Bytes[at] is not (Cr or FrameEnd or FrameStart); at++)
        {
            if (data.Bytes[at] == '|' && ++field > LastField)
            {
                break;
            }

            if (field is Security or MessageId && data.Bytes[at] != '|')
            {
                data.Put(at, Hidden(data.Bytes[at]));
            }
            else
            {
                data.Keep(at, 1);
            }
        }

        return at;
    }

    private static bool IsName(ReadOnlySpan<byte> name) =>
        Segments.Contains(Encoding.Latin1.GetString(name)) || (name[0] == 'Z' && !name[1..].ContainsAnyExcept(OfNames));

    private static byte Hidden(byte value) =>
        Delimiters.Contains(value) ? value
        : char.IsAsciiDigit((char)value) ? (byte)'0'
        : char.IsAsciiLetter((char)value) || value >= 0x80 ? (byte)'X'
        : (byte)'.';
}
