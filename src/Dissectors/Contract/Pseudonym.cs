namespace Sensor.Dissectors.Contract;

/// <summary>What a pseudonym stands for. Each kind has its own subkey, so equal values of two kinds don't meet.</summary>
public enum PseudonymKind : byte
{
    Patient,
    Visit,
    Account,
    Accession,
    Order,
    Study,
    Series,
    Instance,
    Staff,
    Message,
}

/// <summary>A keyed 128-bit pseudonym; all zero is none.</summary>
public readonly record struct Pseudonym(ulong High, ulong Low)
{
    /// <summary>Bytes of the text form: <c>p_</c> and 26 digits.</summary>
    public const int TextLength = 28;

    public bool IsNone => (High | Low) == 0;

    /// <summary>Writes <c>p_</c> and unpadded lower-case base32 (RFC 4648) of the 16 bytes, most significant first.</summary>
    public void Format(Span<byte> destination)
    {
        "p_"u8.CopyTo(destination);
        var bits = new UInt128(High, Low);
        for (var i = 0; i < 26; i++)
        {
            // 26 digits hold 130 bits: the last digit carries the last 3 bits, followed by two zero bits.
            var digit = i < 25 ? (int)(bits >> (123 - (5 * i))) & 31 : ((int)bits << 2) & 31;
            destination[2 + i] = "abcdefghijklmnopqrstuvwxyz234567"u8[digit];
        }
    }
}
