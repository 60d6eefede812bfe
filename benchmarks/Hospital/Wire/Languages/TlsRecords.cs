namespace Hospital.Wire.Languages;

/// <summary>Encrypted records of TLS (RFC 8446 5.2): their heads; what is in them is filler.</summary>
internal static class TlsRecords
{
    private const int ApplicationData = 23;
    private const int Longest = 16_384;

    /// <summary>Writes records that carry so many encrypted bytes; each begins a segment but the first.</summary>
    public static void Write(Wording to, long length)
    {
        while (length > 0)
        {
            var part = (int)Math.Min(length, Longest);
            to.Byte(ApplicationData);
            to.Big16(0x0303);
            to.Big16(part);
            to.Bulk(part);
            length -= part;
        }
    }
}
