namespace Sensor.Dissectors.Identity;

/// <summary>What a <see cref="LineReader"/> found at the front of some bytes.</summary>
internal enum LineKind : byte
{
    /// <summary>No line yet, and nothing used.</summary>
    Incomplete,

    /// <summary>A line, or the first <see cref="LineReader.MaxLength"/> bytes of one.</summary>
    Line,

    /// <summary>More of a line that was too long.</summary>
    Rest,
}

/// <summary>Cuts one direction into lines that end with LF or CR LF. Says the same however the bytes come.</summary>
internal struct LineReader
{
    /// <summary>Bytes of a line that are looked at; the rest is passed over.</summary>
    public const int MaxLength = 4096;

    private bool _isInRest;

    /// <param name="data">Bytes at hand.</param>
    /// <param name="line">The line without its end.</param>
    /// <param name="used">Bytes done with.</param>
    public LineKind Read(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> line, out int used)
    {
        line = default;
        var end = (_isInRest ? data : data[..Math.Min(data.Length, MaxLength)]).IndexOf((byte)'\n');
        used = end < 0 ? data.Length : end + 1;
        if (_isInRest)
        {
            _isInRest = end < 0;
            return LineKind.Rest;
        }

        if (end < 0)
        {
            _isInRest = data.Length >= MaxLength;
            used = _isInRest ? MaxLength : 0;
            line = data[..used];
            return _isInRest ? LineKind.Line : LineKind.Incomplete;
        }

        line = data[..end];
        line = line is [.., (byte)'\r'] ? line[..^1] : line;
        return LineKind.Line;
    }

    /// <summary>Bytes are missing: what comes next is taken for the rest of a line.</summary>
    public void Lose() => _isInRest = true;
}
