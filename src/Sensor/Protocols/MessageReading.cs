using Sensor.Dissectors.Pumps.Definition;
using Sensor.Yaml;

namespace Sensor.Protocols;

/// <summary>Reads what a definition says of messages and their parts.</summary>
internal static class MessageReading
{
    /// <summary>Parts within parts.</summary>
    private const int MaxDepth = 8;

    private const int MaxMessages = 32, MaxParts = 64, MaxFields = 32, MaxSkip = 16_384;

    private static readonly string[] Kinds = ["field", "skip", "records", "split", "items", "tlv", "xml", "inside", "hex"];

    public static IReadOnlyList<MessageDefinition> All(YamlValue? value) => [.. value.UpTo(MaxMessages, "messages").Select(Message)];

    /// <summary>What some fields must be.</summary>
    public static IReadOnlyList<FieldCondition> Conditions(YamlValue? value) =>
        [.. (value?.AsMap().Members ?? []).Select(c => new FieldCondition(c.Key.Text!, DefinitionBytes.Keys(c.Value)))];

    public static IReadOnlyList<PartDefinition> Parts(YamlValue? value, int depth = 0)
    {
        if (depth == MaxDepth)
        {
            value?.Complain($"Parts stand in each other deeper than {MaxDepth}.");
            return [];
        }

        return [.. value.UpTo(MaxParts, "parts").Select(p => Part(p, depth)).OfType<PartDefinition>()];
    }

    private static MessageDefinition Message(YamlValue value)
    {
        var map = value.AsMap();
        var message = new MessageDefinition
        {
            From = map["from"].Word<Sender>(DefinitionWords.Senders) ?? Sender.Either,
            When = Conditions(map["when"]),
            Parts = Parts(map.Require("parts")),
            Command = DefinitionBytes.Key(map["command"]),
            IsSpontaneous = map.IsTrue("spontaneous"),
            QueryWhen = map["query-when"] is { } query ? Conditions(query) : null,
            Outcome = map["outcome"] is { } outcome ? Outcome(outcome) : null,
            Place = value.At(),
        };
        map.RejectOthers();
        return message;
    }

    private static OutcomeDefinition Outcome(YamlValue value)
    {
        var map = value.AsMap();
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, meaning) in map["reasons"]?.AsMap().Members ?? [])
        {
            if (DefinitionBytes.Key(key) is { } raw && meaning.AsText() is { } text)
            {
                reasons[raw] = text;
            }
        }

        var outcome = new OutcomeDefinition(
            map.Require("field")?.AsText() ?? "", DefinitionBytes.Keys(map["done"]), DefinitionBytes.Keys(map["failed"]), map["reason"]?.AsText(), reasons);
        map.RejectOthers();
        if (outcome is { Done.Count: 0, Failed.Count: 0 })
        {
            value.Complain("An outcome needs 'done', 'failed' or both: what the field is where it was done, and where not.");
        }

        return outcome;
    }

    private static PartDefinition? Part(YamlValue value, int depth)
    {
        if (value.Members is not { } members)
        {
            return value.Text is null ? value.Wrong<PartDefinition>("a part of a message") : new LiteralPart(DefinitionBytes.Some(value)) { Place = value.At() };
        }

        if (members.Any(m => m.Key.Text == "hex"))
        {
            return new LiteralPart(DefinitionBytes.Of(value)) { Place = value.At() };
        }

        var map = value.AsMap();
        var kind = Kinds.FirstOrDefault(k => map[k] is not null);
        PartDefinition? part = kind switch
        {
            "field" => Field(value, map, isAlone: true),
            "skip" => new SkipPart(map["skip"].Whole(1, MaxSkip) ?? 1),
            "split" => new SplitPart(DefinitionBytes.Some(map["split"]), [.. map.Require("fields").UpTo(MaxFields, "fields").Select(f => f.IsEmpty ? null : Field(f))]),
            "items" => Items(map),
            "records" => new RecordsPart(
                DefinitionBytes.Some(map["records"]), DefinitionBytes.Some(map.Require("split")), map.Require("fields")?.AsTexts() ?? [], map.Require("values")?.AsText() ?? ""),
            "tlv" => Tlv(map),
            "xml" => Xml(map),
            "inside" => new InsidePart(map["inside"]?.AsText() ?? "", Parts(map.Require("parts"), depth + 1)),
            _ => null,
        };
        if (kind is null)
        {
            // Which part it is decides over its other keys.
            var near = members.Select(m => NearestName.Of(m.Key.Text!, Kinds)).FirstOrDefault(n => n is not null);
            value.Complain($"A part is a text or has one of {string.Join(", ", Kinds)}{(near is null ? "." : $"; did you mean '{near}'?")}");
            return null;
        }

        map.RejectOthers();
        return part is null ? null : part with { Place = value.At() };
    }

    /// <summary>A field where its place says how long it is: its name alone, or what it means as well.</summary>
    private static FieldPart? Field(YamlValue value)
    {
        if (value.Members is null)
        {
            return value.AsText() is { } name ? new FieldPart(Named(value, name)) { Place = value.At() } : null;
        }

        var map = value.AsMap();
        _ = map.Require("field");
        var field = Field(value, map, isAlone: false);
        map.RejectOthers();
        return field;
    }

    private static FieldPart Field(YamlValue whole, YamlMap map, bool isAlone)
    {
        var value = ValueReading.Of(map);
        var field = new FieldPart(map["field"] is { } name ? Named(name, name.AsText() ?? "") : "")
        {
            Of = DefinitionBytes.Alphabet(map["of"]),
            IsOptional = map.IsTrue("optional"),
            Trim = map.IsTrue("trim"),
            Decoding = map["decode"].Word<FieldDecoding>(DefinitionWords.Decodings) ?? FieldDecoding.None,
            Mask = DefinitionBytes.Number(map["mask"], uint.MaxValue) ?? 0,
            Value = value,
            Place = whole.At(),
        };
        if (!isAlone)
        {
            return field;
        }

        var said = new[] { map["size"], map["until"], map["while"], map["rest"] }.OfType<YamlValue>().ToList();
        var size = map["size"].Whole(1, MaxSkip) ?? (said.Count == 0 ? SizeOf(value.Type) : null);
        if (said.Count > 1 || (said.Count == 0 && size is null && (map["type"] is not { Text: not "text" } || value.Type != FieldType.Text)))
        {
            (said.Count > 1 ? said[1] : whole).Complain("How long a field is, one of size, until, while and rest says; a binary type says it itself.");
        }

        return field with
        {
            Size = size,
            Until = map["until"] is { } until ? DefinitionBytes.Some(until) : null,
            While = DefinitionBytes.Alphabet(map["while"]),
            IsRest = map.IsTrue("rest"),
        };
    }

    private static string Named(YamlValue at, string name)
    {
        if (name.Length is 0 or > 64)
        {
            at.Complain("A field's name has 1 to 64 characters.");
        }

        return name;
    }

    private static int? SizeOf(FieldType type) => type switch
    {
        FieldType.U8 or FieldType.S8 => 1,
        FieldType.U16BigEndian or FieldType.U16LittleEndian or FieldType.S16BigEndian or FieldType.S16LittleEndian => 2,
        FieldType.U24BigEndian or FieldType.U24LittleEndian => 3,
        >= FieldType.U32BigEndian and <= FieldType.MedicalFloat => 4,
        _ => null,
    };

    private static ItemsPart Items(YamlMap map)
    {
        var (size, end) = (map["key"], map["key-end"]);
        if (size is null == end is null)
        {
            map.Whole.Complain("An item's key is told by one of key and key-end.");
        }

        return new ItemsPart(DefinitionBytes.Some(map["items"]), size.Whole(1, 64) ?? 0, end is null ? null : DefinitionBytes.Some(end), map.Require("values")?.AsText() ?? "");
    }

    private static TlvPart Tlv(YamlMap map)
    {
        var inner = map["tlv"]!.AsMap();
        var part = new TlvPart(
            inner.Require("tag").Word<LengthCoding>(DefinitionWords.LengthCodings) ?? LengthCoding.U8,
            inner.Require("length").Word<LengthCoding>(DefinitionWords.LengthCodings) ?? LengthCoding.U8,
            map.Require("values")?.AsText() ?? "");
        inner.RejectOthers();
        return part;
    }

    private static XmlPart Xml(YamlMap map)
    {
        var fields = new List<(string, FieldPart)>();
        foreach (var (path, value) in map.Require("fields")?.AsMap().Members ?? [])
        {
            if (Field(value) is { } field)
            {
                fields.Add((path.Text!, field));
            }
        }

        if (fields.Count > MaxFields)
        {
            map["fields"]!.Complain($"There are at most {MaxFields} fields; these are {fields.Count}.");
        }

        return new XmlPart(map["xml"]?.AsTexts() ?? [], fields);
    }
}
