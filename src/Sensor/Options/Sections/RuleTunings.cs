using Sensor.Alerts;
using Sensor.Options.Keys;
using Sensor.Rules;
using Sensor.Yaml;

namespace Sensor.Options.Sections;

/// <summary>Reads what a site changes about rules.</summary>
internal static class RuleTunings
{
    public const int Max = 1000;

    private static readonly Field Rule = new("rule", "names of rules, `*`", Field.Required, "Which: one, a list, or all. Models' reasons can be silenced and given another severity, too.");
    private static readonly Field Condition = new("where", "condition", "everywhere", "Where and when: a condition on [surroundings](rules.md), such as `src.segment == research and time.hour in 22..5`.");
    private static readonly Field Silences = new("silence", "true, false", "false", "Nothing is told.");
    private static readonly Field Severities = new("severity", "low, medium, high, critical", "the rule's", "Another severity.");
    private static readonly Field Sets = new("set", "map", "none", "Other values for the rule's parameters.");

    /// <summary>Keys of an item, for the documents.</summary>
    public static FieldList Fields { get; } = new(Max, Rule, Condition, Silences, Severities, Sets);

    public static IReadOnlyList<RuleTuning> ReadAll(YamlValue list)
    {
        var items = list.AsList();
        if (items.Count > Max)
        {
            list.Complain($"There are at most {Max} tunings.");
            return [];
        }

        return [.. items.Select(Read)];
    }

    private static RuleTuning Read(YamlValue value)
    {
        var map = value.AsMap();
        var rules = map.Require(Rule.Name)?.AsList().Where(r => r.AsText() is not null and not "*").Select(r => (r.Text!, r)).ToList() ?? [];
        var severity = map[Severities.Name]?.AsOneOf("critical", "high", "medium", "low");
        var tuning = new RuleTuning(
            rules,
            map[Condition.Name],
            map[Silences.Name]?.AsFlag() ?? false,
            severity is null ? null : (Severity)(severity.Value + 1),
            map[Sets.Name]?.AsMap().Members.ToDictionary(m => m.Key.Text!, m => m.Value) ?? []);
        map.RejectOthers();
        if (!tuning.Silence && tuning.Severity is null && tuning.Set.Count == 0)
        {
            value.Complain("A tuning has to set, silence or give another severity.");
        }

        return tuning;
    }
}
