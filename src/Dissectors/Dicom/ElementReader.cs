using System.Buffers.Binary;

namespace Sensor.Dissectors.Dicom;

/// <summary>
/// Walks a data set's elements, flat: sequences and items are passed through, so that what is nested comes in the order of the bytes.
/// Ends at the first thing that isn't an element.
/// </summary>
public ref struct ElementReader
{
    /// <summary>PS3.5 7.1: a length that isn't known beforehand.</summary>
    private const uint Undefined = 0xFFFFFFFF;

    private const uint ItemTag = 0xFFFEE000;
    private readonly DatasetEncoding _encoding;
    private ReadOnlySpan<byte> _rest;

    public ElementReader(ReadOnlySpan<byte> dataset, DatasetEncoding encoding)
    {
        _rest = dataset;
        _encoding = encoding;
    }

    /// <summary>Group and element of the current element.</summary>
    public uint Tag { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Whether every byte so far was understood; after the last element: whether the whole data set was.</summary>
    public readonly bool IsComplete => _rest.IsEmpty;

    /// <summary>Goes to the next element with a value of its own.</summary>
    public bool Read()
    {
        while (_rest.Length >= 8)
        {
            var header = 8;
            Tag = (uint)((U16(_rest) << 16) | U16(_rest[2..]));
            uint length;
            var isSequence = false;
            if (_encoding == DatasetEncoding.ImplicitLittle || Tag >> 16 == 0xFFFE)
            {
                // Items and delimiters never have a VR (PS3.5 7.5).
                length = U32(_rest[4..]);
            }
            else if (IsShortVr(_rest[4], _rest[5]))
            {
                length = U16(_rest[6..]);
            }
            else
            {
                header = 12;
                if (_rest.Length < header || !IsVr(_rest[4], _rest[5]))
                {
                    return false;
                }

                isSequence = _rest[4] == 'S' && _rest[5] == 'Q';
                length = U32(_rest[8..]);
            }

            if (Tag >> 16 == 0xFFFE || isSequence || length == Undefined || IsImplicitSequence(length))
            {
                _rest = _rest[header..];
                continue;
            }

            if (length > (uint)(_rest.Length - header))
            {
                return false;
            }

            Value = _rest.Slice(header, (int)length);
            _rest = _rest[(header + (int)length)..];
            return true;
        }

        return false;
    }

    // Implicit VR doesn't say what is a sequence; a value that begins with an item tag is one.
    private readonly bool IsImplicitSequence(uint length) =>
        _encoding == DatasetEncoding.ImplicitLittle && length >= 8 && _rest.Length >= 12
        && (uint)((U16(_rest[8..]) << 16) | U16(_rest[10..])) == ItemTag;

    private readonly ushort U16(ReadOnlySpan<byte> bytes) =>
        _encoding == DatasetEncoding.ExplicitBig
            ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
            : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private readonly uint U32(ReadOnlySpan<byte> bytes) =>
        _encoding == DatasetEncoding.ExplicitBig
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static bool IsVr(byte first, byte second) => char.IsAsciiLetterUpper((char)first) && char.IsAsciiLetterUpper((char)second);

    // PS3.5 7.1.2, table 7.1-2: these have a 16-bit length; all others, and those still to be invented, have two reserved bytes and 32
    // bits.
    private static bool IsShortVr(byte first, byte second) => ((first << 8) | second) switch
    {
        ('A' << 8) | 'E' or ('A' << 8) | 'S' or ('A' << 8) | 'T' or ('C' << 8) | 'S' or ('D' << 8) | 'A' or ('D' << 8) | 'S' => true,
        ('D' << 8) | 'T' or ('F' << 8) | 'L' or ('F' << 8) | 'D' or ('I' << 8) | 'S' or ('L' << 8) | 'O' or ('L' << 8) | 'T' => true,
        ('P' << 8) | 'N' or ('S' << 8) | 'H' or ('S' << 8) | 'L' or ('S' << 8) | 'S' or ('S' << 8) | 'T' or ('T' << 8) | 'M' => true,
        ('U' << 8) | 'I' or ('U' << 8) | 'L' or ('U' << 8) | 'S' => true,
        _ => false,
    };
}
