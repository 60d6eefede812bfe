using Sensor.Options.Keys;
using Sensor.Rules;
using Sensor.Rules.Trials;

namespace Sensor.Tests.Rules;

/// <summary>Every shipped rule finds what its author says it must, and nothing where it mustn't.</summary>
public class ShippedRuleTests
{
    private static readonly RuleSet Rules = new Settings().Rules;
    private static readonly IReadOnlyList<Trial> All = Rules.ReadTrials();

    public static TheoryData<string, string> Trials => [.. All.Select(t => (t.Rule.Slug, t.Name))];

    [Theory]
    [MemberData(nameof(Trials))]
    public void A_shipped_rule_does_in_its_trial_what_its_author_says(string rule, string name)
    {
        var trial = All.Single(t => t.Rule.Slug == rule && t.Name == name);
        var found = TrialRun.Of(trial).Found;
        Assert.True(trial.Fires == found.Count, $"{rule}, {name}: {found.Count} instead of {trial.Fires}. {string.Join("; ", found)}");
    }

    [Fact]
    public void Nothing_is_wrong_with_a_shipped_trial() => Assert.Empty(Rules.Complaints.All);

    [Fact]
    public void Every_shipped_rule_is_tried_both_ways()
    {
        foreach (var rule in Rules.Rules)
        {
            var trials = All.Where(t => t.Rule.Slug == rule.Slug).ToList();
            Assert.True(trials.Any(t => t.Fires > 0), $"{rule.Slug} has no trial in which it fires.");
            Assert.True(trials.Any(t => t.Fires == 0), $"{rule.Slug} has no trial in which it doesn't.");
        }
    }
}
