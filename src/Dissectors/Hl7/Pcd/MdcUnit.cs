using System.Buffers.Text;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>Numbers with units as HL7 writes them: NM or SN beside a CWE that may have two spellings (OBX-5 and 6, RXG-15 and 16).</summary>
internal static class MdcUnit
{
    /// <summary>Codes of the unit partition; some send the term's own part alone.</summary>
    private const int Partition = 4 * 65536;

    /// <summary>Longer numbers aren't read.</summary>
    private const int MaxDigits = 32;

    public static bool TryNumber(ReadOnlySpan<byte> text, out double value)
    {
        text = text.Trim(" "u8);
        value = 0;
        return text is [not ((byte)'N' or (byte)'n' or (byte)'I' or (byte)'i'), ..] && text.Length <= MaxDigits
            && Utf8Parser.TryParse(text, out value, out var used) && used == text.Length && double.IsFinite(value);
    }

    /// <summary>The unit, and what a value in it is multiplied by.</summary>
    public static PumpUnit Find(ref SegmentReader segment, int field, out double factor)
    {
        PumpUnit unit;
        if (PumpUnits.TryFind(segment.First(field), out unit, out factor)
            || PumpUnits.TryFind(segment.Component(field, 2), out unit, out factor)
            || PumpUnits.TryFind(segment.Component(field, 4), out unit, out factor)
            || PumpUnits.TryFind(segment.Component(field, 5), out unit, out factor))
        {
            return unit;
        }

        var code = segment.First(field);
        if (Utf8Parser.TryParse(code, out ushort term, out var used) && used == code.Length)
        {
            Span<byte> text = stackalloc byte[8];
            (Partition + term).TryFormat(text, out var digits, default, System.Globalization.CultureInfo.InvariantCulture);
            PumpUnits.TryFind(text[..digits], out unit, out factor);
        }

        return unit;
    }
}
