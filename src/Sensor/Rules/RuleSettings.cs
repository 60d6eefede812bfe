using Sensor.Alerts;
using Sensor.Options.Yaml;

namespace Sensor.Rules;

/// <summary>What a site changes about a rule, or about what a model says, without editing it.</summary>
/// <param name="Rules">Names of rules or of models' reasons; empty: all.</param>
/// <param name="Where">A condition on the surroundings; null: everywhere.</param>
/// <param name="Silence">Nothing is told.</param>
/// <param name="Severity">Another severity, or null.</param>
/// <param name="Set">Parameters with another value.</param>
internal sealed record RuleTuning(
    IReadOnlyList<(string Slug, YamlValue At)> Rules, YamlValue? Where, bool Silence, Severity? Severity, IReadOnlyDictionary<string, YamlValue> Set);

/// <summary>A site's own rules and what it changes about the shipped ones: the configuration's section <c>rules</c>.</summary>
internal sealed record RuleSettings
{
    public const int MaxFolders = 16, MaxTunings = 1000;

    /// <summary>Folders whose <c>*.yaml</c> are read, in the order of their names.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    public IReadOnlyList<RuleTuning> Tunings { get; init; } = [];

    public static RuleSettings None { get; } = new();

    /// <param name="section">The section's value; null: there is none.</param>
    public static RuleSettings Read(YamlValue? section)
    {
        if (section is null)
        {
            return None;
        }

        var map = section.AsMap();
        var folders = map["folders"]?.AsTexts() ?? [];
        var tunings = map["tune"]?.AsList() ?? [];
        map.RejectOthers();
        if (folders.Count > MaxFolders || tunings.Count > MaxTunings)
        {
            section.Complain($"There are at most {MaxFolders} folders and {MaxTunings} tunings.");
            return None;
        }

        return new RuleSettings { Folders = folders, Tunings = [.. tunings.Select(ReadTuning)] };
    }

    private static RuleTuning ReadTuning(YamlValue value)
    {
        var map = value.AsMap();
        var rules = map.Require("rule")?.AsList().Where(r => r.AsText() is not null and not "*").Select(r => (r.Text!, r)).ToList() ?? [];
        var severity = map["severity"]?.AsOneOf("critical", "high", "medium", "low");
        var tuning = new RuleTuning(
            rules,
            map["where"],
            map["silence"]?.AsFlag() ?? false,
            severity is null ? null : (Severity)(severity.Value + 1),
            map["set"]?.AsMap().Members.ToDictionary(m => m.Key.Text!, m => m.Value) ?? []);
        map.RejectOthers();
        if (!tuning.Silence && tuning.Severity is null && tuning.Set.Count == 0)
        {
            value.Complain("A tuning has to set, silence or give another severity.");
        }

        return tuning;
    }
}
