using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>What came of reading.</summary>
internal enum FrameSign : byte
{
    /// <summary>Nothing more can be read of what there is.</summary>
    Wait,
    Frame,

    /// <summary>A byte between frames that says something.</summary>
    Token,

    /// <summary>Bytes that are no frame were passed over, up to where there may be one again. How many such signs there are depends on segmentation.</summary>
    Passed,
}

/// <summary>What became of a frame's sum.</summary>
internal enum FrameCheck : byte
{
    /// <summary>There is none.</summary>
    None,
    Good,
    Bad,
}

/// <summary>A frame; its spans are valid until the reader is used again.</summary>
internal ref struct Frame
{
    /// <summary>Between header and trailer, escapes taken off; of a bad one as on the wire; of a token, its argument bytes.</summary>
    public ReadOnlySpan<byte> Content;

    /// <summary>All of it as on the wire (without what the link put in): repetitions are told by it.</summary>
    public ReadOnlySpan<byte> Whole;

    /// <summary>The end that was found: its bytes.</summary>
    public ReadOnlySpan<byte> End;

    /// <summary>The message goes on in the next frame.</summary>
    public bool Continues;
    public FrameCheck Check;

    /// <summary>Bits of the sum that holds; 0 without one.</summary>
    public int CheckWidth;

    /// <summary>Of a token: which one.</summary>
    public TokenDefinition? Token;
}

/// <summary>Says whether content means something, so that recognition needn't rest on sums alone.</summary>
internal interface IContentJudge
{
    /// <summary>A message fits, and its command is known where it is a request's.</summary>
    bool Knows(ReadOnlySpan<byte> content, Sender from);
}
