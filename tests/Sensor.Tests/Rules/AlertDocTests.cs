using Sensor.Alerts;
using Sensor.Facts;
using Sensor.Yaml;
using Sensor.Rules;
using Sensor.Tests.Support;

namespace Sensor.Tests.Rules;

/// <summary>What is said of alerts and findings is what the code does, and signatures keep their meaning: others' rules rest on them.</summary>
public class AlertDocTests
{
    private static readonly RuleSet Rules = RuleSet.Load(new RuleKinds(ProtocolRegister.All), RuleSettings.None, new Complaints());

    private static IEnumerable<AlertReason> Reasons => AlertCatalogue.All.Concat(Rules.Reasons).OrderBy(r => r.SignatureId);

    [Fact]
    public void The_list_of_alerts_is_that_of_the_code_and_the_rules()
    {
        var made = new CatalogueDocument(Rules);
        var doc = new GeneratedDoc("alerts.md");
        doc.Put("contents", made.Contents());
        foreach (var kind in new[] { "relation", "rate", "sequence", "rule", "posture", "health" })
        {
            doc.Put(kind, made.Entries(kind));
        }

        doc.AssertIsUpToDate();
    }

    /// <summary>New ones are added to the list; what stands there stays.</summary>
    [Fact]
    public void A_signature_never_changes_its_meaning()
    {
        var listed = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "tests", "Sensor.Tests", "Rules", "signatures.txt")).Where(l => l.Length > 0 && l[0] != '#').ToList();
        Assert.Equal(listed, Reasons.Select(r => $"{r.SignatureId} {r.Slug}"));
        Assert.Equal(listed.Count, Reasons.Select(r => r.Slug).Distinct().Count());
    }

    [Fact]
    public void Every_technique_has_a_name()
    {
        Assert.All(Reasons, r => Assert.True(r.Mitre.Length > 0 && r.Mitre.All(t => Techniques.NameOf(t) is not null), $"{r.Slug}: {string.Join(", ", r.Mitre)}"));
    }

    [Fact]
    public void Every_model_s_reason_says_how_it_is_decided()
    {
        Assert.All(AlertCatalogue.All, r => Assert.NotEmpty(r.Decided));
    }
}
