using Sensor.Alerts;
using Sensor.Yaml;

namespace Sensor.Rules;

/// <summary>What a site changes about a rule, or about what a model says, without editing it.</summary>
/// <param name="Rules">Names of rules or of models' reasons; empty: all.</param>
/// <param name="Where">A condition on the surroundings; null: everywhere.</param>
/// <param name="Silence">Nothing is told.</param>
/// <param name="Severity">Another severity, or null.</param>
/// <param name="Set">Parameters with another value.</param>
internal sealed record RuleTuning(
    IReadOnlyList<(string Slug, YamlValue At)> Rules, YamlValue? Where, bool Silence, Severity? Severity, IReadOnlyDictionary<string, YamlValue> Set);
