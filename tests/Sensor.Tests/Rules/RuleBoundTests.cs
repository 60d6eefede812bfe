using Sensor.Dissectors.Contract;
using Sensor.Rules.Engine;
using Sensor.State;
using Sensor.Tests.Support;

namespace Sensor.Tests.Rules;

/// <summary>What rules remember stays within its bounds, whatever comes, and costs nothing at steady state.</summary>
public class RuleBoundTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_table_forgets_the_key_that_matched_longest_ago(int seed)
    {
        var random = new Random(seed);
        var table = new KeyTable(width: 2, bytes: 0);
        var naive = new List<(ulong Key, long Time, double Value)>();
        var forgotten = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var key = (ulong)random.Next(40);
            var known = naive.FindIndex(n => n.Key == key);
            Assert.Equal(known >= 0, table.Find(key) >= 0);
            if (random.Next(20) == 0 && naive.Count > 0)
            {
                table.RemoveOldest();
                naive.RemoveAt(0);
            }
            else
            {
                var index = table.Touch(key, i);
                var value = known >= 0 ? naive[known].Value : 0;
                Assert.Equal(value, table.Cells(index)[1].Value);
                table.Cells(index)[1].Value = value + 1;
                naive.RemoveAll(n => n.Key == key);
                forgotten += naive.Count == table.Max ? 1 : 0;
                naive.RemoveRange(0, naive.Count == table.Max ? 1 : 0);
                naive.Add((key, i, value + 1));
            }

            Assert.Equal((naive.Count, forgotten), (table.Count, (int)table.Forgotten));
        }

        Assert.Equal(KeyTable.MinKeys, table.Max);
        Assert.True(forgotten > 1000);
        var walked = new List<(ulong, long, double)>();
        for (var index = table.Oldest; index >= 0; index = table[index].Newer)
        {
            walked.Add((table[index].Key, table[index].Last, table.Cells(index)[1].Value));
        }

        Assert.Equal(naive, walked);
    }

    [Fact]
    public void A_hostile_stream_grows_nothing_beyond_the_bound()
    {
        var rules = RuleText.Of(
        [
            ["on: test.tried"],
            ["on: test.tried", "per: patient", "count: {at_least: 200, within: 1h}"],
            ["on: test.tried", "distinct: {of: [patient, size], at_least: 200, within: 30d}"],
            ["on: test.tried", "per: [src.ip, size]", "sum: {of: size, at_least: 1e15, within: 1h}"],
            ["on: test.tried", "per: src.ip", "absence: {of: {on: test.ended}, within: 30d}"],
            ["on: test.tried", "per: patient", "absence: {within: 30d}"],
            ["sequence: [{on: test.tried, per: size}, {on: test.ended, within: 30d}, {on: test.ended, within: 30d}]"],
        ]);
        var bench = new RuleBench(rules.Rules) { IsDeaf = true };
        var fact = default(Tried);
        Flood(0, 100_000);
        var full = bench.Engine.Bytes;
        var cost = GC.GetAllocatedBytesForCurrentThread();
        Flood(100_000, 500_000);

        Assert.InRange(bench.Engine.Bytes, 1, RuleEngine.MaxBytes);
        Assert.Equal(full, bench.Engine.Bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - cost, 0, 1 << 20);
        Assert.True(bench.Engine.Forgotten > 2_000_000);

        void Flood(int from, int until)
        {
            for (var i = from; i < until; i++)
            {
                (fact.Size, fact.Patient) = (i, new Pseudonym((ulong)i, 1));
                bench.Take(new Shown(RuleBench.Start + i, i, 1, fact));
            }
        }
    }

    [Fact]
    public void All_rules_together_have_a_bound()
    {
        var rules = RuleText.Of([.. Enumerable.Range(0, 300).Select(_ => new[] { "on: test.tried", "per: size", "count: {at_least: 4, within: 1h}" })]);
        var bench = new RuleBench(rules.Rules) { IsDeaf = true };
        for (var i = 0; i < 10_000; i++)
        {
            bench.Take(new Shown(RuleBench.Start + i, 1, 2, new Tried { Size = i }));
        }

        Assert.InRange(bench.Engine.Bytes, RuleEngine.MaxBytes / 4, RuleEngine.MaxBytes);
    }

    [Fact]
    public void Two_hundred_rules_allocate_nothing_for_a_fact()
    {
        var random = new Random(5);
        var rules = RuleText.Of([.. Enumerable.Range(0, 200).Select(_ => RandomFacts.Body(random))]);
        var bench = new RuleBench(rules.Rules) { IsDeaf = true };
        var facts = RandomFacts.Stream(random, bench, 3000);
        var time = 0L;
        Round();
        Assert.Equal(0, Allocation.Least(Round));

        void Round()
        {
            foreach (var fact in facts)
            {
                bench.Take(fact with { Time = fact.Time + time });
            }

            time += 3600 * RuleBench.Second;
        }
    }

    /// <summary>A condition behind two negations is equal and gives no guard.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Passing_over_rules_changes_no_result(int seed)
    {
        var random = new Random(seed);
        var bodies = Enumerable.Range(0, 80).Select(_ => RandomFacts.Body(random)).ToArray();
        var plain = bodies.Select(b => b.Select(l => l.StartsWith("when: ", StringComparison.Ordinal) ? $"when: not (not ({l[6..]}))" : l).ToArray()).ToArray();
        var (guarded, unguarded) = (new RuleBench(RuleText.Of(bodies).Rules), new RuleBench(RuleText.Of(plain).Rules));
        var facts = RandomFacts.Stream(random, guarded, 4000);
        unguarded.KnowNamesOf(guarded);
        Assert.Equal(unguarded.TakeAll(facts).Found, guarded.TakeAll(facts).Found);
        Assert.True(guarded.Found.Count > 500);
        Assert.True(guarded.Found.Select(f => f.Rule).Distinct().Count() > 40);
    }

    [Fact]
    public void A_saved_table_fits_into_a_smaller_one()
    {
        var table = new KeyTable(1, 1 << 20);
        for (var i = 1; i <= 1000; i++)
        {
            table.Touch((ulong)i, i);
        }

        var writer = new PartWriter();
        table.Save(writer);
        var small = new KeyTable(1, 0);
        var reader = new PartReader(writer.Written);
        small.Load(ref reader, 1000, keepPackets: true);
        Assert.True(reader.Complete);
        Assert.Equal((KeyTable.MinKeys, true, false), (small.Count, small.Find(1000) >= 0, small.Find(900) >= 0));
    }
}
