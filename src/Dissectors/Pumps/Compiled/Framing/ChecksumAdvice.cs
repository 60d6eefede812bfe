using System.Globalization;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>For who describes a protocol: what is wrong about a checksum, and which one would be right.</summary>
public static class ChecksumAdvice
{
    /// <summary>Says of a vector's first frame that fails its check what stands there, what was computed, and which checksum all frames of the vectors would pass; null where it can't be said.</summary>
    /// <param name="definition">A sound definition.</param>
    /// <param name="vector">One of its vectors.</param>
    public static string? Of(ProtocolDefinition definition, VectorDefinition vector)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(vector);
        var faults = new DefinitionFaults();
        var program = FrameProgram.Compile(definition, faults);
        if (!faults.IsSound || Frames(program, vector).FirstOrDefault(f => !f.IsGood) is not { Shape: { } shape } bad)
        {
            return null;
        }

        var edge = shape.Edges[0];
        if (Extent.Of(bad, edge) is not { } extent || !edge.Sum!.TryRead(extent.Written(bad.Whole), out var stands))
        {
            return null;
        }

        var digits = $"X{edge.Sum.Width / 4}";
        var computed = edge.Sum.Compute(extent.Covered(bad.Whole, edge.Sum.Definition, shape.ContentAt));
        var all = definition.Vectors.Where(v => v.Failing == 0 && !v.IsForeign).SelectMany(v => Frames(program, v)).Where(f => f.Shape == shape).ToList();
        var fits = all.Count == 0 ? null : Candidates(edge.Sum.Definition, shape, edge.InTail).FirstOrDefault(c => all.TrueForAll(f => Holds(c.Definition, f, shape)));
        return string.Create(CultureInfo.InvariantCulture, $"in turn {bad.Turn} stands {stands.ToString(digits, CultureInfo.InvariantCulture)}, computed is {computed.ToString(digits, CultureInfo.InvariantCulture)}")
            + (fits is null ? "; no other preset, byte order or coverage fits either" : $"; {{{fits.Words}}} would fit {(all.Count == 1 ? "it" : $"all {all.Count} frames of the vectors")}");
    }

    private static List<Found> Frames(FrameProgram program, VectorDefinition vector)
    {
        var found = new List<Found>();
        for (var turn = 0; turn < vector.Turns.Count; turn++)
        {
            var (from, bytes) = (vector.Turns[turn].From, vector.Turns[turn].Bytes);
            var reader = new FrameReader(program);
            reader.Reset(midStream: false);
            for (var at = 0; at < bytes.Length;)
            {
                var sign = reader.Read(bytes.AsSpan(at), from, new Moment(0, 1), out var frame, out var consumed, out _);
                if (sign == FrameSign.Frame && frame.Check != FrameCheck.None)
                {
                    // Escapes and parity change what is covered: of those nothing is said.
                    var whole = frame.Whole.ToArray();
                    var shape = Array.Find(program.Shapes, s => s is { HasSum: true, Escape: null } && s.MayComeFrom(from) && whole.AsSpan().StartsWith(s.Start));
                    found.Add(new Found(turn + 1, whole, frame.End.Length, frame.Check == FrameCheck.Good, program.StripsParity ? null : shape));
                }

                if (sign == FrameSign.Wait || consumed == 0)
                {
                    break;
                }

                at += consumed;
            }
        }

        return found;
    }

    /// <summary>Checksums that take as many bytes as the one that is said: presets and sums, byte orders, coverages; plain ones first.</summary>
    private static IEnumerable<Candidate> Candidates(ChecksumDefinition said, FrameShape shape, bool isInTail)
    {
        (string Words, ChecksumDefinition Definition)[] kinds =
        [
            .. ChecksumPresets.Names.Select(n => ($"crc: {n}", ChecksumPresets.TryFind(n, out var preset) ? preset : said)),
            ($"sum: {said.Width}", new ChecksumDefinition { Kind = ChecksumKind.Sum, Width = said.Width }),
            ($"sum: {said.Width}, xor-out: 0x{Ones(said.Width):x}", new ChecksumDefinition { Kind = ChecksumKind.Sum, Width = said.Width, XorOut = Ones(said.Width) }),
            ($"xor: {said.Width}", new ChecksumDefinition { Kind = ChecksumKind.Xor, Width = said.Width }),
        ];
        var isBinary = said.Coding is ChecksumCoding.BigEndian or ChecksumCoding.LittleEndian;
        ChecksumCoding[] codings = isBinary && said.Width > 8 ? [ChecksumCoding.BigEndian, ChecksumCoding.LittleEndian] : [said.Coding];
        (string Words, bool Trailer, bool End)[] ends = isInTail ? [("", false, false), (", through: trailer", true, false), (", through: end", true, true)] : [("", false, false), (", through: trailer", true, false)];
        IEnumerable<(string Words, bool FromStart, int Skip)> starts =
            [("", false, 0), .. Enumerable.Range(0, shape.ContentAt).Select(skip => (skip == 0 ? ", from: start" : $", from: start, skip: {skip}", true, skip))];
        return from start in starts
               from end in ends
               from kind in kinds.Where(k => k.Definition.Width == said.Width)
               from coding in codings
               select new Candidate(
                   kind.Words + Order(coding) + (said.Digits > 0 ? $", digits: {said.Digits}" : "") + start.Words + end.Words,
                   kind.Definition with
                   {
                       Coding = coding, Digits = said.Digits, FromStart = start.FromStart, Skip = start.Skip, CoversTrailer = end.Trailer, ThroughEnd = end.End,
                   });
    }

    private static string Order(ChecksumCoding coding) => coding switch
    {
        ChecksumCoding.LittleEndian => ", as: little-endian",
        ChecksumCoding.Hex => ", as: hex",
        ChecksumCoding.Decimal => ", as: decimal",
        _ => "",
    };

    private static uint Ones(int width) => uint.MaxValue >> (32 - width);

    private static bool Holds(ChecksumDefinition definition, Found frame, FrameShape shape) =>
        Checksum.Compile(definition, new DefinitionFaults()) is { } sum && Extent.Of(frame, shape.Edges[0]) is { } extent
        && sum.Size == extent.SumSize && sum.Holds(extent.Covered(frame.Whole, definition, shape.ContentAt), extent.Written(frame.Whole));

    /// <summary>A frame of a turn, counted from 1.</summary>
    private sealed record Found(int Turn, byte[] Whole, int EndSize, bool IsGood, FrameShape? Shape);

    /// <summary>A checksum, as a definition writes it and as it is.</summary>
    private sealed record Candidate(string Words, ChecksumDefinition Definition);

    /// <summary>Where in a frame what lies.</summary>
    private readonly record struct Extent(int TrailerAt, int EndAt, int TailAt, int SumAt, int SumSize, bool InTail)
    {
        public static Extent? Of(Found frame, EdgeLayout edge)
        {
            var tailAt = frame.Whole.Length - edge.TailSize;
            var endAt = tailAt - frame.EndSize;
            var trailerAt = endAt - edge.TrailerSize;
            var sumAt = (edge.InTail ? tailAt : trailerAt) + edge.SumAt;
            return edge.Sum is not { } sum || trailerAt < 0 || sumAt + sum.Size > frame.Whole.Length ? null : new Extent(trailerAt, endAt, tailAt, sumAt, sum.Size, edge.InTail);
        }

        public ReadOnlySpan<byte> Written(byte[] whole) => whole.AsSpan(SumAt, SumSize);

        public ReadOnlySpan<byte> Covered(byte[] whole, ChecksumDefinition covers, int contentAt)
        {
            var from = (covers.FromStart ? 0 : contentAt) + covers.Skip;
            var to = covers.ThroughEnd ? TailAt : !covers.CoversTrailer ? TrailerAt : InTail ? EndAt : SumAt;
            return from <= to ? whole.AsSpan(from, to - from) : default;
        }
    }
}
