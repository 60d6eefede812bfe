using System.Numerics;
using System.Runtime.Intrinsics;

namespace Sensor.Dissectors.Hl7;

/// <summary>
/// Fields of one segment, numbered from 1 as the standard does (HL7 v2.5.1 2.5.3). Nothing is copied; what isn't there is empty. Fields asked for
/// in ascending order cost one pass over the segment.
/// </summary>
public ref struct SegmentReader
{
    private readonly ReadOnlySpan<byte> _segment;
    private readonly EncodingCharacters _characters;
    private readonly bool _isHeader;

    // The piece stood on; then separators not yet passed, a bit each, of the block of bytes that begins at _block.
    private int _piece;
    private int _start;
    private int _end;
    private int _block;
    private uint _separators;

    /// <param name="segment">The segment without its terminator.</param>
    /// <param name="characters">The message's delimiters.</param>
    public SegmentReader(ReadOnlySpan<byte> segment, in EncodingCharacters characters)
    {
        _segment = segment;
        _characters = characters;
        _isHeader = SegmentKinds.Of(segment) is SegmentKind.Msh or SegmentKind.Fhs or SegmentKind.Bhs;
        Rewind();
    }

    public readonly ReadOnlySpan<byte> Id => _segment[..Math.Min(3, _segment.Length)];

    /// <summary>A whole field with all its repetitions. In MSH, FHS and BHS the separator itself is field 1 (HL7 v2.5.1 2.15.9.1).</summary>
    public ReadOnlySpan<byte> Field(int number)
    {
        if (_isHeader && number == 1)
        {
            return _segment.Length > 3 ? _segment.Slice(3, 1) : default;
        }

        return Piece(_isHeader ? number - 1 : number);
    }

    public ReadOnlySpan<byte> Repetition(int field, int repetition) => Split(Field(field), _characters.Repetition, repetition);

    public ReadOnlySpan<byte> Component(int field, int component, int repetition = 1) =>
        Split(Repetition(field, repetition), _characters.Component, component);

    /// <summary>A field's first component in its first repetition.</summary>
    public ReadOnlySpan<byte> First(int field)
    {
        // A disabled separator is NUL: as good as never there, and nothing is lost where it is.
        var value = Field(field);
        var end = value.IndexOfAny(_characters.Repetition, _characters.Component);
        return end < 0 ? value : value[..end];
    }

    public ReadOnlySpan<byte> Subcomponent(int field, int component, int subcomponent, int repetition = 1) =>
        Split(Component(field, component, repetition), _characters.Subcomponent, subcomponent);

    /// <summary>The <paramref name="number"/>th part, from 1. A disabled separator separates nothing.</summary>
    private static ReadOnlySpan<byte> Split(ReadOnlySpan<byte> value, byte separator, int number)
    {
        if (separator == 0)
        {
            return number == 1 ? value : default;
        }

        for (; number > 1; number--)
        {
            var next = value.IndexOf(separator);
            if (next < 0)
            {
                return default;
            }

            value = value[(next + 1)..];
        }

        var end = value.IndexOf(separator);
        return end < 0 ? value : value[..end];
    }

    private ReadOnlySpan<byte> Piece(int number)
    {
        if (number < 1)
        {
            return default;
        }

        if (number < _piece)
        {
            Rewind();
        }

        while (_piece < number)
        {
            if (_end == _segment.Length)
            {
                return default;
            }

            _piece++;
            _start = _end + 1;
            _end = NextSeparator();
        }

        return _segment[_start.._end];
    }

    private void Rewind()
    {
        _piece = 0;
        _start = 0;
        _block = 0;
        _separators = Separators(0);
        _end = NextSeparator();
    }

    /// <summary>Passes the next separator; the segment's length where there is none. Fields are short: a search for each would cost more.</summary>
    private int NextSeparator()
    {
        while (_separators == 0)
        {
            _block += Vector256<byte>.Count;
            if (_block >= _segment.Length)
            {
                return _segment.Length;
            }

            _separators = Separators(_block);
        }

        var next = _block + BitOperations.TrailingZeroCount(_separators);
        _separators &= _separators - 1;
        return next;
    }

    /// <summary>Where separators stand in the 32 bytes from <paramref name="block"/> on.</summary>
    private readonly uint Separators(int block)
    {
        var rest = _segment.Length - block;
        if (rest >= Vector256<byte>.Count)
        {
            return Mask(_segment[block..]);
        }

        if (_segment.Length >= Vector256<byte>.Count)
        {
            return Mask(_segment[^Vector256<byte>.Count..]) >> (Vector256<byte>.Count - rest);
        }

        var separators = 0u;
        for (var i = 0; i < rest; i++)
        {
            separators |= _segment[block + i] == _characters.Field ? 1u << i : 0;
        }

        return separators;
    }

    private readonly uint Mask(ReadOnlySpan<byte> bytes) =>
        Vector256.Equals(Vector256.Create(bytes), Vector256.Create(_characters.Field)).ExtractMostSignificantBits();
}
