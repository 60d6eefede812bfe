using Sensor.Rules;

namespace Sensor.Tests.Rules;

/// <summary>Rules go on after a restart as if there had been none.</summary>
public class RuleStateTests
{
    private const int Facts = 3000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_rest_of_a_stream_gives_the_same_wherever_it_was_cut(int seed)
    {
        var random = new Random(seed);
        var rules = RuleText.Of([.. Enumerable.Range(0, 40).Select(_ => RandomFacts.Body(random))]).Rules;
        var whole = new RuleBench(rules);
        var facts = RandomFacts.Stream(random, whole, Facts);
        whole.TakeAll(facts);
        var end = whole.Save();
        Assert.True(whole.Found.Count > 300);
        for (var cut = 0; cut < 12; cut++)
        {
            var at = random.Next(Facts + 1);
            var before = new RuleBench(rules);
            before.KnowNamesOf(whole);
            before.TakeAll(facts.Take(at));
            var saved = before.Save();
            var after = new RuleBench(rules);
            after.KnowNamesOf(whole);
            Assert.True(after.TryLoad(saved));
            Assert.Equal(saved, after.Save());
            after.PassOver(at);
            after.TakeAll(facts.Skip(at));
            Assert.Equal(whole.Found, before.Found.Concat(after.Found));
            Assert.Equal(end, after.Save());
        }
    }

    [Fact]
    public void Rules_that_stay_go_on_when_others_come_go_or_change()
    {
        var random = new Random(7);
        var bodies = Enumerable.Range(0, 30).Select(_ => RandomFacts.Body(random)).ToArray();
        string[] File(Func<int, bool> isThere, Func<int, string[]> body) =>
            [.. Enumerable.Range(0, bodies.Length).Where(isThere).Select(i => RuleText.Rule($"rule-{i}", RuleSet.FirstOwnId + i, body(i)))];
        var first = RuleText.Read(RuleText.File(File(i => i % 3 != 0, i => bodies[i]))).Rules;
        var second = RuleText.Read(RuleText.File(File(i => i % 3 != 1, i => bodies[i]))).Rules;
        var (whole, before, after) = (new RuleBench(second), new RuleBench(first), new RuleBench(second));
        var facts = RandomFacts.Stream(random, whole, Facts);
        before.KnowNamesOf(whole);
        after.KnowNamesOf(whole);
        whole.TakeAll(facts);
        before.TakeAll(facts.Take(Facts / 2));
        Assert.True(after.TryLoad(before.Save()));
        after.PassOver(Facts / 2);
        after.TakeAll(facts.Skip(Facts / 2));

        Assert.Equal(Staying(whole), Staying(after));
        Assert.True(Staying(whole).Count > 20);

        static List<(string, long, double, long, long)> Staying(RuleBench bench) =>
            [.. bench.Found.Where(f => f.Number > Facts / 2 && int.Parse(f.Rule.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture) % 3 == 2)];
    }

    [Fact]
    public void A_rule_with_another_bound_begins_anew()
    {
        string[] Body(int atLeast) => ["on: test.tried", $"count: {{at_least: {atLeast}, within: 1h}}"];
        var facts = Enumerable.Range(0, 5).Select(i => new Shown(RuleBench.Start + i, 1, 2, default)).ToList();
        var before = new RuleBench(RuleText.Of(Body(6)).Rules).TakeAll(facts);
        var (same, other) = (new RuleBench(RuleText.Of(Body(6)).Rules), new RuleBench(RuleText.Of(Body(5)).Rules));
        Assert.True(same.TryLoad(before.Save()) && other.TryLoad(before.Save()));
        Assert.Single(same.TakeAll(facts.Take(1)).Found);
        Assert.Empty(other.TakeAll(facts.Take(4)).Found);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_an_earlier_input_left_counts_in_a_later_one_and_not_in_one_before_it(bool isLater)
    {
        var rules = RuleText.Of(["on: test.tried", "count: {at_least: 2, within: 1h}"]).Rules;
        var before = new RuleBench(rules).TakeAll([new Shown(RuleBench.Start, 1, 2, default)]);
        var after = new RuleBench(rules);
        Assert.True(after.TryLoad(before.Save(), sameInput: false));
        after.TakeAll([new Shown(RuleBench.Start + (isLater ? 60 : -60) * RuleBench.Second, 1, 2, default)]);
        Assert.Equal(isLater ? 1 : 0, after.Found.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damage_is_noticed_or_harmless(int seed)
    {
        var random = new Random(seed);
        var rules = RuleText.Of([.. Enumerable.Range(0, 12).Select(_ => RandomFacts.Body(random))]).Rules;
        var whole = new RuleBench(rules);
        var facts = RandomFacts.Stream(random, whole, 600);
        whole.TakeAll(facts.Take(400));
        var saved = whole.Save();
        var noticed = 0;
        for (var round = 0; round < 400; round++)
        {
            var damaged = saved.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            var bench = new RuleBench(rules);
            bench.KnowNamesOf(whole);
            noticed += bench.TryLoad(round % 4 == 0 ? damaged.AsSpan(0, random.Next(damaged.Length)) : damaged) ? 0 : 1;
            bench.TakeAll(facts.Skip(400));
        }

        Assert.InRange(noticed, 100, 400);
    }
}
