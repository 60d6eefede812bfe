using System.Buffers;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <summary>
/// Reads frames and segments of one direction, forgiving what facts show real senders do. Dies with the span it reads; <see cref="MllpState"/>
/// stays. Only the few segments whose fields are read are asked for contiguously, all else is scanned in passing.
/// </summary>
public ref partial struct MllpReader
{
    /// <summary>Longest segment that is held; identifiers stand in front, so its head is enough.</summary>
    public const int MaxSegment = 4096;

    private const byte Vt = MllpSignature.Vt;
    private const byte Fs = MllpSignature.Fs;
    private const byte Cr = MllpSignature.Cr;
    private const byte Lf = MllpSignature.Lf;

    private static readonly SearchValues<byte> Marks = SearchValues.Create(Cr, Lf, Fs, Vt);

    private readonly ref MllpState _state;
    private readonly ReadOnlySpan<byte> _data;
    private int _position;
    private int _needed;

    public MllpReader(ref MllpState state, ReadOnlySpan<byte> data)
    {
        _state = ref state;
        _data = data;
    }

    public MllpToken Token { get; private set; }

    /// <summary>Kind of the segment stood on, or held.</summary>
    public SegmentKind Kind { get; private set; }

    /// <summary>The segment stood on, without its terminator.</summary>
    public ReadOnlySpan<byte> Segment { get; private set; }

    /// <summary>False where only the head of a long segment is given, or a frame has no trailer.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>What there is of a segment that more bytes are needed for.</summary>
    public ReadOnlySpan<byte> Held { get; private set; }

    /// <summary>This frame's beginning was found again after damage.</summary>
    public bool IsFoundAgain { get; private set; }

    /// <summary>Where the segment stood on begins, in stream bytes.</summary>
    public long LineStart { get; private set; }

    /// <summary>Goes on to the next token; false when bytes are used up or more are needed.</summary>
    public bool Read()
    {
        Token = MllpToken.None;
        IsFoundAgain = false;
        while (_position < _data.Length && _needed == 0)
        {
            var rest = _data[_position..];
            switch (_state.Phase)
            {
                case MllpPhase.Idle:
                    ReadIdle(rest);
                    break;
                case MllpPhase.Junk:
                    ReadJunk(rest);
                    break;
                case MllpPhase.Opening:
                    ReadOpening(rest);
                    break;
                case MllpPhase.Line:
                    ReadLine(rest);
                    break;
                case MllpPhase.Rest:
                    ReadRest(rest);
                    break;
                case MllpPhase.AfterFs:
                    ReadAfterFs(rest[0]);
                    break;
                case MllpPhase.Lost:
                    ReadLost(rest);
                    break;
                default:
                    Search(rest);
                    break;
            }

            if (Token != MllpToken.None)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Ends the reading of this span and answers for it.</summary>
    public readonly Step Finish()
    {
        _state.Offset += _position;
        return Step.Need(_position, _needed);
    }

    private void ReadIdle(ReadOnlySpan<byte> rest)
    {
        if (rest[0] == Vt)
        {
            Begin(Framing.Mllp, MllpPhase.Opening, 1);
            return;
        }

        switch (MllpSignature.Bare(rest))
        {
            case Verdict.Certain:
                Begin(Framing.Bare, MllpPhase.Line, 0);
                break;
            case Verdict.Unsure:
                Need(MllpSignature.BareLength);
                break;
            default:
                // Line ends, padding and keep-alives leave the line's beginning where it was.
                if (rest[0] <= 0x20)
                {
                    Note(Hl7Quirks.BytesBetweenFrames);
                    _position++;
                }
                else
                {
                    Note(Hl7Quirks.TextBetweenFrames);
                    _state.Phase = MllpPhase.Junk;
                }

                break;
        }
    }

    private void ReadJunk(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny(Cr, Lf, Vt);
        _position += end < 0 ? rest.Length : end;
        _state.Phase = end < 0 ? MllpPhase.Junk : MllpPhase.Idle;
    }

    private void ReadOpening(ReadOnlySpan<byte> rest)
    {
        var first = rest[0];
        if (first is MllpSignature.Ack or MllpSignature.Nak)
        {
            if (rest.Length < 2)
            {
                Need(2);
                return;
            }

            _state.Phase = MllpPhase.Line;
            if (rest[1] == Fs)
            {
                _position++;
                Token = first == MllpSignature.Ack ? MllpToken.Commit : MllpToken.CommitNak;
            }

            return;
        }

        switch (MllpSignature.Hybrid(rest))
        {
            case Verdict.Certain:
                _position += 4;
                _state.Framing = Framing.Hllp;
                _state.Phase = MllpPhase.Line;
                break;
            case Verdict.Unsure:
                Need(4);
                break;
            default:
                _state.Phase = MllpPhase.Line;
                break;
        }
    }

    private void ReadAfterFs(byte next)
    {
        if (next != Cr && next != Vt && next != Lf && !_state.FsAtLineStart)
        {
            Note(Hl7Quirks.FsInData);
            _state.Phase = MllpPhase.Rest;
            return;
        }

        Note(next == Cr ? Hl7Quirks.None : Hl7Quirks.FsWithoutCr);
        _position += next is Cr or Lf ? 1 : 0;
        End(_state.FsAtLineStart, whole: true);
    }

    private void ReadLost(ReadOnlySpan<byte> rest)
    {
        // A sender that writes VT by itself may have lost just that.
        switch (MllpSignature.Bare(rest))
        {
            case Verdict.Certain:
                Found();
                break;
            case Verdict.Unsure:
                Need(MllpSignature.BareLength);
                break;
            default:
                _state.Phase = MllpPhase.Searching;
                break;
        }
    }

    private void Search(ReadOnlySpan<byte> rest)
    {
        // Also within a frame a message may begin: another one of a batch.
        var candidate = rest.IndexOfAny(Vt, Cr, Lf);
        if (candidate < 0)
        {
            _position += rest.Length;
            return;
        }

        _position += candidate;
        rest = rest[candidate..];
        var isVt = rest[0] == Vt;
        switch (isVt ? MllpSignature.Frame(rest) : MllpSignature.Bare(rest[1..]))
        {
            case Verdict.Certain:
                _position += isVt ? 0 : 1;
                Found();
                break;
            case Verdict.Unsure:
                Need(isVt ? MllpSignature.FrameLength : 1 + MllpSignature.BareLength);
                break;
            default:
                _position++;
                break;
        }
    }

    private void Found()
    {
        IsFoundAgain = _state.Lost;
        _state.Lost = false;
        _state.Phase = MllpPhase.Idle;
    }

    private void Begin(Framing framing, MllpPhase phase, int length)
    {
        _position += length;
        _state.Framing = framing;
        _state.Phase = phase;
        _state.Separator = 0;
        _state.LastEnd = 0;
        Token = MllpToken.FrameStart;
    }

    private void End(bool atLineStart, bool whole)
    {
        // A check sum, not a segment, is what the hybrid protocol ends with.
        Note(atLineStart || _state.Framing == Framing.Hllp || _state.Separator == 0 ? Hl7Quirks.None : Hl7Quirks.NoFinalSegmentEnd);
        _state.Phase = MllpPhase.Idle;
        IsWhole = whole;
        Token = MllpToken.FrameEnd;
    }

    private readonly void Note(Hl7Quirks quirk) => _state.Quirks |= quirk;

    /// <summary>Asks for one byte more than there is, up to <paramref name="enough"/>: a shorter answer may decide already.</summary>
    private void Need(int enough) => _needed = Math.Min(enough, _data.Length - _position + 1);
}
