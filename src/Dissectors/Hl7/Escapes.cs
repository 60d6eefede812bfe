namespace Sensor.Dissectors.Hl7;

/// <summary>
/// Undoes escape sequences that stand for characters (HL7 v2.5.1 2.7): the delimiters <c>\F\ \S\ \T\ \R\ \E\</c>, v2.7's <c>\P\</c> and
/// hexadecimal <c>\Xhh..\</c>. Formatting, character set and local sequences stay as they are, as does what only looks like a sequence.
/// </summary>
public static class Escapes
{
    /// <summary>The plain value: <paramref name="value"/> itself where there is nothing to undo, else the front of <paramref name="scratch"/>, cut to its length.</summary>
    public static ReadOnlySpan<byte> Undo(ReadOnlySpan<byte> value, in EncodingCharacters characters, Span<byte> scratch)
    {
        var escape = characters.Escape;
        if (escape == 0 || !value.Contains(escape))
        {
            return value;
        }

        var written = 0;
        while (true)
        {
            var open = value.IndexOf(escape);
            if (open < 0)
            {
                Append(value, scratch, ref written);
                return scratch[..written];
            }

            Append(value[..open], scratch, ref written);
            value = value[open..];
            var close = value[1..].IndexOf(escape) + 1;
            if (close > 0 && TryUndo(value[1..close], characters, scratch, ref written))
            {
                value = value[(close + 1)..];
                continue;
            }

            // Kept sequences pass whole, so that their end isn't taken for a beginning; a lone escape character is data.
            var kept = close > 1 && IsKept(value[1]) ? close + 1 : 1;
            Append(value[..kept], scratch, ref written);
            value = value[kept..];
        }
    }

    private static bool TryUndo(ReadOnlySpan<byte> sequence, in EncodingCharacters characters, Span<byte> scratch, ref int written)
    {
        if (sequence.Length == 1)
        {
            var plain = sequence[0] switch
            {
                (byte)'F' => characters.Field,
                (byte)'S' => characters.Component,
                (byte)'T' => characters.Subcomponent,
                (byte)'R' => characters.Repetition,
                (byte)'E' => characters.Escape,
                (byte)'P' => characters.Truncation,
                _ => (byte)0,
            };
            if (plain == 0)
            {
                return false;
            }

            Append([plain], scratch, ref written);
            return true;
        }

        if (sequence.Length < 3 || sequence[0] != (byte)'X' || (sequence.Length & 1) == 0)
        {
            return false;
        }

        var digits = sequence[1..];
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }
        }

        for (; !digits.IsEmpty; digits = digits[2..])
        {
            Append([(byte)((Value(digits[0]) << 4) | Value(digits[1]))], scratch, ref written);
        }

        return true;
    }

    /// <summary>First characters of sequences that are more than one character's name: formatting, highlighting, character sets, local (2.7.2 to 2.7.7).</summary>
    private static bool IsKept(byte first) => first is (byte)'.' or (byte)'H' or (byte)'N' or (byte)'C' or (byte)'M' or (byte)'Z';

    private static int Value(byte digit) => digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static void Append(scoped ReadOnlySpan<byte> bytes, Span<byte> scratch, ref int written)
    {
        bytes = bytes[..Math.Min(bytes.Length, scratch.Length - written)];
        bytes.CopyTo(scratch[written..]);
        written += bytes.Length;
    }
}
