using System.Globalization;
using System.Text;
using Sensor.Yaml;
using Sensor.Rules;

namespace Sensor.Alerts;

/// <summary>The entries of <c>docs/alerts.md</c>: every reason for an alert or a finding, of models and of the shipped rules, by signature id.</summary>
internal sealed class CatalogueDocument
{
    private readonly List<(AlertReason Reason, string Decided)> _entries;

    /// <param name="rules">The shipped rules.</param>
    public CatalogueDocument(RuleSet rules)
    {
        _entries =
        [
            .. AlertCatalogue.All.Select(r => (r, $"*Decided:* {r.Decided}\n\n"))
                .Concat(rules.Written.Select(r => (r.Rule.Reason, RuleText(r.Rule, r.Text))))
                .OrderBy(e => e.Item1.SignatureId),
        ];
    }

    /// <summary>Links to all entries, one line a kind.</summary>
    public string Contents()
    {
        var text = new StringBuilder();
        foreach (var (kind, title) in new[] { ("relation", "Relations"), ("rate", "Rates"), ("sequence", "Sequences"), ("rule", "Rules"), ("posture", "Findings"), ("health", "Health") })
        {
            text.Append($"- {title}: {string.Join(", ", _entries.Where(e => e.Reason.Kind == kind).Select(e => $"[{e.Reason.Slug}](#{e.Reason.Slug})"))}\n");
        }

        return text.ToString();
    }

    /// <summary>The entries of one kind.</summary>
    /// <param name="kind">As in an alert's <c>kind</c>; <c>posture</c> for findings.</param>
    public string Entries(string kind)
    {
        var text = new StringBuilder();
        foreach (var (reason, decided) in _entries.Where(e => e.Reason.Kind == kind))
        {
            var shown = kind == "posture" ? "finding" : kind;
            text.Append(CultureInfo.InvariantCulture, $"### {reason.Slug}\n\n**{reason.Signature}** · signature {reason.SignatureId} · {shown} · {Word(reason.Severity)}\n\n");
            text.Append(CultureInfo.InvariantCulture, $"{reason.Meaning}\n\n{decided}*Next:*\n");
            for (var i = 0; i < reason.NextSteps.Length; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{i + 1}. {reason.NextSteps[i]}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"\n*Can be harmless:* {string.Join("; ", reason.BenignCauses.Select(LowerFirst))}.\n\n");
            text.Append(CultureInfo.InvariantCulture, $"*MITRE ATT&CK:* {string.Join(", ", reason.Mitre.Select(t => $"{t} {Techniques.NameOf(t)}"))}.\n\n");
        }

        return text.ToString();
    }

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    /// <summary>A new sentence's first letter where a sentence goes on; names and abbreviations stay.</summary>
    private static string LowerFirst(string text) =>
        text.Length > 1 && char.IsUpper(text[0]) && !char.IsUpper(text[1]) && !text.StartsWith("IHE", StringComparison.Ordinal) ? char.ToLowerInvariant(text[0]) + text[1..] : text;

    private static string RuleText(RuleDefinition rule, YamlValue text)
    {
        var map = text.AsMap();
        var lines = new StringBuilder("*Looks for:* ");
        lines.Append(string.Join("; then ", StepsOf(map).Select((s, i) => StepText(s, rule.Steps[i]))));
        lines.Append(ShapeText(rule, map));
        if (rule.Shape != RuleShape.Sequence)
        {
            lines.Append(CultureInfo.InvariantCulture, $", per {string.Join(", ", rule.Steps[0].Per.Select(p => $"`{p.Name}`"))}");
        }

        var yields = map["yields_to"]?.AsTexts() ?? [];
        lines.Append(rule.IsFinding ? $". Closes after {Wording.Span(rule.Again)} without evidence." : $". Told again after {Wording.Span(rule.Again)} at the earliest.");
        lines.Append(yields.Count == 0 ? "" : $" Part of {string.Join(", ", yields.Select(y => $"[{y}](#{y})"))} where that was told.");
        var parameters = map["parameters"]?.AsMap().Members ?? [];
        if (parameters.Count > 0)
        {
            lines.Append(CultureInfo.InvariantCulture, $"\n\n*Parameters:* {string.Join("; ", parameters.Select(p => $"`{p.Key.Text}` {string.Join(", ", p.Value.AsTexts())}"))}.");
        }

        return lines.Append("\n\n").ToString();
    }

    private static IEnumerable<YamlMap> StepsOf(YamlMap map) =>
        map["sequence"]?.AsList().Select(s => s.AsMap()) ?? (map["absence"]?.AsMap()["of"] is { } awaited ? [map, awaited.AsMap()] : [map]);

    private static string StepText(YamlMap step, RuleStep compiled)
    {
        var condition = step["when"]?.AsText() is { } when ? $" where `{when}`" : "";
        var within = compiled.Within > 0 ? $" within {Wording.Span(compiled.Within)}" : "";
        return $"`{compiled.Kind.Name}`{condition}{within}";
    }

    private static string ShapeText(RuleDefinition rule, YamlMap map)
    {
        var least = Wording.Amount(rule.AtLeast, rule is { Shape: RuleShape.Sum, Of: [{ Unit: "byte" }] } ? "byte" : "");
        var of = string.Join(", ", rule.Of.Select(o => $"`{o.Name}`"));
        var within = $"within {Wording.Span(rule.Within)}";
        return rule.Shape switch
        {
            RuleShape.Count => $"; {least} {within}",
            RuleShape.Distinct => $"; {least} different values of {of} {within}",
            RuleShape.Sum => $"; {of} adding up to {least} {within}",
            RuleShape.Absence => $"; none for {Wording.Span(rule.Within)}{(rule.Steps.Length == 1 ? $" after {least}" : "")}",
            _ => "",
        };
    }
}
