using Sensor.Options.Keys;
using Sensor.Protocols;
using Sensor.Yaml;

namespace Sensor.Options.Sections;

/// <summary>Protocols that a site describes itself, and those it doesn't want.</summary>
internal static class ProtocolsSection
{
    private const int MaxPaths = 100;

    public static readonly Key<IReadOnlyList<string>> Definitions = new("definitions", [], (v, _) => Located(v), Written)
    {
        Type = "paths", Meaning = "Definitions of pump protocols of the site's own: files, and folders whose `*.yaml` are read in the order of their names.", DefaultWords = "none",
    };

    public static readonly Key<IReadOnlyList<string>> Disabled = new("disabled", [], (v, _) => Named(v), Written)
    {
        Type = "names", Meaning = "Protocols that aren't looked for, as `sensor protocols list` names them.", DefaultWords = "none",
    };

    public static Section Section { get; } = new("protocols", "What is recognised; see [describing a pump's protocol](pump-definitions.md).", Definitions, Disabled);

    /// <summary>The protocols that a run knows under these settings.</summary>
    /// <param name="settings">What was read.</param>
    /// <param name="complaints">Takes what is wrong with definitions.</param>
    public static ProtocolSet Load(Settings settings, Complaints complaints) => ProtocolSet.Load(settings.Of(Definitions), settings.Of(Disabled), complaints);

    private static string Written(IReadOnlyList<string> list) => $"[{string.Join(", ", list.Select(YamlText.OfScalar))}]";

    private static (IReadOnlyList<string> Value, bool IsRight) Located(YamlValue value)
    {
        var all = value.AsList().Select(Make.Located).ToList();
        if (all.Count > MaxPaths)
        {
            value.Complain($"There are at most {MaxPaths} files and folders.");
        }

        return ([.. all.Select(p => p.Value ?? "")], all.Count <= MaxPaths && all.TrueForAll(p => p.IsRight));
    }

    private static (IReadOnlyList<string> Value, bool IsRight) Named(YamlValue value)
    {
        var known = ProtocolSet.Standard.Names;
        var names = value.AsList().Select(v => v.AsOneOf(known) is { } index ? known[index] : null).ToList();
        return ([.. names.OfType<string>().Distinct()], names.TrueForAll(n => n is not null));
    }
}
