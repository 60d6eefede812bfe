using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>What is done at a place: a token, a frame, a bad frame, or the way to the next place.</summary>
internal sealed partial class FrameReader
{
    /// <summary>Most starts inside a bad frame that are tried: its end, or its length, may have been what was damaged.</summary>
    private const int MaxInnerStarts = 4;

    /// <summary>Reads bytes as they are meant.</summary>
    private FrameStep Plain(ReadOnlySpan<byte> data, FrameSide side, in Moment at, out Frame frame)
    {
        if (side.Datagram is { } whole)
        {
            return TryFrame(whole, data, out frame) ? new FrameStep(FrameSign.Frame, data.Length) : FrameStep.Pass(data.Length);
        }

        if (side.Silence is { } silent)
        {
            _silentShape = silent;
            _silent!.Hold(data, at.Time);
            frame = default;
            return FrameStep.Skip(data.Length);
        }

        var step = _aligned && !_onFlag && side.TokenOf(data[0]) is { } token ? Token(data, side, token, out frame) : At(data, side, out frame);
        _position += step.Used;
        return step;
    }

    private static FrameStep Token(ReadOnlySpan<byte> data, FrameSide side, Definition.TokenDefinition token, out Frame frame)
    {
        frame = default;
        var size = 1;
        while (size <= token.Arguments)
        {
            if (size == data.Length)
            {
                return FrameStep.Wait(size + 1);
            }

            // Its arguments may be left out, or lost: a frame's first byte isn't one of them.
            if (side.IsStart(data[size]))
            {
                break;
            }

            size++;
        }

        frame = new Frame { Token = token, Content = data[1..size], Whole = data[..size] };
        return new FrameStep(FrameSign.Token, size);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private FrameStep At(ReadOnlySpan<byte> data, FrameSide side, out Frame frame)
    {
        // Only looked at where there is one.
        Unsafe.SkipInit(out frame);
        FrameShape? bad = null;
        var extent = data;
        foreach (var shape in side.Shapes)
        {
            if (!_aligned && shape.IsBare)
            {
                continue;
            }

            var match = _matcher.Match(shape, extent, _position);
            switch (match.Kind)
            {
                case MatchKind.Incomplete when bad is null:
                    return FrameStep.Wait(match.Length);
                case MatchKind.Aborted when bad is null:
                    (_aligned, _onFlag) = (true, false);
                    return FrameStep.Pass(match.Length);
                case MatchKind.Flag when bad is null:
                    _onFlag = true;
                    return FrameStep.Skip(match.Length);
                case MatchKind.Whole when match.Check == FrameCheck.Bad && bad is null:
                    // Another shape may fit better, if it does so with what this one was judged by.
                    bad = shape;
                    extent = data[..match.Length];
                    _matcher.Tell(shape, extent, match, out frame);
                    break;
                case MatchKind.Whole when match.Check == FrameCheck.Good || (match.Check == FrameCheck.None && bad is null):
                    _matcher.Tell(shape, extent, match, out frame);
                    Found(match.Check);
                    return Framed(match.Length - (shape.LeavesEnd ? frame.End.Length : 0), shape.LeavesEnd);
                default:
                    break;
            }
        }

        return bad is not null ? Bad(bad, extent, side, ref frame) : Garbage(data, side);
    }

    private FrameStep Framed(int used, bool onFlag)
    {
        _onFlag = onFlag;
        return new FrameStep(FrameSign.Frame, used);
    }

    /// <summary>
    /// A frame whose check fails is evidence where the place is sure, and else nothing. Reading goes on behind it, but where a good frame ends inside of it:
    /// there the damage took an end, or made a length too long.
    /// </summary>
    private FrameStep Bad(FrameShape shape, ReadOnlySpan<byte> extent, FrameSide side, ref Frame frame)
    {
        var inner = shape.Start.Length == 0 ? 0 : Inner(shape, extent, side);

        // Where starts and ends look the same, the end may be the start of the next, whose own end then isn't taken for a start.
        var isShared = shape.LeavesEnd || (shape.Start.Length > 0 && frame.End.StartsWith(shape.Start));
        var used = inner > 0 ? inner : Math.Max(1, extent.Length - (isShared ? frame.End.Length : 0));
        if (!_aligned)
        {
            frame = default;
            _onFlag = false;
            return FrameStep.Pass(used);
        }

        if (inner > 0)
        {
            frame = new Frame { Whole = extent[..inner], Content = extent[Math.Min(shape.ContentAt, inner)..inner], Check = FrameCheck.Bad };
        }

        return Framed(used, inner == 0 && isShared);
    }

    /// <summary>Where in a bad frame a good one begins that ends in it, too; 0 nowhere.</summary>
    private int Inner(FrameShape shape, ReadOnlySpan<byte> extent, FrameSide side)
    {
        var last = shape.Ending is FrameEnding.Delimiter;
        var (from, to) = (1, extent.Length);
        for (var i = 0; i < MaxInnerStarts && from < to; i++)
        {
            var found = last ? extent[from..to].LastIndexOf(shape.Start) : extent[from..to].IndexOf(shape.Start);
            if (found < 0)
            {
                return 0;
            }

            found += from;
            foreach (var other in side.Shapes)
            {
                if (other.HasSum && _matcher.Match(other, extent[found..], _position + found) is { Kind: MatchKind.Whole, Check: FrameCheck.Good })
                {
                    return found;
                }
            }

            (from, to) = last ? (from, found) : (found + 1, to);
        }

        return 0;
    }

    /// <summary>No frame begins here.</summary>
    private FrameStep Garbage(ReadOnlySpan<byte> data, FrameSide side)
    {
        if (_onFlag)
        {
            _onFlag = false;
            return FrameStep.Skip(1);
        }

        // Line ends, and the zero byte that Telnet sends behind a return, stand between frames of anything.
        if (_aligned && data[0] is 0x00 or 0x0a or 0x0d && !side.MayBegin(data[0]))
        {
            return FrameStep.Skip(1);
        }

        _lost |= _aligned;
        _aligned = false;
        var start = side.NextStart(data[1..]);
        var next = start < 0 ? data.Length : start + 1;
        if (!side.HasBare)
        {
            return FrameStep.Pass(next);
        }

        // The nearer of the two is next; ends behind the next start needn't be looked for, and so no byte is looked at again and again.
        var wait = side.NextBehindEnd(data[..next], out var behind);
        if (behind > 0)
        {
            _aligned = true;
            return FrameStep.Pass(behind);
        }

        return start >= 0 ? FrameStep.Pass(next)
            : wait < data.Length ? FrameStep.Pass(data.Length - wait)
            : FrameStep.Wait(data.Length + 1);
    }
}
