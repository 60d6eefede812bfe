using Sensor.Dissectors.Pumps.Definition;
using Sensor.Yaml;

namespace Sensor.Protocols;

/// <summary>Reads what a definition says of frames, and of what lies between them and the wire.</summary>
internal static class FrameReading
{
    /// <summary>Bytes of a frame.</summary>
    private const int MaxFrame = 16_384;

    private const int MaxFrames = 16, MaxEdges = 16, MaxChecksums = 8, MaxPairs = 64, MaxTokens = 32;

    public static IReadOnlyList<FrameDefinition> All(YamlValue? value) => [.. value.UpTo(MaxFrames, "frames").Select(Frame)];

    public static LinkDefinition Link(YamlMap map)
    {
        _ = map["parity"]?.AsOneOf("strip");
        return new LinkDefinition { StripParity = map["parity"]?.Text == "strip", Tokens = Tokens(map["tokens"]) };
    }

    /// <summary>A sum's parameters, from a map that may say other things besides.</summary>
    public static ChecksumDefinition Checksum(YamlMap map)
    {
        var (crc, sum, xor) = (map["crc"], map["sum"], map["xor"]);
        var kinds = new[] { crc, sum, xor }.OfType<YamlValue>().ToList();
        if (kinds.Count != 1)
        {
            (kinds.Count == 0 ? map.Whole : kinds[1]).Complain("A checksum is one of crc, sum and xor.");
        }

        var made = crc is not null ? Crc(crc)
            : new ChecksumDefinition { Kind = xor is not null ? ChecksumKind.Xor : ChecksumKind.Sum, Width = xor is not null ? Width(xor) ?? 8 : Width(sum) ?? 8 };
        return made with
        {
            XorOut = DefinitionBytes.Number(map["xor-out"], MaxOf(made.Width)) ?? made.XorOut,
            Coding = map["as"].Word<ChecksumCoding>(DefinitionWords.ChecksumCodings) ?? ChecksumCoding.BigEndian,
            Digits = map["digits"].Whole(1, 10) ?? 0,
            FromStart = map["from"]?.AsOneOf("content", "start") == 1,
            Skip = map["skip"].Whole(0, MaxFrame) ?? 0,
            CoversTrailer = map["through"]?.AsOneOf("content", "trailer", "end") >= 1,
            ThroughEnd = map["through"]?.Text == "end",
            Place = map.Whole.At(),
        };
    }

    private static FrameDefinition Frame(YamlValue value)
    {
        var map = value.AsMap();
        var frame = new FrameDefinition
        {
            From = map["from"].Word<Sender>(DefinitionWords.Senders) ?? Sender.Either,
            Start = DefinitionBytes.Some(map["start"]),
            Header = map["header"].Whole(0, 1024) ?? 0,
            Ends = DefinitionBytes.List(map["end"]),
            EndIsShared = map.IsTrue("end-is-shared"),
            KeepsEnd = map.IsTrue("keep-end"),
            More = map["more"] is { } more ? DefinitionBytes.Some(more) : null,
            Length = map["length"] is { } length ? Length(length) : null,
            Size = map["size"].Whole(1, MaxFrame),
            XmlRoots = map["xml"]?.AsTexts() ?? [],
            IdleMilliseconds = map["idle"].Milliseconds(),
            IsDatagram = map.IsTrue("datagram"),
            Abort = DefinitionBytes.One(map["abort"]),
            Escape = map["escape"] is { } escape ? Escape(escape) : null,
            Trailer = Edges(map["trailer"]),
            Tail = Edges(map["tail"]),
            Checksums = [.. map["checksum"].UpTo(MaxChecksums, "checksums").Select(Checksum)],
            Alphabet = DefinitionBytes.Alphabet(map["alphabet"]),
            Min = map["min"].Whole(1, MaxFrame) ?? 1,
            Max = map["max"].Whole(1, MaxFrame) ?? 1024,
            Place = value.At(),
        };
        map.RejectOthers();
        if (frame.Min > frame.Max)
        {
            map["min"]?.Complain($"'min' is above 'max', which is {frame.Max}.");
        }

        return frame;
    }

    private static LengthDefinition Length(YamlValue value)
    {
        var map = value.AsMap();
        var length = new LengthDefinition(
            map.Require("at").Whole(0, 1024) ?? 0,
            map.Require("as").Word<LengthCoding>(DefinitionWords.LengthCodings) ?? LengthCoding.U8,
            map["digits"].Whole(1, 10) ?? 0,
            map["add"].Whole(-MaxFrame, MaxFrame) ?? 0) { Place = value.At() };
        map.RejectOthers();
        if (map["digits"] is null && length.Coding is LengthCoding.Decimal or LengthCoding.Hex)
        {
            value.Complain("A length in digits needs 'digits': how many there are.");
        }

        return length;
    }

    private static EscapeDefinition Escape(YamlValue value)
    {
        var map = value.AsMap();
        var (marker, pairs) = (map["byte"], map["pairs"]);
        if (marker is null == pairs is null)
        {
            value.Complain("An escape is either 'byte', with 'xor', or 'pairs'.");
        }

        var escape = new EscapeDefinition
        {
            Byte = DefinitionBytes.One(marker),
            Xor = DefinitionBytes.One(marker is null ? map["xor"] : map.Require("xor")) ?? 0,
            Pairs = [.. (pairs?.AsMap().Members ?? []).Take(MaxPairs).Select(p => Pair(p.Key, p.Value))],
            IsOptional = map.IsTrue("optional"),
            Place = value.At(),
        };
        map.RejectOthers();
        return escape;
    }

    private static (byte First, byte Second, byte Meant) Pair(YamlValue key, YamlValue value)
    {
        var two = DefinitionBytes.Raw(key);
        if (two is not null && two.Length != 2)
        {
            key.Complain("Here belong the two characters that stand for one.");
        }

        return two is { Length: 2 } ? ((byte)two[0], (byte)two[1], DefinitionBytes.One(value) ?? 0) : default;
    }

    /// <summary>Literals, and the word <c>checksum</c> without quotes.</summary>
    private static List<EdgeDefinition> Edges(YamlValue? value) =>
        [.. value.UpTo(MaxEdges, "pieces").Select(e => new EdgeDefinition(e is { IsPlain: true, Text: "checksum" } ? null : DefinitionBytes.Some(e)))];

    private static ChecksumDefinition Checksum(YamlValue value)
    {
        var map = value.AsMap();
        var sum = Checksum(map);
        map.RejectOthers();
        return sum;
    }

    private static ChecksumDefinition Crc(YamlValue value)
    {
        if (value.Members is null)
        {
            var name = value.AsText() ?? "";
            if (ChecksumPresets.TryFind(name, out var preset))
            {
                return preset;
            }

            value.Complain($"There is no checksum '{name}'{(NearestName.Of(name, ChecksumPresets.Names) is { } near ? $"; did you mean '{near}'?" : $"; there are {string.Join(", ", ChecksumPresets.Names)}.")}");
            return new ChecksumDefinition();
        }

        var map = value.AsMap();
        var width = Width(map.Require("width")) ?? 8;
        var crc = new ChecksumDefinition
        {
            Kind = ChecksumKind.Crc,
            Width = width,
            Polynomial = DefinitionBytes.Number(map.Require("poly"), MaxOf(width)) ?? 0,
            Initial = DefinitionBytes.Number(map["init"], MaxOf(width)) ?? 0,
            ReflectIn = map.IsTrue("reflect-in"),
            ReflectOut = map.IsTrue("reflect-out"),
            XorOut = DefinitionBytes.Number(map["xor-out"], MaxOf(width)) ?? 0,
            IsAugmented = map["augmented"]?.AsFlag() ?? true,
        };
        map.RejectOthers();
        return crc;
    }

    private static int? Width(YamlValue? value) => value?.AsOneOf("8", "16", "24", "32") is { } index ? 8 * (index + 1) : null;

    private static uint MaxOf(int width) => uint.MaxValue >> (32 - width);

    private static List<TokenDefinition> Tokens(YamlValue? value)
    {
        var tokens = new List<TokenDefinition>();
        foreach (var (key, token) in value?.AsMap().Members ?? [])
        {
            var map = token.AsMap();
            var made = new TokenDefinition(
                DefinitionBytes.One(key) ?? 0,
                map.Require("name")?.AsText() ?? "",
                map["means"].Word<TokenMeaning>(DefinitionWords.TokenMeanings) ?? TokenMeaning.Nothing,
                map["arguments"].Whole(0, 64) ?? 0) { Place = key.At() };
            map.RejectOthers();
            if (tokens.Exists(t => t.Value == made.Value))
            {
                key.Complain("This byte is a token already.");
            }

            tokens.Add(made);
        }

        if (tokens.Count > MaxTokens)
        {
            value!.Complain($"There are at most {MaxTokens} tokens; these are {tokens.Count}.");
        }

        return tokens;
    }
}
