namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>Numbers written in ASCII digits, all of which must be digits.</summary>
internal static class Digits
{
    /// <summary>At most 19 digits are ever asked for.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        foreach (var b in text)
        {
            if ((uint)(b - '0') > 9)
            {
                return false;
            }

            value = (value * 10) + (uint)(b - '0');
        }

        return !text.IsEmpty;
    }

    /// <summary>Of either case; at most 16 digits are ever asked for.</summary>
    public static bool TryHex(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        var isHex = !text.IsEmpty;
        foreach (var b in text)
        {
            // Without branches: which digits come can't be guessed.
            isHex &= char.IsAsciiHexDigit((char)b);
            value = (value << 4) | (uint)((b & 0xf) + ((b >> 6) * 9));
        }

        return isHex;
    }
}
