using Hospital.Talks;
using Hospital.Wire.Languages;

namespace Hospital.Wire.Dicom;

/// <summary>Data elements in little endian, with or without their value representation (PS3.5 7.1), in order of their tags.</summary>
internal sealed class Elements
{
    public const uint Item = 0xFFFEE000;
    public const uint SequenceDelimiter = 0xFFFEE0DD;
    public const uint Undefined = 0xFFFF_FFFF;

    private bool _isExplicit;

    /// <summary>Begins with every <see cref="Begin"/>.</summary>
    public Wording Wording { get; } = new();

    /// <summary>Bytes of an element's header whose length takes 32 bits.</summary>
    public int LongHeader => _isExplicit ? 12 : 8;

    public void Begin(string transferSyntax)
    {
        Wording.Begin(0);
        _isExplicit = transferSyntax != Uids.ImplicitLittleEndian;
    }

    /// <summary>Bytes that a text's element takes.</summary>
    public static int SizeOf(string text) => 8 + Even(text.Length);

    /// <summary>An element whose length takes 16 bits; padded to an even length.</summary>
    /// <param name="tag">0xGGGGEEEE.</param>
    /// <param name="representation">Two letters.</param>
    /// <param name="text">One byte a character.</param>
    public void Text(uint tag, string representation, string text)
    {
        Header(tag, representation, Even(text.Length));
        Wording.Text(text);
        if ((text.Length & 1) != 0)
        {
            Wording.Byte(representation == "UI" ? (byte)0 : (byte)' ');
        }
    }

    public void Number(uint tag, int value)
    {
        Header(tag, "US", 2);
        Wording.Little16(value);
    }

    /// <summary>The header of an element whose length takes 32 bits.</summary>
    public void Long(uint tag, string representation, uint length)
    {
        Tag(tag);
        if (_isExplicit)
        {
            Wording.Text(representation);
            Wording.Little16(0);
        }

        Wording.Little32(length);
    }

    /// <summary>An item's or a delimiter's header, which never has a value representation.</summary>
    public void Bare(uint tag, uint length)
    {
        Tag(tag);
        Wording.Little32(length);
    }

    private static int Even(int length) => (length + 1) & ~1;

    private void Header(uint tag, string representation, int length)
    {
        Tag(tag);
        if (_isExplicit)
        {
            Wording.Text(representation);
            Wording.Little16(length);
        }
        else
        {
            Wording.Little32((uint)length);
        }
    }

    private void Tag(uint tag)
    {
        Wording.Little16((int)(tag >> 16));
        Wording.Little16((int)tag);
    }
}
