using System.Buffers;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>Makes shapes of frame definitions; what can't be meant is left out and said.</summary>
internal sealed class FrameCompiler(DefinitionFaults faults)
{
    private static readonly byte[] Numerals = [.. "0123456789ABCDEFabcdef"u8];

    /// <summary>Memories that the shapes so far need.</summary>
    public int Memories { get; private set; }

    public FrameShape[] Shapes(ProtocolDefinition definition)
    {
        FrameRules.CheckTogether(definition, faults);
        var shapes = new List<FrameShape>();
        foreach (var frame in definition.Frames.Take(FrameRules.MaxFrames))
        {
            var before = faults.All.Count;
            new FrameRules(frame, definition.Link.StripParity, faults).Check();
            var sums = frame.Checksums.Select(c => Checksum.Compile(c, faults)).ToArray();
            if (faults.All.Count == before)
            {
                shapes.Add(Shape(frame, [.. sums.OfType<Checksum>()], shapes.Count));
            }
        }

        return [.. shapes];
    }

    private FrameShape Shape(FrameDefinition frame, Checksum[] sums, int index)
    {
        var ending = frame.Ends.Count > 0 ? FrameEnding.Delimiter
            : frame.Length is not null ? FrameEnding.Length
            : frame.Size is not null ? FrameEnding.Size
            : frame.XmlRoots.Count > 0 ? FrameEnding.Xml
            : frame.IdleMilliseconds is not null ? FrameEnding.Silence
            : FrameEnding.Datagram;
        EdgeLayout[] edges = sums.Length == 0 ? [Edge(frame, null)] : [.. sums.Select(s => Edge(frame, s))];
        var contentAt = frame.Start.Length + frame.Header;
        var around = contentAt + (frame.Ends.Count > 0 ? frame.Ends.Min(e => e.Length) : 0) + edges.Min(e => e.TrailerSize + e.TailSize);
        var looksAlike = frame.EndIsShared || frame.Ends.Any(e => e.AsSpan().StartsWith(frame.Start));
        var forbidden = Forbidden(frame, sums);
        var memory = Memories;
        Memories += frame.XmlRoots.Count + 1;
        return new FrameShape
        {
            Definition = frame,
            Ending = ending,
            Start = frame.Start,
            ContentAt = contentAt,
            ScanFrom = frame.Start.Length > 0 && looksAlike ? frame.Start.Length : contentAt,
            Ends = [.. frame.Ends],
            Roots = [.. frame.XmlRoots.Select(r => System.Text.Encoding.UTF8.GetBytes("</" + r))],
            Stops = SearchValues.Create(Stops(frame, forbidden)),
            Forbidden = forbidden,
            Alphabet = frame.Alphabet is { } alphabet ? SearchValues.Create(In(alphabet)) : null,
            IsScanned = forbidden is not null && frame.Alphabet is { } all && In(all).Concat(In(forbidden)).Concat(Stops(frame, null)).Distinct().Count() == 256
                && frame.Ends.All(e => e.Length == 1) && !looksAlike,
            More = frame.More,
            Abort = frame.Abort ?? -1,
            TailSize = edges[0].TailSize,
            HasSum = sums.Length > 0,
            LeavesEnd = frame.EndIsShared,
            CanBeKnown = sums.Length > 0 && !frame.EndIsShared && ending switch
            {
                FrameEnding.Delimiter => !frame.Ends.Any(e => frame.Ends.Any(other => other != e && other.AsSpan().StartsWith(e))),
                FrameEnding.Length or FrameEnding.Size => true,
                _ => false,
            },
            Length = frame.Length is { } length ? new LengthField(length) : null,
            Escape = frame.Escape is { } escape ? new EscapeCode(escape) : null,
            Edges = edges,
            Least = Math.Max(frame.Min, around),
            Most = frame.Size ?? frame.Max,
            Memory = memory,
            Index = index,
        };
    }

    private static byte[] In(ByteSet set) => [.. Enumerable.Range(0, 256).Select(i => (byte)i).Where(set.Contains)];

    private static byte[] Stops(FrameDefinition frame, ByteSet? forbidden)
    {
        byte[] abort = frame.Abort is { } value ? [value] : [];
        return [.. frame.Ends.Select(e => e[0]).Concat(abort).Concat(forbidden is null ? [] : In(forbidden)).Distinct()];
    }

    /// <summary>Bytes that can stand nowhere between header and end; null where any can: without an alphabet, with escapes, with a binary sum there.</summary>
    private static ByteSet? Forbidden(FrameDefinition frame, Checksum[] sums)
    {
        var sumInTrailer = frame.Trailer.Any(e => e.Literal is null);
        if (frame.Alphabet is not { } alphabet || frame.Escape is not null
            || (sumInTrailer && sums.Any(s => s.Definition.Coding is ChecksumCoding.BigEndian or ChecksumCoding.LittleEndian)))
        {
            return null;
        }

        var allowed = In(alphabet).Concat(frame.Trailer.SelectMany(e => e.Literal ?? Numerals)).Concat(frame.Ends.SelectMany(e => e));
        allowed = frame.Abort is { } abort ? allowed.Append(abort) : allowed;
        return ByteSet.Of([.. Enumerable.Range(0, 256).Select(i => (byte)i).Except(allowed)]);
    }

    private static EdgeLayout Edge(FrameDefinition frame, Checksum? sum)
    {
        var trailer = Pieces(frame.Trailer, sum, out var trailerSize, out var inTrailer);
        var tail = Pieces(frame.Tail, sum, out var tailSize, out var inTail);
        return new EdgeLayout(sum, inTail >= 0, Math.Max(inTail, inTrailer), trailer, trailerSize, tail, tailSize);
    }

    private static (int At, byte[] Bytes)[] Pieces(IReadOnlyList<EdgeDefinition> edge, Checksum? sum, out int size, out int sumAt)
    {
        var pieces = new List<(int, byte[])>();
        (size, sumAt) = (0, -1);
        foreach (var piece in edge)
        {
            if (piece.Literal is { } literal)
            {
                pieces.Add((size, literal));
                size += literal.Length;
            }
            else
            {
                sumAt = size;
                size += sum?.Size ?? 0;
            }
        }

        return [.. pieces];
    }
}
