using Sensor.Yaml;
using Sensor.Rules;
using Sensor.Tests.Support;

namespace Sensor.Tests.Rules;

/// <summary>Rules as tests write them, and what is made of them.</summary>
internal static class RuleText
{
    public static RuleKinds Kinds { get; } = new([new RecordingProtocol { FactKinds = [Tried.Kind, Ended.Kind] }]);

    /// <summary>A rule with all it needs for people; <paramref name="body"/> says what it looks for, one key a line.</summary>
    public static string Rule(string slug, int id, params string[] body) => string.Join('\n',
    [
        $"  - rule: {slug}",
        $"    id: {id}",
        "    severity: high",
        "    title: Something was tried",
        .. body.Select(line => "    " + line),
        "    observed: \"{count}\"",
        "    explanation: \"{src} {dest} {count}\"",
        "    meaning: It means something.",
        "    next_steps: [Look at it.]",
        "    benign_causes: [None]",
    ]) + "\n";

    public static string File(params string[] rules) => "rules:\n" + string.Concat(rules);

    /// <summary>Rules that each look for something, <c>rule-0</c> and so on.</summary>
    public static RuleSet Of(params string[][] bodies) => Read(File([.. bodies.Select((b, i) => Rule($"rule-{i}", RuleSet.FirstOwnId + i, b))]));

    public static RuleSet Read(string text)
    {
        var complaints = new Complaints();
        var rules = Read(text, complaints);
        complaints.ThrowIfAny();
        return rules;
    }

    public static RuleSet Read(string text, Complaints complaints)
    {
        using var folder = new TempFolder();
        return RuleSet.LoadFile(folder.File(System.Text.Encoding.UTF8.GetBytes(text)), Kinds, complaints);
    }

    /// <summary>What is wrong with a file, each as <c>line:column sentence</c>.</summary>
    public static IReadOnlyList<string> Wrong(string text)
    {
        var complaints = new Complaints();
        Read(text, complaints).ReadTrials();
        return [.. complaints.All.Select(c => $"{c.Line}:{c.Column} {c.Sentence}")];
    }
}
