using Sensor.Dissectors.Pumps.Definition;
using Sensor.Protocols;
using Sensor.Yaml;

namespace Sensor.Tests.Protocols;

/// <summary>Definitions as texts.</summary>
internal static class DefinitionText
{
    /// <summary>A definition whose parts can be replaced; line 1 is the protocol, 2 the title, 3 the source, 4 the frames, and what follows is given.</summary>
    public const string Head = "protocol: own\ntitle: Own pumps\nsource: A leaflet\n";

    public const string Frames = "frames: [{start: \"<\", end: \">\"}]\n";
    public const string Messages = "messages: [{parts: [{field: command, rest: true}]}]\n";
    public const string Vectors = "vectors: [{name: one, turns: [{pump: \"<A>\"}], events: [{kind: set}]}]\n";

    /// <summary>Reads a text; what is wrong, as line, column and sentence.</summary>
    public static (ProtocolDefinition? Definition, IReadOnlyList<string> Wrong) Read(string text)
    {
        var complaints = new Complaints();
        var definition = YamlFile.Parse("own.yaml", text, complaints) is { } value ? DefinitionReader.Read(value) : null;
        return (definition, [.. complaints.InOrder.Select(c => $"{c.Line}:{c.Column} {c.Sentence}")]);
    }

    /// <summary>A definition that has to be right.</summary>
    public static ProtocolDefinition Good(string text)
    {
        var (definition, wrong) = Read(text);
        Assert.Empty(wrong);
        return definition!;
    }

    /// <summary>One frame of a definition that is right.</summary>
    public static FrameDefinition Frame(string frame) => Good($"{Head}frames: [{frame}]\n{Messages}{Vectors}").Frames[0];

    /// <summary>One part of a definition that is right.</summary>
    public static PartDefinition Part(string part) => Good($"{Head}{Frames}messages: [{{parts: [{part}]}}]\n{Vectors}").Messages[0].Parts[0];

    /// <summary>One command of a definition that is right.</summary>
    public static CommandDefinition Command(string command) => Good($"{Head}{Frames}{Messages}{Vectors}commands: {{{command}}}").Commands[0];

    /// <summary>What a field's value of a definition that is right means.</summary>
    public static ValueDefinition Value(string value) => ((FieldPart)Part($"{{field: a, rest: true, {value}}}")).Value;
}
