namespace Sensor.Dissectors.Hl7;

/// <summary>How messages of one direction are wrapped.</summary>
public enum Framing : byte
{
    /// <summary>VT, data, FS CR (HL7 v2.5.1 C.4, the minimal lower layer protocol).</summary>
    Mllp,

    /// <summary>The same with a block header and a check sum (C.3, the hybrid lower layer protocol).</summary>
    Hllp,

    /// <summary>No frame at all: a message ends where the next begins.</summary>
    Bare,
}

/// <summary>What an <see cref="MllpReader"/> has to remember of its direction from one span to the next.</summary>
public struct MllpState
{
    internal MllpPhase Phase;
    internal byte Separator;
    internal byte LastEnd;
    internal bool FsAtLineStart;
    internal bool Lost;
    internal int Scanned;

    /// <summary>Where the current frame's data ended, in stream bytes.</summary>
    public long DataEnd { get; internal set; }

    /// <summary>Bytes of the direction used up before the current span. Missing ones don't count.</summary>
    public long Offset { get; internal set; }

    public Framing Framing { get; internal set; }

    /// <summary>What of the message being read is wanted for pumps, besides what is read of every message.</summary>
    public SegmentSet ForPumps { get; internal set; }

    /// <summary>Quirks met since they were last taken.</summary>
    public Hl7Quirks Quirks { get; internal set; }

    /// <summary>FS was read: the data has ended unless the next bytes say otherwise.</summary>
    public readonly bool IsAfterFs => Phase == MllpPhase.AfterFs;

    /// <summary>The message could be over: nothing in the bytes so far speaks against it.</summary>
    public readonly bool MayHaveEnded => IsAfterFs || (Framing == Framing.Bare && Phase == MllpPhase.Line && Scanned == 0);

    public Hl7Quirks TakeQuirks()
    {
        var quirks = Quirks;
        Quirks = Hl7Quirks.None;
        return quirks;
    }

    /// <summary>The bytes that follow aren't known to begin at a frame's beginning.</summary>
    /// <param name="damage">It had a place and lost it; otherwise it never had one.</param>
    public void Lose(bool damage)
    {
        Phase = MllpPhase.Lost;
        Lost = damage;
        LastEnd = 0;
        Scanned = 0;
    }

    /// <summary>Takes the frame for ended although its end isn't beyond doubt: something else showed that the message is complete.</summary>
    public void Settle()
    {
        if (IsAfterFs)
        {
            Quirks |= Hl7Quirks.FsWithoutCr | (FsAtLineStart ? Hl7Quirks.None : Hl7Quirks.NoFinalSegmentEnd);
        }
        else
        {
            DataEnd = Offset;
        }

        Phase = MllpPhase.Idle;
        LastEnd = 0;
    }
}

internal enum MllpPhase : byte
{
    /// <summary>Between frames, at a line's beginning: VT, or a message without frame, may follow.</summary>
    Idle,

    /// <summary>Between frames, inside a line of junk.</summary>
    Junk,

    /// <summary>After VT.</summary>
    Opening,

    /// <summary>In a frame, where a segment begins.</summary>
    Line,

    /// <summary>In a frame, inside a line that isn't wanted (any more).</summary>
    Rest,

    /// <summary>After FS in a frame.</summary>
    AfterFs,

    /// <summary>Place lost, at the first byte after the damage.</summary>
    Lost,

    /// <summary>Place lost, looking for the next beginning.</summary>
    Searching,
}
