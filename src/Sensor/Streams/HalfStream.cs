using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>One direction of a flow (of UDP only what was cut off): where it stands, what it holds back and what it has counted.</summary>
internal sealed class HalfStream
{
    /// <summary>More than any connection carries: the direction is nobody's and never looked at.</summary>
    public const long SkipAll = long.MaxValue / 2;

    // Sequence space.
    public uint InitialSequence;
    public uint NextSequence;
    public uint FinSequence;
    public uint AckedTo;
    public bool Started;
    public bool SynSeen;
    public bool FinSeen;
    public bool AckSeen;

    /// <summary>Where the peer's bytes begin: what the sender of this direction acknowledged first after its own SYN.</summary>
    public uint PeerStart;
    public bool PeerStartSeen;

    // Segments held behind a hole, in sequence order, not overlapping.
    public HeldSegment? Head;
    public HeldSegment? Tail;
    public int SegmentsSinceHole;
    public int SegmentsSinceAck;
    public int BytesHeld;
    public bool HoleAcked;
    public long HoleDeadline;

    /// <summary>The deadline a timer is queued for; 0: none.</summary>
    public long TimerDeadline;

    /// <summary>Where its sender reset the connection; <see cref="Flow.Reset"/> holds.</summary>
    public uint ResetSequence;
    public bool ResetSeen;

    // A segment too far ahead to be believed alone.
    public bool StraySeen;
    public uint StrayEnd;

    // What the dissector left over.
    public byte[]? Left;
    public int LeftLength;
    public int Needed;
    public bool LeftUnseen;
    public long Skip;

    // Place among those who hold bytes back; without a holder it has none.
    public Flow? Holder;
    public Direction HolderDirection;
    public HalfStream? HeldLonger;
    public HalfStream? HeldShorter;

    // Recognition.
    public bool MidStream;
    public bool GivenUp;
    public bool Ended;
    public int ProbeAttempts;
    public long Dropped;

    public RecentSegments? Recent;

    // Counters.
    public long PayloadBytes;
    public long GapBytes;
    public long CutBytes;
    public int Gaps;
    public int Conflicts;
    public int Retransmissions;

    /// <summary>Bytes are missing before something that was seen: a held segment or the FIN.</summary>
    public bool IsWaiting => !Ended && (Head is not null || (FinSeen && (int)(FinSequence - NextSequence) > 0));

    /// <summary>Where the hole at hand ends; <see cref="IsWaiting"/> holds.</summary>
    public uint HoleEnd => Head?.Sequence ?? FinSequence;

    public ReadOnlySpan<byte> LeftOver => Left.AsSpan(0, LeftLength);

    /// <summary>It goes on after all, picked up anew in mid-stream; what it counted stays.</summary>
    public void Reopen()
    {
        Started = FinSeen = AckSeen = PeerStartSeen = StraySeen = ResetSeen = false;
        MidStream = true;
        GivenUp = Ended = false;
        ProbeAttempts = 0;
        Dropped = 0;
        Skip = 0;
    }

    public void Clear()
    {
        InitialSequence = NextSequence = FinSequence = AckedTo = PeerStart = 0;
        Started = SynSeen = FinSeen = AckSeen = PeerStartSeen = false;
        Head = Tail = null;
        SegmentsSinceHole = SegmentsSinceAck = BytesHeld = 0;
        HoleAcked = false;
        HoleDeadline = TimerDeadline = 0;
        StraySeen = ResetSeen = false;
        StrayEnd = ResetSequence = 0;
        Left = null;
        LeftLength = Needed = 0;
        LeftUnseen = false;
        Skip = 0;
        MidStream = GivenUp = Ended = false;
        ProbeAttempts = 0;
        Dropped = 0;
        Recent = null;
        PayloadBytes = GapBytes = CutBytes = 0;
        Gaps = Conflicts = Retransmissions = 0;
    }
}
