using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>What stands around content: literals, lengths, sums, and the escapes inside.</summary>
internal sealed partial class FrameMatcher
{
    /// <summary>Looks at what stands around a frame whose bytes are all there.</summary>
    private FrameMatch Finish(FrameShape shape, ReadOnlySpan<byte> wire, int extra, int endAt, int endSize)
    {
        var contentAt = shape.ContentAt + extra;
        if (endAt < contentAt)
        {
            return FrameMatch.No;
        }

        var frame = wire;
        var plainEnd = endAt;
        var escape = shape.Escape is { } code && code.IsIn(wire[shape.Start.Length..endAt]) ? code : null;
        var isLiteral = escape is null;
        var sound = true;
        if (escape is { IsOptional: false } || (escape is not null && _escapes[shape.Index]))
        {
            sound = TakeOff(escape, shape, wire, endAt, out frame, out plainEnd);
            escape = null;
        }

        var edge = sound ? Holds(shape, frame, contentAt, plainEnd, endSize) : null;
        if (edge is null && escape is not null && TakeOff(escape, shape, wire, endAt, out var plain, out var end)
            && Holds(shape, plain, contentAt, end, endSize) is { } holds)
        {
            _escapes[shape.Index] = true;
            (edge, plainEnd) = (holds, end);
            frame = plain;
        }

        if (edge is null && !shape.HasSum)
        {
            return FrameMatch.No;
        }

        var layout = edge ?? shape.Edges[Math.Max((int)_edge[shape.Index], 0)];
        var size = Math.Max(plainEnd - layout.TrailerSize - contentAt, 0);
        if (shape.Alphabet is { } alphabet && !shape.IsScanned && frame.Slice(contentAt, size).ContainsAnyExcept(alphabet))
        {
            return FrameMatch.No;
        }

        // Of what doesn't hold nothing is sure, escapes neither.
        size = edge is null ? Math.Max(endAt - layout.TrailerSize - contentAt, 0) : size;
        _isPlain = edge is not null && frame != wire;
        _layout = new FrameLayout(contentAt, size + (shape.KeepsEnd ? endSize : 0), endAt, endSize, edge?.Sum?.Width ?? 0);
        if (shape.CanBeKnown && edge is not null && isLiteral && wire.Length <= KnownFrames.MaxSize)
        {
            _known.Keep(shape.Index, wire, _layout);
        }

        return new FrameMatch(MatchKind.Whole, wire.Length, !shape.HasSum ? FrameCheck.None : edge is null ? FrameCheck.Bad : FrameCheck.Good);
    }

    /// <summary>Tells of the whole frame that was found last.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="data">The bytes it was found in.</param>
    /// <param name="match">What was found.</param>
    /// <param name="frame">The frame.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tell(FrameShape shape, ReadOnlySpan<byte> data, FrameMatch match, out Frame frame)
    {
        frame.Content = _isPlain ? _plain.AsSpan(_layout.ContentAt, _layout.ContentSize) : data.Slice(_layout.ContentAt, _layout.ContentSize);
        frame.Whole = data[..match.Length];
        frame.End = data.Slice(_layout.EndAt, _layout.EndSize);
        frame.Continues = shape.More is { } more && frame.End.SequenceEqual(more);
        frame.Check = match.Check;
        frame.CheckWidth = _layout.Width;
        frame.Token = null;
    }

    /// <summary>The whole frame again, with what stands between start and end as it is meant.</summary>
    private bool TakeOff(EscapeCode escape, FrameShape shape, ReadOnlySpan<byte> wire, int endAt, out ReadOnlySpan<byte> frame, out int end)
    {
        _plain ??= GC.AllocateUninitializedArray<byte>(program.MaxFrame);
        var start = shape.Start.Length;
        wire[..start].CopyTo(_plain);
        var size = escape.TakeOff(wire[start..endAt], _plain.AsSpan(start));
        if (size < 0)
        {
            frame = wire;
            end = endAt;
            return false;
        }

        end = start + size;
        wire[endAt..].CopyTo(_plain.AsSpan(end));
        frame = _plain.AsSpan(0, end + wire.Length - endAt);
        return true;
    }

    /// <summary>What stands around content, if it is as it must be; else null.</summary>
    private EdgeLayout? Holds(FrameShape shape, ReadOnlySpan<byte> frame, int contentAt, int endAt, int endSize)
    {
        if (shape.Ending == FrameEnding.Delimiter && shape.Length is { } length
            && (length.Read(frame, out var said, out _) != Verdict.Certain || said != frame.Length))
        {
            return null;
        }

        ref var kept = ref _edge[shape.Index];
        if (kept >= 0)
        {
            return Holds(shape.Edges[kept], frame, contentAt, endAt, endSize) ? shape.Edges[kept] : null;
        }

        for (var i = 0; i < shape.Edges.Length; i++)
        {
            if (Holds(shape.Edges[i], frame, contentAt, endAt, endSize))
            {
                kept = (sbyte)i;
                return shape.Edges[i];
            }
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Holds(EdgeLayout edge, ReadOnlySpan<byte> frame, int contentAt, int endAt, int endSize)
    {
        var trailerAt = endAt - edge.TrailerSize;
        var tailAt = endAt + endSize;
        if (trailerAt < contentAt || !Stand(edge.Trailer, frame[trailerAt..endAt]) || !Stand(edge.Tail, frame[tailAt..]))
        {
            return false;
        }

        if (edge.Sum is not { } sum)
        {
            return true;
        }

        var sumAt = (edge.InTail ? tailAt : trailerAt) + edge.SumAt;
        var covers = sum.Definition;
        var from = (covers.FromStart ? 0 : contentAt) + covers.Skip;
        var to = covers.ThroughEnd ? tailAt : !covers.CoversTrailer ? trailerAt : edge.InTail ? endAt : sumAt;
        return from <= to && sum.Holds(frame[from..to], frame.Slice(sumAt, sum.Size));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Stand((int At, byte[] Bytes)[] literals, ReadOnlySpan<byte> edge)
    {
        foreach (var (at, bytes) in literals)
        {
            if (!edge[at..].BeginsWith(bytes))
            {
                return false;
            }
        }

        return true;
    }
}
