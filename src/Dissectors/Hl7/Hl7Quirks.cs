using System.Numerics;

namespace Sensor.Dissectors.Hl7;

/// <summary>
/// Deviations from the letter that real senders make. Each is noted on the message it was met in (outside a message: on the next one) and never
/// an error: a sender's habit is part of how it is recognised, and a change of habit is worth knowing.
/// </summary>
[Flags]
public enum Hl7Quirks : uint
{
    None = 0,
    LfSegmentEnds = 1 << 0,
    CrLfSegmentEnds = 1 << 1,
    BlankLine = 1 << 2,

    /// <summary>A line that isn't a segment: a line break inside a field.</summary>
    StrayLine = 1 << 3,

    /// <summary>The last segment has no terminator.</summary>
    NoFinalSegmentEnd = 1 << 4,

    /// <summary>FS alone ended the frame. Receivers disagree about it: some merge this message with the next.</summary>
    FsWithoutCr = 1 << 5,

    /// <summary>The next frame began, or the direction ended, without FS.</summary>
    MissingTrailer = 1 << 6,
    FsInData = 1 << 7,
    VtInData = 1 << 8,

    /// <summary>Line ends, spaces or control characters between frames.</summary>
    BytesBetweenFrames = 1 << 9,
    TextBetweenFrames = 1 << 10,
    JunkBeforeHeader = 1 << 11,

    /// <summary>Follows another message in one frame, without a batch header.</summary>
    Concatenated = 1 << 12,
    Batch = 1 << 13,
    Hllp = 1 << 14,
    Unframed = 1 << 15,

    /// <summary>Answered by MLLP release 2's commit acknowledgement.</summary>
    CommitFrame = 1 << 16,
    CommitFrameNak = 1 << 17,

    /// <summary>A segment that is read was longer than is held; its rest was passed over.</summary>
    LongSegment = 1 << 18,
    FewDelimiters = 1 << 19,
    OwnDelimiters = 1 << 20,

    /// <summary>MSH ends before its version (MSH-12).</summary>
    ShortHeader = 1 << 21,

    /// <summary>MSH-18 names a character set in which framing and delimiter bytes can be parts of characters.</summary>
    OpaqueCharset = 1 << 22,
}

public static class Hl7QuirksText
{
    /// <summary>The name of the lowest quirk set, as written in events.</summary>
    public static ReadOnlySpan<byte> First(Hl7Quirks quirks) => BitOperations.TrailingZeroCount((uint)quirks) switch
    {
        0 => "lf_segment_ends"u8,
        1 => "crlf_segment_ends"u8,
        2 => "blank_line"u8,
        3 => "stray_line"u8,
        4 => "no_final_segment_end"u8,
        5 => "fs_without_cr"u8,
        6 => "missing_trailer"u8,
        7 => "fs_in_data"u8,
        8 => "vt_in_data"u8,
        9 => "bytes_between_frames"u8,
        10 => "text_between_frames"u8,
        11 => "junk_before_header"u8,
        12 => "concatenated"u8,
        13 => "batch"u8,
        14 => "hllp"u8,
        15 => "unframed"u8,
        16 => "commit_frame"u8,
        17 => "commit_frame_nak"u8,
        18 => "long_segment"u8,
        19 => "few_delimiters"u8,
        20 => "own_delimiters"u8,
        21 => "short_header"u8,
        22 => "opaque_charset"u8,
        _ => default,
    };
}
