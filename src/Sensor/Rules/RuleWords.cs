using Sensor.Alerts;
using Sensor.Yaml;

namespace Sensor.Rules;

/// <summary>Reads what a rule says to people: its name, its title, why it matters, what to check.</summary>
internal static class RuleWords
{
    /// <summary>Steps, causes, techniques.</summary>
    private const int MaxTexts = 50;

    private static readonly string[] Severities = ["critical", "high", "medium", "low"];

    /// <summary>The words, or null where some are missing or wrong, which is complained about.</summary>
    public static AlertReason? Read(YamlMap map, bool isFinding)
    {
        var slug = map.Require("rule")?.AsText();
        var id = map.Require("id")?.AsWhole(1, 999_999);
        var title = map.Require("title")?.AsText();
        var severity = map.Require("severity")?.AsOneOf(Severities);
        var meaning = map.Require("meaning")?.AsText();
        var steps = map.Require("next_steps")?.AsTexts();
        var causes = map.Require("benign_causes")?.AsTexts();
        var mitre = map["mitre"]?.AsTexts() ?? [];
        if (slug is not null && (slug.Length > 64 || !slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
        {
            map["rule"]!.Complain("A rule's name consists of small letters, digits and hyphens, 64 at most.");
            slug = null;
        }

        foreach (var list in new[] { map["next_steps"], map["benign_causes"], map["mitre"] }.OfType<YamlValue>().Where(l => l.Items?.Count > MaxTexts))
        {
            list.Complain($"At most {MaxTexts} belong here.");
        }

        foreach (var technique in mitre.Where(t => !IsTechnique(t)))
        {
            map["mitre"]!.Complain($"'{technique}' is no ATT&CK technique such as T0859 or T1110.001.");
        }

        return slug is null || id is null || title is null || severity is null || meaning is null || steps is null || causes is null
            ? null
            : new AlertReason(slug, (int)id, isFinding ? "posture" : "rule", title, (Severity)(severity.Value + 1))
            {
                Meaning = meaning,
                NextSteps = [.. steps],
                BenignCauses = [.. causes],
                Mitre = [.. mitre],
            };
    }

    private static bool IsTechnique(string text) =>
        text.Length is 5 or 9 && text[0] == 'T' && text.AsSpan(1, 4).IndexOfAnyExceptInRange('0', '9') < 0
        && (text.Length == 5 || (text[5] == '.' && text.AsSpan(6).IndexOfAnyExceptInRange('0', '9') < 0));
}
