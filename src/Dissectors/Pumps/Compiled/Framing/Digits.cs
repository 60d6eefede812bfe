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
        foreach (var b in text)
        {
            var digit = (uint)(b - '0') <= 9 ? b - '0' : (uint)((b | 0x20) - 'a') <= 5 ? (b | 0x20) - 'a' + 10 : -1;
            if (digit < 0)
            {
                return false;
            }

            value = (value << 4) | (uint)digit;
        }

        return !text.IsEmpty;
    }
}
