using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Yaml;

namespace Sensor.Protocols;

/// <summary>Reads what a definition says of commands and of what answers them.</summary>
internal static class CommandReading
{
    private const int MaxCommands = 256, MaxVariants = 64;

    private static readonly string[] UseKeys = ["class", "confidence", "arguments", "reply", "variants", "check", "effects", "no-reply"];

    public static IReadOnlyList<CommandDefinition> All(YamlValue? value)
    {
        var commands = new List<CommandDefinition>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var members = value?.AsMap().Members ?? [];
        foreach (var (key, command) in members.Take(MaxCommands))
        {
            var raw = DefinitionBytes.Key(key);
            if (raw is not null && !keys.Add(raw))
            {
                key.Complain($"The command '{raw}' stands here already.");
            }

            commands.Add(Command(key, raw ?? "", command.AsMap()));
        }

        if (members.Count > MaxCommands)
        {
            members[MaxCommands].Key.Complain($"There are at most {MaxCommands} commands; these are {members.Count}.");
        }

        return commands;
    }

    public static PairingDefinition Pairing(YamlValue? value)
    {
        if (value is null)
        {
            return new PairingDefinition();
        }

        var map = value.AsMap();
        var pairing = new PairingDefinition
        {
            By = map.Require("by").Word<PairingKey>(DefinitionWords.PairingKeys) ?? PairingKey.Order,
            TimeoutMilliseconds = map["timeout"].Milliseconds() ?? 10_000,
            DropRepetitions = map.IsTrue("drop-repetitions"),
        };
        map.RejectOthers();
        return pairing;
    }

    private static CommandDefinition Command(YamlValue key, string raw, YamlMap map)
    {
        var (query, set) = (map["query"], map["set"]);
        var command = new CommandDefinition { Key = raw, Name = map["name"]?.AsText(), Place = key.At() };
        if (query is null && set is null)
        {
            // One use alone, without a word for it; what it is its class says.
            var isQuery = map["class"]?.Text is "read" or "identify";
            var use = Use(map, isQuery);
            map.RejectOthers();
            return isQuery ? command with { Query = use } : command with { Set = use };
        }

        foreach (var (name, at) in map.Members.Where(m => UseKeys.Contains(m.Key.Text)).Select(m => (m.Key.Text!, m.Key)))
        {
            _ = map[name];
            at.Complain($"'{name}' belongs under 'query' or 'set' where one of them is written.");
        }

        map.RejectOthers();
        return command with { Query = Named(query, isQuery: true), Set = Named(set, isQuery: false) };
    }

    private static UseDefinition? Named(YamlValue? value, bool isQuery)
    {
        if (value is null)
        {
            return null;
        }

        var map = value.AsMap();
        var use = Use(map, isQuery);
        map.RejectOthers();
        return use;
    }

    private static UseDefinition Use(YamlMap map, bool isQuery)
    {
        var variants = map["variants"];
        var named = isQuery || variants is not null ? map["class"] : map.Require("class");
        return new UseDefinition
        {
            Class = named.Class() ?? (isQuery ? SafetyClass.Read : SafetyClass.Unknown),
            Confidence = map["confidence"].Word<Confidence>(DefinitionWords.Confidences),
            Arguments = MessageReading.Parts(map["arguments"]),
            Reply = MessageReading.Parts(map["reply"]),
            Variants = [.. variants.UpTo(MaxVariants, "variants").Select(Variant)],
            Check = map["check"] is { } check ? Check(check) : null,
            Effects = Effects(map["effects"]),
            HasNoReply = map.IsTrue("no-reply"),
            Place = map.Whole.At(),
        };
    }

    private static VariantDefinition Variant(YamlValue value)
    {
        var map = value.AsMap();
        var variant = new VariantDefinition(MessageReading.Conditions(map.Require("when")), map["name"]?.AsText(), map["class"].Class())
        {
            Effects = Effects(map["effects"]),
            Arguments = MessageReading.Parts(map["arguments"]),
            Place = value.At(),
        };
        map.RejectOthers();
        return variant;
    }

    private static CodeCheck Check(YamlValue value)
    {
        var map = value.AsMap();
        var (field, of) = (map.Require("field")?.AsText() ?? "", map.Require("of")?.AsText() ?? "");
        var (complement, same) = (map.IsTrue("complement"), map.IsTrue("same"));
        if (complement && same)
        {
            value.Complain("A code is a checksum, the complement, or the same.");
        }

        var check = complement || same
            ? new CodeCheck(field, of, complement ? CodeKind.Complement : CodeKind.Same)
            : new CodeCheck(field, of, CodeKind.Checksum, FrameReading.Checksum(map));
        map.RejectOthers();
        return check;
    }

    /// <summary>What is so then; <c>for</c> says of all of it how long.</summary>
    private static List<EffectDefinition> Effects(YamlValue? value)
    {
        var effects = new List<EffectDefinition>();
        if (value?.AsMap() is not { } map)
        {
            return effects;
        }

        var lasts = map["for"].Milliseconds() ?? 0;
        foreach (var known in (string[])["state", "remote", "silenced"])
        {
            _ = map[known];
        }

        foreach (var (key, said) in map.Members)
        {
            if (ValueReading.Fact(key, said) is { } fact)
            {
                effects.Add(new EffectDefinition(fact.Means, fact.Word, lasts));
            }
        }

        map.RejectOthers();
        return effects;
    }
}
