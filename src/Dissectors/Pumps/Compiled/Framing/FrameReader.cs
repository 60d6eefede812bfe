using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>
/// Finds frames in one direction of a connection. Reused. What it finds doesn't depend on segmentation; its cost is linear in what it is given; frames
/// are spans of the data wherever neither link nor escapes changed them.
/// </summary>
internal sealed partial class FrameReader(FrameProgram program)
{
    private readonly FrameMatcher _matcher = new(program);
    private readonly LinkCleaner _link = new(program.StripsParity, program.MaxFrame);
    private readonly SilentFrames? _silent = program.HasSilence ? new SilentFrames(program.MaxFrame) : null;

    /// <summary>Of the place, in bytes as they are meant.</summary>
    private long _position;

    /// <summary>The place is where a frame ended, or the direction's beginning.</summary>
    private bool _aligned;

    /// <summary>The place was lost by damage and isn't found yet.</summary>
    private bool _lost;

    /// <summary>The place is a flag that has ended a frame already.</summary>
    private bool _onFlag;

    /// <summary>What silence makes of the bytes held.</summary>
    private FrameShape? _silentShape;

    /// <summary>Times the place was lost and found again since <see cref="Reset"/>.</summary>
    public long Resyncs { get; private set; }

    public void Reset(bool midStream)
    {
        (_position, _aligned, _lost, _onFlag, Resyncs) = (0, !midStream, false, false, 0);
        _matcher.Reset();
        _link.Reset();
        _silent?.Clear();
    }

    /// <summary>Reads on at the front of <paramref name="data"/>, which begins with what was left unconsumed before.</summary>
    /// <param name="data">Bytes in order.</param>
    /// <param name="from">Who sends them, as far as that is known.</param>
    /// <param name="at">When: silence ends some frames.</param>
    /// <param name="frame">The frame or token.</param>
    /// <param name="consumed">Bytes used up; never 0 but with <see cref="FrameSign.Wait"/>, or where silence ended a frame held before.</param>
    /// <param name="needed">With <see cref="FrameSign.Wait"/>: contiguous bytes wanted, counted after <paramref name="consumed"/>.</param>
    public FrameSign Read(ReadOnlySpan<byte> data, Sender from, in Moment at, out Frame frame, out int consumed, out int needed)
    {
        var side = program.Side(from);
        if (_silent is not null && _silentShape is { } shape && _silent.TryEnd(shape.SilenceNanoseconds, at.Time, out var held)
            && TryFrame(shape, held, out frame))
        {
            consumed = needed = 0;
            return FrameSign.Frame;
        }

        consumed = 0;
        while (true)
        {
            var rest = data[consumed..];
            if (rest.IsEmpty)
            {
                frame = default;
                needed = 1;
                return FrameSign.Wait;
            }

            if (rest[0] == LinkCleaner.Iac && side.MayBeTelnet)
            {
                var option = LinkCleaner.Option(rest, out var isNegotiation);
                var isBetween = _aligned || _position == 0;
                if (_link.IsTelnet || (isBetween && (isNegotiation || rest.Length < 2)))
                {
                    if (option < 0)
                    {
                        frame = default;
                        needed = rest.Length + 1;
                        return FrameSign.Wait;
                    }

                    if (option > 0)
                    {
                        PassOption(option);
                        consumed += option;
                        continue;
                    }
                }
            }

            var step = _link.MayChange ? Linked(rest, side, at, out frame) : Plain(rest, side, at, out frame);
            consumed += step.Used;
            needed = step.Needed;
            if (!step.IsSilent)
            {
                return step.Sign;
            }
        }
    }

    /// <summary>Bytes are missing here: what was begun is lost, and the next frame is looked for.</summary>
    public void Lose()
    {
        _lost |= _aligned;
        (_aligned, _onFlag) = (false, false);
        _matcher.Forget();
        _link.Forget();
        _silent?.Clear();
    }

    /// <summary>No more will come: a frame that silence would have ended.</summary>
    public bool TryFinish(out Frame frame)
    {
        if (_silent is not null && _silentShape is { } shape && _silent.TryEnd(0, long.MaxValue, out var held))
        {
            return TryFrame(shape, held, out frame);
        }

        frame = default;
        return false;
    }

    private void PassOption(int bytes)
    {
        if (!_link.IsTelnet)
        {
            _link.IsTelnet = true;
            _matcher.Forget();
        }

        _link.Used(bytes);
    }

    /// <summary>Reads bytes as the link gave them.</summary>
    private FrameStep Linked(ReadOnlySpan<byte> data, FrameSide side, in Moment at, out Frame frame)
    {
        var untouched = _link.Untouched(data);
        if (untouched == data.Length)
        {
            var plain = Plain(data, side, at, out frame);
            _link.Used(plain.Used);
            return plain;
        }

        if (untouched > 0 && side.Datagram is null)
        {
            var front = Plain(data[..untouched], side, at, out frame);
            if (front.Used > 0)
            {
                _link.Used(front.Used);
                return front;
            }
        }

        return side.Datagram is null ? Rewritten(data, side, at, out frame) : RewrittenDatagram(data, side, at, out frame);
    }

    /// <summary>Reads a frame that the link changed: writes it anew, piece by piece, until it is one.</summary>
    private FrameStep Rewritten(ReadOnlySpan<byte> data, FrameSide side, in Moment at, out Frame frame)
    {
        frame = default;
        for (var more = _link.RawLength == 0; ; more = true)
        {
            var before = _link.RawLength;
            var clean = _link.Clean(data, more);
            var step = clean.IsEmpty ? FrameStep.Wait(1) : Plain(clean, side, at, out frame);
            if (step.Used > 0)
            {
                var raw = _link.RawOf(data, step.Used);
                _link.Used(raw);
                return new FrameStep(step.Sign, raw, step.IsSilent);
            }

            if (!more || _link.RawLength > before)
            {
                continue;
            }

            if (data.Length < _link.MaxRaw && !_link.IsFull)
            {
                return FrameStep.Wait(Math.Max(1, Math.Min(_link.MaxRaw, data.Length + step.Needed - clean.Length)));
            }

            // Whatever this is, no frame has so many bytes that mean nothing.
            _link.Used(data.Length);
            Lose();
            return FrameStep.Pass(data.Length);
        }
    }

    private FrameStep RewrittenDatagram(ReadOnlySpan<byte> data, FrameSide side, in Moment at, out Frame frame)
    {
        frame = default;
        ReadOnlySpan<byte> clean = [];
        for (var before = -1; _link.RawLength > before;)
        {
            before = _link.RawLength;
            clean = _link.Clean(data, more: true);
        }

        var step = _link.RawLength == data.Length ? Plain(clean, side, at, out frame) : FrameStep.Pass(data.Length);
        _link.Used(data.Length);
        return new FrameStep(step.Sign, data.Length, step.IsSilent);
    }

    private bool TryFrame(FrameShape shape, ReadOnlySpan<byte> bytes, out Frame frame)
    {
        var match = _matcher.Match(shape, bytes, 0);
        if (match.Kind != MatchKind.Whole)
        {
            frame = default;
            return false;
        }

        _matcher.Tell(shape, bytes, match, out frame);
        Found(match.Check);
        return true;
    }

    private void Found(FrameCheck check)
    {
        if (check != FrameCheck.Bad)
        {
            Resyncs += _lost ? 1 : 0;
            (_lost, _aligned) = (false, true);
        }
    }
}
