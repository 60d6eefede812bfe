using System.Text.RegularExpressions;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Facts;
using Sensor.Yaml;

namespace Sensor.Protocols;

/// <summary>Reads a protocol's definition as docs/pump-definitions.md describes it. Complains about all that is wrong, at its place; what can't be meant says who compiles it.</summary>
internal static partial class DefinitionReader
{
    private const int MaxPorts = 64;

    /// <summary>What results call something else, or read without a definition.</summary>
    private static readonly string[] Taken = ["none", "flow", "pump", "pcd", "sdc", .. ProtocolRegister.BuiltIn.Select(p => p.Name)];

    /// <summary>What stands in a file. Sound only where nothing was complained about.</summary>
    public static ProtocolDefinition Read(YamlValue file)
    {
        var map = file.AsMap();
        var definition = new ProtocolDefinition
        {
            Name = Name(map.Require("protocol")),
            Title = Sentence(map.Require("title")) ?? "",
            Source = Sentence(map.Require("source")) ?? "",
            Vendor = Sentence(map["vendor"]),
            Confidence = map["confidence"].Word<Confidence>(DefinitionWords.Confidences) ?? Confidence.Inferred,
            Carriers = Carried(map["carriers"]),
            Ports = [.. map["ports"].UpTo(MaxPorts, "ports").Select(p => (ushort)(p.Whole(1, ushort.MaxValue) ?? 0))],
            OnlyOnPorts = map.IsTrue("only-on-ports"),
            GoodFrames = map["good-frames"].Whole(1, 16),
            Pump = map["pump"].Word<PumpSide>(DefinitionWords.PumpSides) ?? PumpSide.Answers,
            IsComplete = map.IsTrue("complete"),
            Link = FrameReading.Link(map),
            Frames = FrameReading.All(map.Require("frames")),
            Messages = MessageReading.All(map.Require("messages")),
            Values = ValueReading.Tables(map["values"]),
            Pairing = CommandReading.Pairing(map["pairing"]),
            Commands = CommandReading.All(map["commands"]),
            Vectors = VectorReading.All(map["vectors"]),
            Place = file.At(),
        };
        if (definition is { OnlyOnPorts: true, Ports.Count: 0 })
        {
            map["only-on-ports"]!.Complain("Without 'ports' it would be looked for nowhere.");
        }

        map.RejectOthers();
        return definition;
    }

    private static string Name(YamlValue? value)
    {
        var name = value?.AsText() ?? "";
        if (value?.Text is not null && !Form().IsMatch(name))
        {
            value.Complain("A protocol's name has 2 to 32 lower-case letters, digits and hyphens, a letter first.");
        }
        else if (Taken.Contains(name))
        {
            value!.Complain($"There is a protocol '{name}' already; name this one otherwise.");
        }

        return name;
    }

    private static string? Sentence(YamlValue? value)
    {
        var text = value?.AsText();
        if (text?.Length > 500 || text?.Any(char.IsControl) == true)
        {
            value!.Complain("This has more than 500 characters, or control characters.");
        }

        return text;
    }

    private static Carriers Carried(YamlValue? value)
    {
        Carriers carriers = 0;
        foreach (var item in value?.AsList() ?? [])
        {
            carriers |= item.AsOneOf("tcp", "udp") is { } index ? (Carriers)(1 << index) : 0;
        }

        return carriers == 0 ? Carriers.Tcp : carriers;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{1,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
