using System.Text;
using Sensor.Fuzz.Inputs;

namespace Sensor.Fuzz.Mutation;

/// <summary>HL7 v2 (chapter 2: delimiters, segments, fields, escapes) in MLLP's frames, to lie in.</summary>
internal sealed class Hl7Grammar : IGrammar
{
    private const byte Vt = 0x0B, Fs = 0x1C, Cr = 0x0D, Lf = 0x0A;

    private static readonly string[] _segments =
        ["MSH", "MSA", "PID", "PV1", "OBR", "OBX", "ORC", "EVN", "ERR", "QRD", "QPD", "MRG", "NK1", "BHS", "BTS", "FHS", "FTS", "ZDS", "ADD", "DSC", "RXG", "RXR", "PRT", "msh", "PI", "PIDX", "ÿþ"];

    private static readonly string[] _fields =
    [
        "ADT^A01", "ADT^A01^ADT_A01", "ACK", "ORU^R01", "ORM^O01", "MCF", "QBP^Q22", "SIU^S12", "ADT~ORM", "AA", "AE", "AR", "CA", "CE", "CR", "AX", "P", "2.5.1", "2.3", "UNICODE UTF-8", "8859/1",
        "AL", "NE", "ER", "SU", "\"\"", "12345^^^HOSP^MR~6789^^^OTHER", "20261121190000.123456+0100", "2026", "\\F\\", "\\S\\", "\\T\\", "\\R\\", "\\E\\", "\\X0D\\", "\\X0\\", "\\XZZ\\", "\\H\\x\\N\\", "\\", "\\.br\\", "\\Zx\\",
        "RGV^O15^RGV_O15", "RRG^O16", "ORU^R40", "ORU^R42", "ACK^O15", "RE", "XO", "CH", "1.0.0.0", "1.1.0.0", "1.2.0.0", "2.1.3.4", "99.99.99.99", "70049^MDC_DEV_PUMP_INFUS_LVP_MDS^MDC", "69986^MDC_DEV_PUMP_INFUS_VMD^MDC",
        "70071^MDC_DEV_PUMP_INFUSATE_SOURCE_PRIMARY^MDC", "158014^MDC_FLOW_FLUID_PUMP_CURRENT^MDC", "157784^MDC_FLOW_FLUID_PUMP^MDC", "0^MDC_VOL_FLUID_TBI^MDC", "V1^Rate^VENDOR^157784^^MDC", "157993^^MDC",
        "184519^MDC_PUMP_INFUSING_STATUS^MDC", "^pump-status-infusing", "^pump-delivery-status-kvo", "158016^MDC_DEV_PUMP_ACTIVE_SOURCES^MDC", "^pump-source-info-primary", "68487^MDC_ATTR_EVT_COND^MDC", "197288^MDC_EVT_PUMP_DELIV_START^MDC",
        "196616^MDC_EVT_ALARM^MDC", "68483^MDC_ATTR_ALARM_INACTIVATION_STATE^MDC", "audio-paused", "265266^MDC_DIM_MILLI_L_PER_HR^MDC", "3122^^MDC", "mL", "13.3", "-1", "1e308", "NaN", "PUMP-1^^0012219876543210^EUI-64", "^^A1^MAKER",
        "184520^MDC_PUMP_DRUG_LIBRARY_NAME^MDC", "184517^MDC_PUMP_DRUG_LIBRARY_VERSION^MDC", "9010^x", "0^MDCX_INFUSION_ORDER_TYPE^MDC", "^clinician-dose",
    ];

    public IReadOnlyList<byte[]> Words { get; } =
    [
        .. _segments.Select(s => Encoding.Latin1.GetBytes(s + "|")), .. _fields.Select(Encoding.Latin1.GetBytes), .. new[] { "MSH|^~\\&|", "MSH^|~\\&^", "MSH|^~\\&#|", "BHS|^~\\&|" }.Select(Encoding.Latin1.GetBytes),
        [Vt], [Fs, Cr], [Fs], [Cr], [Lf], [Cr, Lf], [Vt, 0x06, Fs, Cr], [Vt, 0x15, Fs, Cr], [Vt, Fs, Cr], [0], [0xFF], [0xEF, 0xBB, 0xBF],
    ];

    public byte[] Mutate(byte[] bytes, byte[] other, Dice dice)
    {
        var segments = Split(bytes, Cr);
        var at = dice.Next(segments.Count);
        switch (dice.Next(12))
        {
            case 0:
                segments.RemoveAt(at);
                break;
            case 1:
                segments.InsertRange(dice.Next(segments.Count + 1), Enumerable.Repeat(segments[at], dice.Once(8) ? dice.Few(100) : 1));
                break;
            case 2:
                var with = dice.Next(segments.Count);
                (segments[at], segments[with]) = (segments[with], segments[at]);
                break;
            case 3:
                var others = Split(other, Cr);
                segments.Insert(dice.Next(segments.Count + 1), others[dice.Next(others.Count)]);
                break;
            case 4:
                // Another name.
                segments[at] = [.. Encoding.Latin1.GetBytes(dice.Of(_segments)), .. segments[at].AsSpan(Math.Min(3, segments[at].Length))];
                break;
            case 5:
                return Framing(bytes, dice);
            case 6:
                return Delimiters(bytes, dice);
            case 7:
                return Join(segments, dice.Of<byte[]>([[Lf], [Cr, Lf], [Cr, Cr], []]));
            case 8:
                return Havoc.Mutate(bytes, other, Words, dice);
            default:
                segments[at] = MutateFields(segments[at], other, dice);
                break;
        }

        return Join(segments, [Cr]);
    }

    private byte[] MutateFields(byte[] segment, byte[] other, Dice dice)
    {
        var mark = segment.AsSpan().IndexOfAny((byte)'|', (byte)'^', (byte)'#') is >= 0 and var found ? segment[found] : (byte)'|';
        var fields = Split(segment, dice.Once(4) ? (byte)'^' : mark);
        var at = dice.Next(fields.Count);
        switch (dice.Next(6))
        {
            case 0:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.InsertRange(at, Enumerable.Repeat(fields[at], dice.Once(8) ? dice.Few(200) : 1));
                break;
            case 2:
                fields[at] = Enumerable.Repeat((byte)dice.Of<int>(['A', '9', '~', '^', '\\', ' ', 0xC3]), dice.Once(6) ? dice.Few(70_000) : dice.Few(600)).ToArray();
                break;
            case 3:
                fields[at] = [.. fields[at], .. dice.Of(Words)];
                break;
            case 4:
                fields[at] = Havoc.Mutate(fields[at], other, Words, dice);
                break;
            default:
                fields[at] = Encoding.Latin1.GetBytes(dice.Of(_fields));
                break;
        }

        return Join(fields, [mark]);
    }

    /// <summary>A frame's beginning or end is missing, doubled, or where none belongs.</summary>
    private static byte[] Framing(byte[] bytes, Dice dice)
    {
        var marks = Enumerable.Range(0, bytes.Length).Where(i => bytes[i] is Vt or Fs).ToList();
        if (marks.Count == 0)
        {
            return bytes.With(dice.Next(bytes.Length + 1), dice.Of<byte[]>([[Vt], [Fs, Cr], [Fs]]));
        }

        var at = dice.Of(marks);
        return dice.Next(4) switch
        {
            0 => bytes.Without(at, 1),
            1 => bytes.With(at, dice.Of<byte[]>([[Vt], [Fs], [Fs, Cr], [Vt, Fs, Cr], [Vt, 6, Fs, Cr], [0], "noise"u8.ToArray()])),
            2 => bytes.Replaced(at, 1, [dice.Of<byte>([Vt, Fs, Cr, Lf, 0x1E, 0])]),
            _ => bytes.Replaced(at, Math.Min(2, bytes.Length - at), [Fs, Lf]),
        };
    }

    /// <summary>One delimiter becomes another character, in the whole message or at one place.</summary>
    private static byte[] Delimiters(byte[] bytes, Dice dice)
    {
        byte[] delimiters = [.. "|^~\\&"u8];
        var from = dice.Of<byte>(delimiters);
        var to = dice.Once(2) ? dice.Of<byte>(delimiters) : dice.Of<byte>([.. "#$A0 \""u8, Cr, 0, 0xA6]);
        if (dice.Once(2))
        {
            return [.. bytes.Select(b => b == from ? to : b)];
        }

        var places = Enumerable.Range(0, bytes.Length).Where(i => bytes[i] == from).ToList();
        return places.Count == 0 ? bytes : bytes.Replaced(dice.Of(places), 1, [to]);
    }

    private static List<byte[]> Split(byte[] bytes, byte mark)
    {
        var parts = new List<byte[]>();
        for (var rest = bytes.AsSpan(); ;)
        {
            var end = rest.IndexOf(mark);
            if (end < 0 || parts.Count == 2000)
            {
                parts.Add(rest.ToArray());
                return parts;
            }

            parts.Add(rest[..end].ToArray());
            rest = rest[(end + 1)..];
        }
    }

    private static byte[] Join(List<byte[]> parts, byte[] mark)
    {
        var result = new List<byte>();
        for (var i = 0; i < parts.Count; i++)
        {
            result.AddRange(i == 0 ? [] : mark);
            result.AddRange(parts[i]);
        }

        return [.. result];
    }
}
