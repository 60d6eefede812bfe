using System.Text;
using Sensor.Facts;
using Sensor.Rules;
using Sensor.Rules.Language;
using Sensor.Rules.Trials;
using Sensor.Tests.Support;
using Sensor.Yaml;

namespace Sensor.Tests.Rules;

/// <summary>What <c>docs/rules.md</c> says of facts and surroundings is what the code has.</summary>
public class RuleDocTests
{
    /// <summary>Words of a choice that are listed; the rest are many.</summary>
    private const int MaxWords = 60;

    [Fact]
    public void The_list_of_fields_is_that_of_the_code()
    {
        var doc = new GeneratedDoc("rules.md");
        var facts = new StringBuilder();
        var kinds = new RuleKinds(ProtocolRegister.All);
        foreach (var kind in kinds.All)
        {
            var vocabulary = kinds.VocabularyOf(kind);
            facts.Append($"### {kind.Name}\n\n").Append(Table(kind.Fields.Select(f => vocabulary.Find(f.Name)!))).Append('\n');
        }

        doc.Put("facts", facts.ToString());
        doc.Put("surroundings", Table(Surroundings.Naming([.. ProtocolRegister.All.Select(p => p.Name)]).Where(o => !o.Name.StartsWith("dest.", StringComparison.Ordinal))));
        doc.AssertIsUpToDate();
    }

    [Fact]
    public void The_page_s_own_rule_does_what_its_trials_say()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "rules.md"));
        var begin = page.IndexOf("```yaml\nrules:\n  - rule:", StringComparison.Ordinal) + "```yaml\n".Length;
        using var folder = new TempFolder();
        var complaints = new Complaints();
        var rules = RuleSet.LoadFile(folder.File(Encoding.UTF8.GetBytes(page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)])), new RuleKinds(ProtocolRegister.All), complaints);
        Assert.Empty(complaints.All);
        Assert.Equal([1, 0], rules.ReadTrials().Select(t => t.Fires));
        Assert.All(rules.ReadTrials(), t => Assert.Equal(t.Fires, TrialRun.Of(t).Found.Count));
    }

    [Fact]
    public void Both_ends_can_be_asked_the_same() =>
        Assert.Equal(Ends("src."), Ends("dest."));

    private static IEnumerable<string> Ends(string end) => Surroundings.All.Where(o => o.Name.StartsWith(end, StringComparison.Ordinal)).Select(o => o.Name[end.Length..]);

    private static string Table(IEnumerable<Operand> operands)
    {
        var table = new StringBuilder("| Name | Sort | Meaning |\n|---|---|---|\n");
        foreach (var operand in operands)
        {
            var sort = operand.Type.ToString().ToLowerInvariant() + (operand.Unit.Length > 0 ? $" ({operand.Unit})" : "");
            var words = operand.Words.Count is > 0 and <= MaxWords ? ": " + string.Join(", ", operand.Words.Select(w => $"`{w}`")) : "";
            table.Append($"| `{operand.Name}` | {sort} | {(operand.Meaning + words).Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        return table.ToString();
    }
}
