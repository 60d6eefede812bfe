using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>
/// Lays shapes on bytes, and keeps what one direction has shown of itself: which checksum it uses, whether it escapes, how far ends were looked for.
/// What it says of a place doesn't depend on how many bytes there are, but that it may want more.
/// </summary>
internal sealed partial class FrameMatcher(FrameProgram program)
{
    /// <summary>Most starts whose frame up to the same end is looked at whole: else each of many starts would cost all the bytes up to it.</summary>
    private const int MostRefused = 8;

    private readonly SearchMemory[] _memories = new SearchMemory[program.Memories];
    private readonly sbyte[] _edge = new sbyte[program.Shapes.Length];
    private readonly bool[] _escapes = new bool[program.Shapes.Length];
    private readonly (long End, int Times)[] _refused = new (long End, int Times)[program.Shapes.Length];
    private readonly KnownFrames _known = new();
    private byte[]? _plain;

    // The whole frame found last.
    private FrameLayout _layout;
    private bool _isPlain;

    public void Reset()
    {
        Forget();
        Array.Fill(_edge, (sbyte)-1);
        Array.Clear(_escapes);
        _known.Clear();
    }

    /// <summary>Other bytes than those that were looked at follow.</summary>
    public void Forget()
    {
        Array.Clear(_memories);
        Array.Clear(_refused);
    }

    /// <param name="shape">The shape.</param>
    /// <param name="data">Bytes from the place on.</param>
    /// <param name="position">The place's position in the direction.</param>
    public FrameMatch Match(FrameShape shape, ReadOnlySpan<byte> data, long position)
    {
        var start = shape.Start;
        if (data.Length < start.Length)
        {
            return start.AsSpan().StartsWith(data) ? FrameMatch.Want(start.Length) : FrameMatch.No;
        }

        if (!data.BeginsWith(start))
        {
            return FrameMatch.No;
        }

        if (shape.CanBeKnown && _known.TryFind(shape.Index, data, out var size, out var layout))
        {
            (_layout, _isPlain) = (layout, false);
            return new FrameMatch(MatchKind.Whole, size, FrameCheck.Good);
        }

        return shape.Ending switch
        {
            FrameEnding.Delimiter => Delimited(shape, data, position),
            FrameEnding.Length => Counted(shape, data),
            FrameEnding.Size => Sized(shape, data, shape.Most, 0),
            FrameEnding.Xml => Document(shape, data, position),
            _ => data.Length < shape.Least || data.Length > shape.Most ? FrameMatch.No : Finish(shape, data, 0, data.Length, 0),
        };
    }

    private FrameMatch Delimited(FrameShape shape, ReadOnlySpan<byte> data, long position)
    {
        if (shape.Length is { } length)
        {
            switch (length.Read(data, out var said, out _))
            {
                case Verdict.NotMine:
                    return FrameMatch.No;
                case Verdict.Certain when said < shape.Least || said > shape.Most:
                    return FrameMatch.No;
                default:
                    break;
            }
        }

        ref var memory = ref _memories[shape.Memory];
        var from = memory.Resume(position, shape.ScanFrom);
        var limit = Math.Min(data.Length, shape.Most);
        while (true)
        {
            var stop = from < limit ? data[from..limit].IndexOfAny(shape.Stops) : -1;
            if (stop < 0)
            {
                memory.Seen(position, limit);
                return data.Length < shape.Most ? FrameMatch.Want(Math.Max(data.Length + 1, shape.Least)) : FrameMatch.No;
            }

            var at = from + stop;
            memory.Seen(position, at);
            var rest = data[at..];
            foreach (var end in shape.Ends)
            {
                if (rest.BeginsWith(end))
                {
                    return Ended(shape, data, at, end.Length, position);
                }

                if (rest.Length < end.Length && end.AsSpan().StartsWith(rest))
                {
                    return at + end.Length > shape.Most ? FrameMatch.No : FrameMatch.Want(at + end.Length);
                }
            }

            if (data[at] == shape.Abort)
            {
                return new FrameMatch(MatchKind.Aborted, at + 1);
            }

            if (shape.Forbidden is { } forbidden && forbidden.Contains(data[at]))
            {
                return FrameMatch.No;
            }

            from = at + 1;
            memory.Seen(position, from);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private FrameMatch Ended(FrameShape shape, ReadOnlySpan<byte> data, int at, int endSize, long position)
    {
        var total = at + endSize + shape.TailSize;
        return shape.LeavesEnd && at == shape.Start.Length ? new FrameMatch(MatchKind.Flag, at)
            : total < shape.Least || total > shape.Most ? FrameMatch.No
            : data.Length < total ? FrameMatch.Want(total)
            : FinishOnce(shape, data[..total], at, endSize, position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private FrameMatch FinishOnce(FrameShape shape, ReadOnlySpan<byte> wire, int at, int endSize, long position)
    {
        ref var refused = ref _refused[shape.Index];
        if (refused.Times >= MostRefused && refused.End == position + at)
        {
            return FrameMatch.No;
        }

        var match = Finish(shape, wire, 0, at, endSize);
        if (match.Kind == MatchKind.No)
        {
            refused = (position + at, refused.End == position + at ? refused.Times + 1 : 1);
        }

        return match;
    }

    private FrameMatch Counted(FrameShape shape, ReadOnlySpan<byte> data) =>
        shape.Length!.Read(data, out var total, out var extra) switch
        {
            Verdict.Unsure => FrameMatch.Want((int)total),
            Verdict.NotMine => FrameMatch.No,
            _ => total < shape.Least + extra || total > shape.Most ? FrameMatch.No : Sized(shape, data, (int)total, extra),
        };

    private FrameMatch Sized(FrameShape shape, ReadOnlySpan<byte> data, int total, int extra)
    {
        if (data.Length >= total)
        {
            return Finish(shape, data[..total], extra, total, 0);
        }

        // A byte that content can't be of needn't wait for the rest; the trailer may be of others.
        var sure = Math.Min(data.Length, total - LongestTrailer(shape));
        var content = shape.ContentAt + extra;
        return shape.Alphabet is not null && sure > content && data[content..sure].ContainsAnyExcept(shape.Alphabet)
            ? FrameMatch.No
            : FrameMatch.Want(total);
    }

    private FrameMatch Document(FrameShape shape, ReadOnlySpan<byte> data, long position)
    {
        var roots = shape.Roots;
        var verdict = XmlExtent.Root(data, roots, out var root, out var inside);
        if (verdict != Verdict.Certain)
        {
            return verdict == Verdict.Unsure ? FrameMatch.Want(data.Length + 1) : FrameMatch.No;
        }

        var limit = Math.Min(data.Length, shape.Most);
        var close = Find(ref _memories[shape.Memory + roots.Length], data[..limit], ">"u8, position, inside);
        if (close > 0 && data[close - 1] == '/')
        {
            return Finish(shape, data[..(close + 1)], 0, close + 1, 0);
        }

        while (close > 0)
        {
            ref var memory = ref _memories[shape.Memory + root];
            var end = Find(ref memory, data[..limit], roots[root], position, close + 1);
            if (end < 0)
            {
                break;
            }

            var at = end + roots[root].Length;
            while (at < limit && data[at] is 0x20 or 0x09 or 0x0a or 0x0d)
            {
                at++;
            }

            if (at >= limit)
            {
                break;
            }

            if (data[at] == '>')
            {
                return Finish(shape, data[..(at + 1)], 0, at + 1, 0);
            }

            memory.Seen(position, at);
        }

        return data.Length < shape.Most ? FrameMatch.Want(data.Length + 1) : FrameMatch.No;
    }

    private static int Find(ref SearchMemory memory, ReadOnlySpan<byte> data, ReadOnlySpan<byte> text, long position, int from)
    {
        from = memory.Resume(position, from);
        var found = from < data.Length ? data[from..].IndexOf(text) : -1;
        memory.Seen(position, found < 0 ? data.Length - text.Length + 1 : from + found);
        return found < 0 ? -1 : from + found;
    }

    private static int LongestTrailer(FrameShape shape)
    {
        var longest = 0;
        foreach (var edge in shape.Edges)
        {
            longest = Math.Max(longest, edge.TrailerSize);
        }

        return longest;
    }
}
