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
        var (high, low) = (High, Low);
        foreach (ref var digit in destination.Slice(2, 26))
        {
            // 26 digits hold 130 bits: two zero bits follow the last ones.
            digit = "abcdefghijklmnopqrstuvwxyz234567"u8[(int)(high >> 59)];
            high = (high << 5) | (low >> 59);
            low <<= 5;
        }
    }
}
