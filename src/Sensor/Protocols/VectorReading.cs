using Sensor.Dissectors.Pumps.Definition;
using Sensor.Yaml;

namespace Sensor.Protocols;

/// <summary>Reads a definition's own examples.</summary>
internal static class VectorReading
{
    private const int MaxVectors = 16, MaxTurns = 16, MaxEvents = 64;

    public static IReadOnlyList<VectorDefinition> All(YamlValue? value) => [.. value.UpTo(MaxVectors, "vectors").Select(Vector)];

    private static VectorDefinition Vector(YamlValue value)
    {
        var map = value.AsMap();
        var vector = new VectorDefinition
        {
            Name = map.Require("name")?.AsText() ?? "",
            Turns = [.. map.Require("turns").UpTo(MaxTurns, "turns").Select(Turn)],
            Events = [.. map["events"].UpTo(MaxEvents, "events").Select(Event)],
            Failing = map["failing"].Whole(0, 1000) ?? 0,
            IsForeign = map.IsTrue("foreign"),
            Place = value.At(),
        };
        map.RejectOthers();
        if (vector.IsForeign && (vector.Events.Count > 0 || vector.Failing > 0))
        {
            value.Complain("Of what is foreign nothing comes: neither events nor failing frames.");
        }

        return vector;
    }

    private static VectorTurn Turn(YamlValue value)
    {
        var map = value.AsMap();
        var (controller, pump) = (map["controller"], map["pump"]);
        if (controller is null == pump is null)
        {
            value.Complain("A turn is what one side says: 'controller' or 'pump'.");
        }

        map.RejectOthers();
        return new VectorTurn(controller is not null ? Sender.Controller : Sender.Pump, DefinitionBytes.Some(controller ?? pump, DefinitionBytes.MaxTurn));
    }

    private static Dictionary<string, string> Event(YamlValue value)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, said) in value.AsMap().Members)
        {
            if (!EventMembers.Known.Contains(key.Text))
            {
                key.Complain($"Events have no '{key.Text}'{NearestName.Hint(key.Text!, EventMembers.Known)}");
            }

            if (said.AsText() is { } text)
            {
                // Nothing behind the colon: there is none.
                members[key.Text!] = said.IsEmpty ? "" : text;
            }
        }

        return members;
    }
}
