namespace Sensor.Dissectors.Identity.Tls;

/// <summary>A name in a certificate, written as <c>C=DE, O=Clinic, CN=pacs.example</c>, in its own order (RFC 5280, section 4.1.2.4; RFC 4514, section 3).</summary>
internal static class DistinguishedName
{
    /// <summary>Bytes of text; what doesn't fit is left out.</summary>
    public const int MaxLength = 256;

    /// <summary>Attributes of X.520 that name machines and where they stand, by the last byte of 2.5.4.n. Names of people aren't among them.</summary>
    private static ReadOnlySpan<byte> Label(ReadOnlySpan<byte> oid) => oid is [0x55, 0x04, var number]
        ? number switch { 3 => "CN"u8, 6 => "C"u8, 7 => "L"u8, 8 => "ST"u8, 10 => "O"u8, 11 => "OU"u8, _ => default }
        : default;

    /// <param name="name">Contents of the encoded name.</param>
    /// <param name="text">Room for <see cref="MaxLength"/> bytes.</param>
    /// <returns>Bytes written, all of them printable ASCII.</returns>
    public static int Format(ReadOnlySpan<byte> name, Span<byte> text)
    {
        var length = 0;
        for (var sets = new DerReader(name); sets.Next == DerReader.Set;)
        {
            var attribute = sets.Enter(DerReader.Set).Enter(DerReader.Sequence);
            var label = Label(attribute.Take(DerReader.ObjectId));
            var type = attribute.Next;
            var value = attribute.Take(type);
            var needed = (length == 0 ? 0 : 2) + label.Length + 1 + value.Length;
            if (label.IsEmpty || value.IsEmpty || needed > text.Length - length)
            {
                continue;
            }

            length += Put(length == 0 ? default : ", "u8, text[length..]);
            length += Put(label, text[length..]);
            text[length++] = (byte)'=';
            length += PutValue(type, value, text[length..]);
        }

        return length;
    }

    /// <summary>The common name; empty where there is none. A view into <paramref name="name"/>.</summary>
    public static ReadOnlySpan<byte> CommonName(ReadOnlySpan<byte> name)
    {
        for (var sets = new DerReader(name); sets.Next == DerReader.Set;)
        {
            var attribute = sets.Enter(DerReader.Set).Enter(DerReader.Sequence);
            if (Label(attribute.Take(DerReader.ObjectId)).SequenceEqual("CN"u8))
            {
                return attribute.Take(attribute.Next);
            }
        }

        return default;
    }

    private static int Put(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from.CopyTo(to);
        return from.Length;
    }

    /// <summary>Of text in two bytes a character the low ones; for what can't be shown a question mark.</summary>
    private static int PutValue(byte type, ReadOnlySpan<byte> value, Span<byte> to)
    {
        var step = type == DerReader.BmpString ? 2 : 1;
        var length = 0;
        for (var i = step - 1; i < value.Length; i += step)
        {
            to[length++] = value[i] is >= 0x20 and < 0x7F ? value[i] : (byte)'?';
        }

        return length;
    }
}
