namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>What a shape makes of the bytes at a place.</summary>
internal enum MatchKind : byte
{
    /// <summary>No frame of this shape, whatever follows.</summary>
    No,

    /// <summary>Bytes are wanting.</summary>
    Incomplete,
    Whole,

    /// <summary>The sender gave it up.</summary>
    Aborted,

    /// <summary>A flag between frames, where frames share flags.</summary>
    Flag,
}

/// <summary>A shape laid on the bytes at a place. One word, as it is handed on several times a frame.</summary>
internal readonly record struct FrameMatch
{
    private readonly long _word;

    public FrameMatch(MatchKind kind, int length, FrameCheck check = FrameCheck.None) => _word = ((long)length << 32) | ((long)check << 8) | (byte)kind;

    /// <summary>What it makes of them.</summary>
    public MatchKind Kind => (MatchKind)(byte)_word;

    /// <summary>Of a whole frame.</summary>
    public FrameCheck Check => (FrameCheck)(byte)(_word >> 8);

    /// <summary>Bytes of it on the wire; with <see cref="MatchKind.Incomplete"/>, bytes wanted, counted from the place.</summary>
    public int Length => (int)(_word >> 32);

    public static FrameMatch No => default;

    public static FrameMatch Want(int needed) => new(MatchKind.Incomplete, needed);
}

/// <summary>Up to where an end was looked for in vain, so that no byte is looked at again and again. Positions in the direction.</summary>
internal struct SearchMemory
{
    private long _from;
    private long _to;

    /// <summary>From where to look on, with nothing before it.</summary>
    /// <param name="position">Of the place.</param>
    /// <param name="from">Counted from the place.</param>
    public int Resume(long position, int from)
    {
        var at = position + from;
        if (at < _from || at > _to)
        {
            _from = _to = at;
        }

        return (int)(_to - position);
    }

    public void Seen(long position, int upTo) => _to = Math.Max(_to, position + upTo);
}
