using Sensor.Options.Keys;
using Sensor.Yaml;
using Sensor.Rules;
using Sensor.Rules.Trials;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary><c>sensor rules list|show|check</c>: what is looked for without learning, and whether rules do what their authors say.</summary>
/// <param name="settings">Gives the rules at work, and what rules may ask for.</param>
/// <param name="output">Where answers go.</param>
internal sealed class RulesCommand(Func<Settings> settings, TextWriter output)
{
    public int List(ListingFormat format)
    {
        var listing = new Listing("id", "severity", "kind", "rule", "looks_for", "title");
        foreach (var rule in settings().Rules.Rules.Where(r => r.Variant == 0).OrderBy(r => r.Reason.SignatureId))
        {
            listing.Add(
                rule.Reason.SignatureId, rule.Reason.Severity.ToString().ToLowerInvariant(), rule.IsFinding ? "finding" : "alert", rule.Slug,
                $"{rule.Shape.ToString().ToLowerInvariant()} of {string.Join(", ", rule.Steps.Select(s => s.Kind.Name).Distinct())}", rule.Reason.Signature);
        }

        listing.Write(output, format);
        return ExitCode.Done;
    }

    /// <summary>Shows a rule as it is written.</summary>
    public int Show(string slug, Screen screen)
    {
        var rules = settings().Rules;
        if (rules.Rules.FirstOrDefault(r => r.Slug == slug) is not { } rule)
        {
            screen.Fail($"There is no rule '{slug}'{NearestName.Hint(slug, rules.Reasons.Select(r => r.Slug))}");
            return ExitCode.BadUsage;
        }

        var (file, first) = rule.Source;
        var text = RuleSet.Shipped().FirstOrDefault(s => s.Name == file).Text ?? File.ReadAllText(file);
        var lines = text.ReplaceLineEndings("\n").Split('\n').Skip(first - 1).ToList();
        var indent = Indent(lines[0]);
        output.WriteLine($"# {file}:{first}");
        foreach (var line in lines.Take(1).Concat(lines.Skip(1).TakeWhile(l => l.Length == 0 || Indent(l) > indent)).Where(l => l.Length > 0))
        {
            output.WriteLine(Screen.Plain(line[Math.Min(indent, line.Length)..]));
        }

        return ExitCode.Done;

        static int Indent(string line) => line.Length - line.TrimStart(' ').Length;
    }

    /// <summary>Checks files of rules, or all rules at work, and has every trial run.</summary>
    public int Check(IReadOnlyList<string> paths, Screen screen)
    {
        var complaints = new Complaints();
        var site = settings();
        List<RuleSet> sets = paths.Count == 0 ? [site.Rules] : [.. paths.Select(p => RuleSet.LoadFile(p, site.Kinds, complaints))];
        var trials = sets.SelectMany(s => s.ReadTrials()).ToList();
        foreach (var trial in trials)
        {
            var found = TrialRun.Of(trial).Found;
            if (found.Count != trial.Fires)
            {
                var told = found.Count == 0 ? "" : $" It told: {found[0]}";
                trial.At.Complain($"The trial '{trial.Name}' of '{trial.Rule.Slug}' fires {found.Count} times, not {trial.Fires}.{told}");
            }
        }

        sets.SelectMany(s => s.Complaints.All).ToList().ForEach(complaints.Add);
        foreach (var complaint in complaints.InOrder)
        {
            screen.Fail(complaint.ToString());
        }

        if (!complaints.IsEmpty)
        {
            return ExitCode.BadUsage;
        }

        output.WriteLine($"{sets.Sum(s => s.Reasons.Count)} rules are right, and {trials.Count} trials come out as they should.");
        foreach (var rule in sets.SelectMany(s => s.Rules).Where(r => r.Variant == 0))
        {
            var of = trials.Where(t => t.Rule.Slug == rule.Slug).ToList();
            if (!of.Any(t => t.Fires > 0) || of.All(t => t.Fires > 0))
            {
                output.WriteLine($"{rule.Source.File}:{rule.Source.Line}: '{rule.Slug}' has no trial in which it {(of.Any(t => t.Fires > 0) ? "doesn't fire" : "fires")}.");
            }
        }

        return ExitCode.Done;
    }
}
