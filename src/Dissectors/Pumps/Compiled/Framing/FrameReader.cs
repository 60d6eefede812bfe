#pragma warning disable CS0649, CA1822, IDE0060 // Until the reader is written.
using Sensor.Dissectors.Contract;
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

    /// <summary>Bytes that are no frame were passed over, up to where there may be one again.</summary>
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
    /// <summary>Between header and trailer, escapes taken off.</summary>
    public ReadOnlySpan<byte> Content;

    /// <summary>All of it as on the wire (without what the link put in): repetitions are told by it.</summary>
    public ReadOnlySpan<byte> Whole;

    /// <summary>The end that was found: its bytes.</summary>
    public ReadOnlySpan<byte> End;

    /// <summary>The message goes on in the next frame.</summary>
    public bool Continues;
    public FrameCheck Check;

    /// <summary>Of a token: which one.</summary>
    public TokenDefinition? Token;
}

/// <summary>Says whether content means something, so that recognition needn't rest on sums alone.</summary>
internal interface IContentJudge
{
    /// <summary>A message fits, and its command is known where it is a request's.</summary>
    bool Knows(ReadOnlySpan<byte> content, Sender from);
}

/// <summary>Finds frames in one direction of a connection. Reused.</summary>
internal sealed class FrameReader(FrameProgram program)
{
    /// <summary>Times the place was lost and found again since <see cref="Reset"/>.</summary>
    public long Resyncs { get; private set; }

    public void Reset(bool midStream) => throw new NotSupportedException(program.ToString());

    /// <summary>Reads on at the front of <paramref name="data"/>.</summary>
    /// <param name="data">Bytes in order.</param>
    /// <param name="from">Who sends them, as far as that is known.</param>
    /// <param name="at">When: silence ends some frames.</param>
    /// <param name="frame">The frame or token.</param>
    /// <param name="consumed">Bytes used up; never 0 but with <see cref="FrameSign.Wait"/>, or where silence ended a frame held before.</param>
    /// <param name="needed">With <see cref="FrameSign.Wait"/>: contiguous bytes wanted, counted after <paramref name="consumed"/>.</param>
    public FrameSign Read(ReadOnlySpan<byte> data, Sender from, in Moment at, out Frame frame, out int consumed, out int needed) => throw new NotSupportedException();

    /// <summary>Bytes are missing here: what was begun is lost, and the next frame is looked for.</summary>
    public void Lose() => throw new NotSupportedException();

    /// <summary>No more will come: a frame that silence would have ended.</summary>
    public bool TryFinish(out Frame frame) => throw new NotSupportedException();
}

/// <summary>How frames of a protocol are found: the compiled form of its frame definitions. Immutable, shared by all partitions.</summary>
internal sealed class FrameProgram
{
    private FrameProgram()
    {
    }

    /// <summary>Compiles what is sound; of the rest says what is wrong.</summary>
    public static FrameProgram Compile(ProtocolDefinition definition, DefinitionFaults faults) => new();

    /// <summary>What the first bytes of a direction look like (<see cref="IProtocol.Probe"/>).</summary>
    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints, IContentJudge judge) => Verdict.NotMine;
}
