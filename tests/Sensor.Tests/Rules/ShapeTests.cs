namespace Sensor.Tests.Rules;

/// <summary>Each shape of rule finds what a plain reading of its meaning finds in the whole history.</summary>
public class ShapeTests
{
    private const long Second = RuleBench.Second;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Counts_are_exact(int seed)
    {
        var random = new Random(seed);
        var (atLeast, within, again) = (random.Next(2, 5), random.Next(25, 60) * Second, random.Next(1, 200) * Second);
        var (bench, past) = Play(random, ["on: test.tried", "when: result == rejected", $"count: {{at_least: {atLeast}, within: {within / Second}s}}", $"again: {again / Second}s"]);
        var told = new Dictionary<(int, int), long>();
        var expected = new List<(long Number, long Since)>();
        for (var i = 0; i < past.Count; i++)
        {
            var (now, pair, fact) = past[i];
            if (!Matches(fact))
            {
                continue;
            }

            var mine = past.Take(i + 1).Where(p => Matches(p.Fact) && p.Pair == pair && now - p.Now <= within).ToList();
            if (mine.Count >= atLeast && !(told.TryGetValue(pair, out var last) && now - last < again))
            {
                told[pair] = now;
                expected.Add((i + 1, mine[^atLeast].Now));
            }
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected, bench.Found.Select(f => (f.Number, f.Since)));
        Assert.All(bench.Found, f => Assert.Equal(atLeast, f.Observed));

        static bool Matches(Shown fact) => !fact.IsEnd && fact.Fact.Result == 1;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Distinct_counts_are_exact(int seed)
    {
        var random = new Random(seed);
        var (atLeast, within, again) = (random.Next(2, 5), random.Next(15, 60) * Second, random.Next(1, 200) * Second);
        var (bench, past) = Play(random, ["on: test.tried", $"distinct: {{of: who, at_least: {atLeast}, within: {within / Second}s}}", $"again: {again / Second}s"]);
        var told = new Dictionary<(int, int), long>();
        var expected = new List<long>();
        for (var i = 0; i < past.Count; i++)
        {
            var (now, pair, fact) = past[i];
            var values = past.Take(i + 1).Where(p => !p.Fact.IsEnd && p.Pair == pair && now - p.Now <= within).Select(p => p.Fact.Fact.Who).Distinct().Count();
            if (!fact.IsEnd && values >= atLeast && !(told.TryGetValue(pair, out var last) && now - last < again))
            {
                told[pair] = now;
                expected.Add(i + 1);
            }
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected, bench.Found.Select(f => f.Number));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Sums_leave_out_a_sixteenth_of_the_time_at_most_and_count_nothing_older(int seed)
    {
        var random = new Random(seed);
        var (atLeast, within) = (random.Next(10, 120), random.Next(1, 40) * 16 * Second / 10);
        var (bench, past) = Play(random, ["on: test.tried", $"sum: {{of: size, at_least: {atLeast}, within: {within / 1_000_000}ms}}", "again: 1s"]);
        var found = bench.Found.ToDictionary(f => f.Number);
        var told = new Dictionary<(int, int), long>();
        var certain = 0;
        for (var i = 0; i < past.Count; i++)
        {
            var (now, pair, fact) = past[i];
            var mine = past.Take(i + 1).Where(p => !p.Fact.IsEnd && p.Pair == pair).ToList();
            if (found.TryGetValue(i + 1, out var told1))
            {
                Assert.InRange(told1.Observed, atLeast, mine.Where(p => now - p.Now <= within).Sum(p => p.Fact.Fact.Size));
                told[pair] = now;
            }
            else if (!fact.IsEnd && !(told.TryGetValue(pair, out var last) && now - last < Second))
            {
                Assert.True(mine.Where(p => now - p.Now <= within * 15 / 16).Sum(p => p.Fact.Fact.Size) < atLeast);
                certain++;
            }
        }

        Assert.True(certain > 0);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Sequences_are_found_whatever_comes_between(int seed)
    {
        var random = new Random(seed);
        long[] within = [0, random.Next(8, 40) * Second, random.Next(8, 40) * Second];
        var (bench, past) = Play(random,
        [
            "sequence:",
            "  - {on: test.tried, when: size < 8}",
            $"  - {{on: test.tried, when: 'size in 4..12', within: {within[1] / Second}s}}",
            $"  - {{on: test.tried, when: urgent and size > 6, within: {within[2] / Second}s}}",
            "again: 1s",
        ], count: 400);
        Func<Tried, bool>[] steps = [f => f.Size < 8, f => f.Size is >= 4 and <= 12, f => f.IsUrgent != 0 && f.Size > 6];
        var begun = new Dictionary<(int, int), int>();
        var expected = new List<long>();
        for (var i = 0; i < past.Count; i++)
        {
            var pair = past[i].Pair;
            if (IsReached(i, 2, begun.GetValueOrDefault(pair, 0), begun.ContainsKey(pair)))
            {
                // The fact that ends a story can begin the next, but be no later step of it.
                begun[pair] = i;
                expected.Add(i + 1);
            }
        }

        Assert.NotEmpty(expected);
        Assert.Equal(Distinct(expected, past), Distinct([.. bench.Found.Select(f => f.Number)], past));

        bool IsReached(int i, int step, int from, bool isEnd)
        {
            var (now, pair, fact) = past[i];
            return !fact.IsEnd && steps[step](fact.Fact) && !(isEnd && i == from && step > 0)
                && (step == 0 || Enumerable.Range(from, i - from).Any(j => past[j].Pair == pair && now - past[j].Now <= within[step] && IsReached(j, step - 1, from, isEnd)));
        }
    }

    [Fact]
    public void One_fact_is_one_step_of_a_sequence()
    {
        var rules = RuleText.Of(["sequence:", "  - {on: test.tried}", "  - {on: test.tried, when: urgent, within: 10s}", "again: 1s"]);
        var bench = new RuleBench(rules.Rules);
        bench.TakeAll(Enumerable.Range(0, 4).Select(i => new Shown(RuleBench.Start + (i * 2 * Second), 1, 2, new Tried { IsUrgent = 1 })));
        Assert.Equal([2, 3, 4], bench.Found.Select(f => f.Number));
    }

    [Fact]
    public void A_sequence_is_about_the_ends_of_its_first_step_even_where_the_last_goes_the_other_way()
    {
        var rules = RuleText.Of(["sequence:", "  - {on: test.tried, per: [src.ip, dest.ip]}", "  - {on: test.ended, per: [dest.ip, src.ip], within: 10s}"]);
        var bench = new RuleBench(rules.Rules);
        var (asks, answers) = (bench.Devices.FindOrAdd(RuleBench.Address(1), 0, out _)!, bench.Devices.FindOrAdd(RuleBench.Address(2), 0, out _)!);
        bench.TakeAll([new Shown(RuleBench.Start, 1, 2, default), new Shown(RuleBench.Start + Second, 2, 1, default) { IsEnd = true }]);
        Assert.Equal([$"{asks.Label} {answers.Label} 2"], bench.Explanations);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_does_not_follow_is_told_when_it_is_due(int seed)
    {
        var random = new Random(seed);
        var within = random.Next(1, 30) * Second;
        var (bench, past) = Play(random, ["on: test.tried", "when: size < 10", $"absence: {{of: {{on: test.tried, when: size > 7}}, within: {within / Second}s}}"]);
        var waiting = new Dictionary<(int, int), long>();
        var expected = new List<(long Due, long Since)>();
        foreach (var (now, pair, fact) in past)
        {
            foreach (var (due, since) in waiting.Where(w => now > w.Value + within).ToList())
            {
                expected.Add((since + within, since));
                waiting.Remove(due);
            }

            if (!fact.IsEnd && fact.Fact.Size > 7)
            {
                waiting.Remove(pair);
            }

            if (!fact.IsEnd && fact.Fact.Size < 10)
            {
                waiting.TryAdd(pair, now);
            }
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Order(), bench.Found.Select(f => (f.Time, f.Since)).Order());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_came_regularly_and_stops_is_told(int seed)
    {
        var random = new Random(seed);
        var (within, after) = (random.Next(2, 30) * Second, random.Next(2, 5));
        var (bench, past) = Play(random, ["on: test.tried", $"absence: {{after: {after}, within: {within / Second}s}}"]);
        var series = new Dictionary<(int, int), (long Last, int Count)>();
        var expected = new List<(long Due, double Count)>();
        foreach (var (now, pair, fact) in past)
        {
            foreach (var (due, (last, count)) in series.Where(s => now > s.Value.Last + within).ToList())
            {
                if (count >= after)
                {
                    expected.Add((last + within, count));
                }

                series.Remove(due);
            }

            if (!fact.IsEnd)
            {
                series[pair] = (now, series.GetValueOrDefault(pair).Count + 1);
            }
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Order(), bench.Found.Select(f => (f.Time, f.Observed)).Order());
    }

    [Fact]
    public void Time_alone_makes_an_absence_due()
    {
        var bench = new RuleBench(RuleText.Of(["on: test.tried", "absence: {of: {on: test.ended}, within: 10s}"]).Rules);
        bench.Take(new Shown(RuleBench.Start, 1, 2, default));
        bench.Engine.Advance(RuleBench.Start + (10 * Second), 2);
        Assert.Empty(bench.Found);
        bench.Engine.Advance(RuleBench.Start + (10 * Second) + 1, 2);
        Assert.Equal([RuleBench.Start + (10 * Second)], bench.Found.Select(f => f.Time));
    }

    /// <summary>A clock that was a year ahead mustn't hold anything back, or count what it saw, for a year.</summary>
    [Fact]
    public void A_clock_put_back_leaves_rules_at_work()
    {
        const long year = 365 * 86_400 * Second;
        var bench = new RuleBench(RuleText.Of(
            ["on: test.tried", "sum: {of: size, at_least: 15, within: 16s}", "again: 1s"],
            ["on: test.tried", "absence: {of: {on: test.ended}, within: 10s}"]).Rules);
        bench.Take(new Shown(RuleBench.Start + year, 1, 2, new Tried { Size = 10 }));
        bench.Engine.StepBack(RuleBench.Start);
        bench.Take(new Shown(RuleBench.Start + (60 * Second), 1, 2, new Tried { Size = 10 }));
        Assert.Equal([("rule-1", RuleBench.Start + (10 * Second))], bench.Found.Select(f => (f.Rule, f.Time)));
    }

    /// <summary>Where two rules find something in one fact, the one that yields comes after.</summary>
    [Fact]
    public void Who_yields_comes_after()
    {
        var rules = RuleText.Of(["on: test.tried", "yields_to: [rule-2]"], ["on: test.tried"], ["on: test.tried", "when: result == accepted"]);
        var bench = new RuleBench(rules.Rules).TakeAll([new Shown(RuleBench.Start, 1, 2, default)]);
        Assert.Equal(["rule-2", "rule-0", "rule-1"], bench.Found.Select(f => f.Rule));
    }

    [Fact]
    public void A_story_that_nobody_wants_to_hear_is_told_as_soon_as_somebody_does()
    {
        var deaf = new Deaf();
        var bench = new RuleBench([]);
        var engine = new Sensor.Rules.Engine.RuleEngine(bench.View, deaf);
        engine.Adopt(RuleText.Of(["on: test.tried", "count: {at_least: 2, within: 1h}"]).Rules);
        var header = new Sensor.Dissectors.Contract.FactHeader { Time = RuleBench.Start, Ordinal = 1 };
        var values = new Sensor.Rules.Engine.FieldValue[Tried.Kind.Fields.Count];
        for (var i = 0; i < 6; i++)
        {
            deaf.Listens = i == 4;
            engine.Take(Tried.Kind, in header, values, null, null);
        }

        Assert.Equal(4, deaf.Asked);
    }

    private sealed class Deaf : Sensor.Rules.Engine.IRuleListener
    {
        public bool Listens { get; set; }

        public int Asked { get; private set; }

        public bool Found(in Sensor.Rules.Engine.RuleMatch match, Sensor.Rules.Engine.FactView view)
        {
            Asked++;
            return Listens;
        }
    }

    /// <summary>Plays a random stream to one rule; times of the past never run backwards.</summary>
    private static (RuleBench Bench, List<(long Now, (int, int) Pair, Shown Fact)> Past) Play(Random random, string[] body, int count = 1500)
    {
        var bench = new RuleBench(RuleText.Of(body).Rules);
        var facts = RandomFacts.Stream(random, bench, count);
        var (past, now) = (new List<(long, (int, int), Shown)>(), long.MinValue);
        foreach (var fact in facts)
        {
            now = Math.Max(now, fact.Time);
            past.Add((now, (fact.Source, fact.Destination), fact));
            bench.Take(in fact);
        }

        return (bench, past);
    }

    /// <summary>Of stories told within a second, which <c>again</c> keeps quiet, the first.</summary>
    private static List<long> Distinct(List<long> numbers, List<(long Now, (int, int) Pair, Shown Fact)> past)
    {
        var told = new Dictionary<(int, int), long>();
        var kept = new List<long>();
        foreach (var number in numbers)
        {
            var (now, pair, _) = past[(int)number - 1];
            if (!told.TryGetValue(pair, out var last) || now - last >= Second)
            {
                kept.Add(number);
                told[pair] = now;
            }
        }

        return kept;
    }
}
