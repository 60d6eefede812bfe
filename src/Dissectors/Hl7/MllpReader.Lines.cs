using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <content>Inside a frame: segments, lines that aren't, and the marks that end them.</content>
public ref partial struct MllpReader
{
    private void ReadLine(ReadOnlySpan<byte> rest)
    {
        if (rest[0] is Cr or Lf)
        {
            ReadLineEnd(rest[0]);
            return;
        }

        if (_state.LastEnd == Lf)
        {
            Note(Hl7Quirks.LfSegmentEnds);
        }

        _state.LastEnd = 0;
        if (rest[0] is Fs or Vt)
        {
            ReadMark(rest, atLineStart: true);
            return;
        }

        var id = rest[..Math.Min(4, rest.Length)];
        if (id.Length < 4 && !id.ContainsAny(Marks))
        {
            Need(4);
            return;
        }

        var kind = SegmentKinds.Of(id);
        var isHeader = kind.IsHeader() && id.Length == 4 && EncodingCharacters.IsDelimiter(id[3])
            && (_state.Separator == 0 || _state.Separator == id[3]);
        if (isHeader)
        {
            _state.Separator = id[3];
        }
        else if (kind.IsHeader() || !IsSegment(id))
        {
            ReadStray();
            return;
        }

        Kind = kind;
        LineStart = _state.Offset + _position;
        if ((SegmentSet.Always | _state.ForPumps).Has(kind))
        {
            ReadSegment(rest);
            return;
        }

        _position += 3;
        _state.Phase = MllpPhase.Rest;
        Token = MllpToken.Passed;
    }

    /// <summary>CR ends a segment (HL7 v2.5.1 2.5.4). LF, CR LF and LF CR are taken for it.</summary>
    private void ReadLineEnd(byte end)
    {
        _position++;
        if (_state.LastEnd != 0 && _state.LastEnd != end)
        {
            Note(Hl7Quirks.CrLfSegmentEnds);
            _state.LastEnd = 0;
            return;
        }

        Note(Hl7Quirks.BlankLine);
        _state.LastEnd = end;
    }

    private void ReadStray()
    {
        // The hybrid protocol's check sum stands on a line of its own behind the last segment.
        if (_state.Framing != Framing.Hllp)
        {
            Note(_state.Separator == 0 ? Hl7Quirks.JunkBeforeHeader : Hl7Quirks.StrayLine);
        }

        _state.Phase = MllpPhase.Rest;
    }

    private void ReadSegment(ReadOnlySpan<byte> rest)
    {
        var scanned = _state.Scanned;
        var window = rest[..Math.Min(rest.Length, MaxSegment + 1)];
        var end = window[scanned..].IndexOfAny(Marks);
        if (end < 0 && window.Length <= MaxSegment)
        {
            _state.Scanned = window.Length;
            Held = window;
            Need(window.Length + 1);
            return;
        }

        IsWhole = end >= 0;
        if (!IsWhole && Kind.IsRead())
        {
            Note(Hl7Quirks.LongSegment);
        }

        var length = IsWhole ? scanned + end : MaxSegment;
        Segment = rest[..length];
        _position += length;
        _state.Scanned = 0;
        _state.Phase = MllpPhase.Rest;
        Token = MllpToken.Segment;
    }

    private void ReadRest(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny(Marks);
        if (end < 0)
        {
            _position += rest.Length;
            return;
        }

        _position += end;
        if (rest[end] is Fs or Vt)
        {
            ReadMark(rest[end..], atLineStart: false);
            return;
        }

        _position++;
        _state.LastEnd = rest[end];
        _state.Phase = MllpPhase.Line;
    }

    /// <summary>FS or VT inside a frame: its end, or another's beginning, or data.</summary>
    private void ReadMark(ReadOnlySpan<byte> rest, bool atLineStart)
    {
        if (rest[0] == Fs)
        {
            _state.DataEnd = _state.Offset + _position;
            _state.FsAtLineStart = atLineStart;
            _state.Phase = MllpPhase.AfterFs;
            _position++;
            return;
        }

        switch (MllpSignature.Frame(rest))
        {
            case Verdict.Certain:
                _state.DataEnd = _state.Offset + _position;
                var isBare = _state.Framing == Framing.Bare;
                Note(isBare ? Hl7Quirks.None : Hl7Quirks.MissingTrailer);
                End(atLineStart, whole: isBare);
                break;
            case Verdict.Unsure:
                _state.Phase = atLineStart ? MllpPhase.Line : MllpPhase.Rest;
                Need(MllpSignature.FrameLength);
                break;
            default:
                Note(Hl7Quirks.VtInData);
                _state.Phase = MllpPhase.Rest;
                _position++;
                break;
        }
    }

    /// <summary>A segment id, and behind it the separator or nothing (HL7 v2.5.1 2.5.2).</summary>
    private readonly bool IsSegment(ReadOnlySpan<byte> id) =>
        _state.Separator != 0 && id.Length == 4
        && char.IsAsciiLetterUpper((char)id[0]) && IsIdCharacter(id[1]) && IsIdCharacter(id[2])
        && (id[3] == _state.Separator || Marks.Contains(id[3]));

    private static bool IsIdCharacter(byte value) => char.IsAsciiLetterUpper((char)value) || char.IsAsciiDigit((char)value);
}
