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
    private int _piece;
    private int _start;
    private int _end;

    /// <param name="segment">The segment without its terminator.</param>
    /// <param name="characters">The message's delimiters.</param>
    public SegmentReader(ReadOnlySpan<byte> segment, in EncodingCharacters characters)
    {
        _segment = segment;
        _characters = characters;
        _isHeader = SegmentKinds.Of(segment) is SegmentKind.Msh or SegmentKind.Fhs or SegmentKind.Bhs;
        Seek(0);
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
            _piece = 0;
            Seek(0);
        }

        while (_piece < number)
        {
            if (_end == _segment.Length)
            {
                return default;
            }

            _piece++;
            Seek(_end + 1);
        }

        return _segment[_start.._end];
    }

    private void Seek(int start)
    {
        _start = start;
        var length = _segment[start..].IndexOf(_characters.Field);
        _end = length < 0 ? _segment.Length : start + length;
    }
}
