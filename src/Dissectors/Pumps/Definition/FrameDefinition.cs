namespace Sensor.Dissectors.Pumps.Definition;

/// <summary>How a length is written.</summary>
public enum LengthCoding : byte
{
    U8,
    U16BigEndian,
    U16LittleEndian,
    U32BigEndian,
    U32LittleEndian,

    /// <summary>ASCII decimal digits.</summary>
    Decimal,

    /// <summary>ASCII hexadecimal digits.</summary>
    Hex,

    /// <summary>ASN.1 BER (X.690 8.1.3), definite form.</summary>
    Ber,
}

/// <summary>A length within a frame.</summary>
/// <param name="Offset">Where it stands, from the frame's first byte.</param>
/// <param name="Coding">How it is written.</param>
/// <param name="Digits">Of ASCII codings: how many.</param>
/// <param name="Add">The whole frame, first to last byte, is the length and so many bytes long (negative: less).</param>
public sealed record LengthDefinition(int Offset, LengthCoding Coding, int Digits = 0, int Add = 0)
{
    public Place Place { get; init; }
}

/// <summary>
/// How a frame begins and ends. On the wire: start, header, content, trailer, end, tail. The content is what messages are made of. Exactly one of: an end
/// (with or without a start), a length, a fixed size, XML root elements, silence, or a datagram.
/// </summary>
public sealed record FrameDefinition
{
    public Sender From { get; init; }

    /// <summary>First bytes; empty: a frame begins where the one before it ended.</summary>
    public byte[] Start { get; init; } = [];

    /// <summary>Bytes between start and content, with the length if that is there.</summary>
    public int Header { get; init; }

    /// <summary>Alternatives; none where something else says where the frame ends.</summary>
    public IReadOnlyList<byte[]> Ends { get; init; } = [];

    /// <summary>The end of one frame may be the start of the next (HDLC's flags).</summary>
    public bool EndIsShared { get; init; }

    /// <summary>The end that was found is the last of the content.</summary>
    public bool KeepsEnd { get; init; }

    /// <summary>One of the ends: the message goes on in the next frame.</summary>
    public byte[]? More { get; init; }

    /// <summary>With an end: checked against it (after taking escapes off). Without: says where the frame ends.</summary>
    public LengthDefinition? Length { get; init; }

    /// <summary>Of the whole frame.</summary>
    public int? Size { get; init; }

    /// <summary>Root elements of an XML document, each up to its end tag.</summary>
    public IReadOnlyList<string> XmlRoots { get; init; } = [];

    /// <summary>The frame ends when nothing has come for so long.</summary>
    public int? IdleMilliseconds { get; init; }

    /// <summary>Each datagram is one.</summary>
    public bool IsDatagram { get; init; }

    /// <summary>The sender has given the frame up.</summary>
    public byte? Abort { get; init; }

    /// <summary>Taken off before anything else but delimiters is looked at.</summary>
    public EscapeDefinition? Escape { get; init; }

    /// <summary>Between content and end: literals and the checksum.</summary>
    public IReadOnlyList<EdgeDefinition> Trailer { get; init; } = [];

    /// <summary>Behind the end: literals and the checksum. Whatever bytes these are, they end nothing.</summary>
    public IReadOnlyList<EdgeDefinition> Tail { get; init; } = [];

    /// <summary>More than one: the first that holds is kept to from then on, per connection. None: nothing is checked.</summary>
    public IReadOnlyList<ChecksumDefinition> Checksums { get; init; } = [];

    /// <summary>Bytes that content may be of; null: any. A frame with others is none.</summary>
    public ByteSet? Alphabet { get; init; }

    /// <summary>Bytes of the whole frame.</summary>
    public int Min { get; init; } = 1;

    /// <summary>Bytes of the whole frame, at most 16,384.</summary>
    public int Max { get; init; } = 1024;
    public Place Place { get; init; }
}

/// <summary>A piece at a frame's edge: a literal, or the checksum (<see cref="Literal"/> null).</summary>
public sealed record EdgeDefinition(byte[]? Literal);

/// <summary>A set of byte values.</summary>
public sealed record ByteSet(UInt128 Low, UInt128 High)
{
    public bool Contains(byte value) => ((value < 128 ? Low : High) >> (value & 127) & 1) != 0;

    public static ByteSet Of(ReadOnlySpan<byte> values)
    {
        UInt128 low = 0, high = 0;
        foreach (var value in values)
        {
            (low, high) = value < 128 ? (low | (UInt128)1 << value, high) : (low, high | (UInt128)1 << (value - 128));
        }

        return new ByteSet(low, high);
    }
}

/// <summary>How bytes that would be taken for delimiters are written.</summary>
public sealed record EscapeDefinition
{
    /// <summary>Introduces an escaped byte; null where <see cref="Pairs"/> are.</summary>
    public byte? Byte { get; init; }

    /// <summary>The byte that follows it is this one xor the real one.</summary>
    public byte Xor { get; init; }

    /// <summary>Two bytes that stand for one, read from left to right.</summary>
    public IReadOnlyList<(byte First, byte Second, byte Meant)> Pairs { get; init; } = [];

    /// <summary>Not every device does it: a frame whose check holds only with escapes taken off says that its sender does.</summary>
    public bool IsOptional { get; init; }
    public Place Place { get; init; }
}

/// <summary>Kinds of sums.</summary>
public enum ChecksumKind : byte
{
    /// <summary>Sum of bytes, the lowest <see cref="ChecksumDefinition.Width"/> bits.</summary>
    Sum,
    Xor,
    Crc,
}

/// <summary>How a sum is written.</summary>
public enum ChecksumCoding : byte
{
    BigEndian,
    LittleEndian,

    /// <summary>ASCII hexadecimal, as many digits as the width needs.</summary>
    Hex,

    /// <summary>ASCII decimal, <see cref="ChecksumDefinition.Digits"/> digits with leading zeros.</summary>
    Decimal,
}

/// <summary>A sum over a frame. The parameters of a CRC are those of the Rocksoft model (R. Williams 1993).</summary>
public sealed record ChecksumDefinition
{
    public ChecksumKind Kind { get; init; }

    /// <summary>Bits: 8, 16, 24 or 32.</summary>
    public int Width { get; init; } = 8;
    public uint Polynomial { get; init; }
    public uint Initial { get; init; }
    public bool ReflectIn { get; init; }
    public bool ReflectOut { get; init; }

    /// <summary>Of sums, too: 0xFF makes their ones' complement.</summary>
    public uint XorOut { get; init; }

    /// <summary>False: data enters at the low end and no zero bits follow it (plain polynomial division).</summary>
    public bool IsAugmented { get; init; } = true;
    public ChecksumCoding Coding { get; init; }
    public int Digits { get; init; }

    /// <summary>Covers the frame's start and header, too.</summary>
    public bool FromStart { get; init; }

    /// <summary>Bytes at the front of what is covered that are left out.</summary>
    public int Skip { get; init; }

    /// <summary>Literals of the trailer before the checksum are covered, too.</summary>
    public bool CoversTrailer { get; init; }

    /// <summary>Covers the end, too.</summary>
    public bool ThroughEnd { get; init; }
    public Place Place { get; init; }
}
