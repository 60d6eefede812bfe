using System.Globalization;
using System.Text;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Compiled;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Protocols;
using Sensor.Terminal;
using Sensor.Yaml;

namespace Sensor.Commands;

/// <summary><c>sensor protocols show</c>: what a definition says, in short or as it is written.</summary>
/// <param name="output">Where answers go.</param>
/// <param name="screen">Where mistakes are told.</param>
internal sealed class ProtocolShowCommand(TextWriter output, Screen screen)
{
    public int Run(ProtocolSet protocols, string name, bool asYaml)
    {
        if (protocols.WithOrigins.FirstOrDefault(p => p.Protocol.Name == name) is not { Protocol: { } protocol, Origin: var origin })
        {
            screen.Fail($"There is no protocol '{name}'{NearestName.Hint(name, protocols.Names)}");
            return ExitCode.BadUsage;
        }

        if (protocol is not PumpProtocol { IsSound: true } described)
        {
            screen.Fail($"'{name}' is built in: there is no definition to show.");
            return ExitCode.BadUsage;
        }

        if (!asYaml)
        {
            Show(described.Definition, origin);
            return ExitCode.Done;
        }

        if (origin != ProtocolOrigin.Shipped)
        {
            screen.Fail($"'{name}' is the site's own: its file is what 'protocols.definitions' names.");
            return ExitCode.BadUsage;
        }

        var text = ShippedDefinitions.Texts().First(t => Path.GetFileNameWithoutExtension(t.Name) == name).Text;
        output.Write(text.ReplaceLineEndings("\n"));
        return ExitCode.Done;
    }

    private void Show(ProtocolDefinition definition, ProtocolOrigin origin)
    {
        Say("protocol", $"{definition.Name} ({(origin == ProtocolOrigin.Shipped ? "shipped" : "own")})");
        Say("title", definition.Title);
        Say("vendor", definition.Vendor);
        Say("source", definition.Source);
        Say("confidence", Text(definition.Confidence.Word()));
        Say("ports", definition.Ports.Count == 0 ? null : string.Join(", ", definition.Ports.Select(p => p.ToString(CultureInfo.InvariantCulture))) + (definition.OnlyOnPorts ? ", nowhere else" : ""));
        var values = definition.Messages.SelectMany(m => Said(m.Parts)).Concat(definition.Values.SelectMany(t => t.Values.Values.SelectMany(Said)));
        Say("values", Words(values));
        output.WriteLine($"commands: {definition.Commands.Count}{(definition.IsComplete ? ", which are all there are" : "")}");
        foreach (var command in definition.Commands)
        {
            Show(command, "query", command.Query);
            Show(command, "set", command.Set);
        }
    }

    private void Show(CommandDefinition command, string kind, UseDefinition? use)
    {
        if (use is null)
        {
            return;
        }

        IEnumerable<SafetyClass> classes = use.Class == SafetyClass.Unknown ? [] : [use.Class];
        var words = string.Join(", ", classes.Concat(use.Variants.Select(v => v.Class ?? use.Class)).Distinct().Select(c => Text(c.Word())));
        var values = Words(Said(use.Arguments).Concat(use.Variants.SelectMany(v => Said(v.Arguments))).Concat(Said(use.Reply)));
        var name = Printable(command.Key) + (command.Name is { } other && other != command.Key ? $" ({Printable(other)})" : "");
        output.WriteLine(Screen.Plain($"  {name,-24} {kind,-5}  {words}{(values is null ? "" : $": {values}")}"));
    }

    private void Say(string what, string? text)
    {
        if (text is not null)
        {
            output.WriteLine(Screen.Plain($"{what}: {text}"));
        }
    }

    private static string? Words(IEnumerable<ValueDefinition> values)
    {
        var words = values.SelectMany(Words).Distinct(StringComparer.Ordinal).ToList();
        return words.Count == 0 ? null : string.Join(", ", words);
    }

    private static IEnumerable<string> Words(ValueDefinition value)
    {
        IEnumerable<string> words = value.Means switch
        {
            Meaning.None => [],
            Meaning.Quantity => [Text(value.Quantity.Word()) + (value.UnitField is not null ? " (in a unit it says)" : value.Unit == PumpUnit.Unknown ? "" : $" ({Text(value.Unit.Ucum())})")],
            _ => [Word(value.Means)],
        };
        return value.IsSecret ? [] : words.Concat(value.Bits.Select(b => Word(b.Means)));
    }

    private static IEnumerable<ValueDefinition> Said(ValueDefinition value) => value.Parts.Count == 0 ? [value] : Said(value.Parts);

    private static IEnumerable<ValueDefinition> Said(IEnumerable<PartDefinition> parts) => parts.SelectMany(part => part switch
    {
        FieldPart field => [field.Value],
        SplitPart split => split.Fields.OfType<FieldPart>().Select(f => f.Value),
        XmlPart xml => xml.Fields.Select(f => f.Field.Value),
        InsidePart inside => Said(inside.Parts),
        _ => [],
    });

    private static string Word(Meaning means) => means.ToString().ToLowerInvariant();

    private static string Printable(string key) => string.Concat(key.Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\x{(int)c:x2}"));

    private static string Text(ReadOnlySpan<byte> word) => Encoding.ASCII.GetString(word);
}
