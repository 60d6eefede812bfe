using Sensor.Options.Keys;
using Sensor.Protocols;
using Sensor.Yaml;
using Sensor.Rules;

namespace Sensor.Options.Sections;

/// <summary>A site's own rules, and what it changes about those shipped.</summary>
internal static class RulesSection
{
    public static readonly Key<IReadOnlyList<string>> Folders = new("folders", [], (v, _) => Located(v), list => $"[{string.Join(", ", list.Select(YamlText.OfScalar))}]")
    {
        Type = "paths", Meaning = "Folders whose `*.yaml` are read, in the order of their names: rules of the site's own.", DefaultWords = "none", Reloads = true,
    };

    public static readonly Key<IReadOnlyList<RuleTuning>> Tune = Make.Items(
        "tune", [], (v, _) => RuleTunings.ReadAll(v), RuleTunings.Fields, "What is changed about shipped rules, the site's own, and what models say. The first that holds counts.");

    public static Section Section { get; } = new("rules", "What is looked for without learning; see [rules](rules.md).", Folders, Tune);

    /// <summary>The kinds of facts that rules can look for without a configuration.</summary>
    public static RuleKinds Kinds { get; } = KindsOf(ProtocolSet.Standard);

    /// <summary>The kinds of facts that rules can look for.</summary>
    public static RuleKinds KindsOf(ProtocolSet protocols) =>
        protocols == ProtocolSet.Standard && Kinds is { } standard ? standard : new RuleKinds(protocols.Askable, protocols.Names) { ReadSite = SiteSection.Read };

    /// <summary>The rules at work under these settings.</summary>
    /// <param name="settings">What was read.</param>
    /// <param name="complaints">Takes what is wrong with rules.</param>
    public static RuleSet Load(Settings settings, Complaints complaints) =>
        RuleSet.Load(settings.Kinds, new RuleSettings(settings.Of(Folders), settings.Of(Tune)), complaints);

    private static (IReadOnlyList<string> Value, bool IsRight) Located(YamlValue value)
    {
        var all = value.AsList().Select(Make.Located).ToList();
        if (all.Count > RuleSettings.MaxFolders)
        {
            value.Complain($"There are at most {RuleSettings.MaxFolders} folders.");
        }

        return ([.. all.Select(p => p.Value ?? "")], all.Count <= RuleSettings.MaxFolders && all.TrueForAll(p => p.IsRight));
    }
}
