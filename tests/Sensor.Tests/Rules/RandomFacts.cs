using Sensor.Dissectors.Contract;

namespace Sensor.Tests.Rules;

/// <summary>Random streams of facts, and random conditions on them.</summary>
internal static class RandomFacts
{
    public static readonly string[] People = ["ANNA", "BERT", "CARL", "DORA", "EMIL", "FRED"];

    /// <summary>Facts of a few addresses, mostly a second or so apart, sometimes long, sometimes a little backwards in time.</summary>
    public static List<Shown> Stream(Random random, RuleBench names, int count, int addresses = 3)
    {
        var facts = new List<Shown>(count);
        var now = RuleBench.Start;
        for (var i = 0; i < count; i++)
        {
            now += random.Next(20) switch
            {
                0 => -random.NextInt64(2 * RuleBench.Second),
                1 => random.NextInt64(60 * RuleBench.Second),
                2 or 3 or 4 => 0,
                5 or 6 => 10 * RuleBench.Second,
                _ => random.NextInt64(3 * RuleBench.Second),
            };
            facts.Add(new Shown(now, random.Next(addresses), 100 + random.Next(2), new Tried
            {
                Size = random.Next(0, 20),
                Limit = random.Next(0, 20),
                Duration = random.Next(0, 5000),
                Result = random.Next(3),
                IsUrgent = random.Next(2),
                Who = names.Name(People[random.Next(People.Length)]),
                Whom = random.Next(3) == 0 ? NameId.None : names.Name(People[random.Next(2)]),
                Patient = new Pseudonym((ulong)random.Next(3), 0),
                Expected = new Pseudonym((ulong)random.Next(3), 0),
            })
            {
                IsEnd = random.Next(10) == 0,
            });
        }

        return facts;
    }

    public static string Condition(Random random, int depth = 0) => random.Next(depth < 3 ? 16 : 11) switch
    {
        0 => $"result == {Tried.Results[random.Next(3)]}",
        1 => $"result in [{Tried.Results[random.Next(3)]}, {Tried.Results[random.Next(3)]}]",
        2 => $"who == {Person(random)}",
        3 => $"who in [{Person(random)}, {Person(random)}, {Person(random)}]",
        4 => "urgent",
        5 => "not urgent",
        6 => $"size > {random.Next(20)}",
        7 => "size < limit",
        8 => $"src.ip == 10.1.0.{random.Next(3)}",
        9 => $"whom {(random.Next(2) == 0 ? "is known" : $"!= {Person(random)}")}",
        10 => "patient == expected",
        11 => $"not ({Condition(random, depth + 1)})",
        12 or 13 => $"({Condition(random, depth + 1)} or {Condition(random, depth + 1)})",
        _ => $"({Condition(random, depth + 1)} and {Condition(random, depth + 1)})",
    };

    /// <summary>What a random rule looks for, of any shape.</summary>
    public static string[] Body(Random random)
    {
        string[] per = ["[src.ip, dest.ip]", "src.ip", "[who, result]", "[dest.ip, urgent]"];
        string[] first = ["on: test.tried", $"when: {Condition(random)}", $"per: {per[random.Next(per.Length)]}", $"again: {random.Next(1, 120)}s"];
        var within = $"within: {random.Next(1, 60)}s";
        return random.Next(7) switch
        {
            0 => first,
            1 => [.. first, $"count: {{at_least: {random.Next(2, 8)}, {within}}}"],
            2 => [.. first, $"distinct: {{of: [who, whom], at_least: {random.Next(2, 6)}, {within}}}"],
            3 => [.. first, $"sum: {{of: size, at_least: {random.Next(1, 100)}, {within}}}"],
            4 => [.. first, $"absence: {{of: {{on: test.tried, when: '{Condition(random)}'}}, {within}}}"],
            5 => [.. first, $"absence: {{after: {random.Next(2, 5)}, {within}}}"],
            _ =>
            [
                first[3],
                "sequence:",
                $"  - {{on: test.tried, when: '{Condition(random)}', per: src.ip}}",
                $"  - {{on: test.tried, when: '{Condition(random)}', {within}}}",
                $"  - {{on: test.ended, within: {random.Next(1, 100)}s}}",
            ],
        };
    }

    private static string Person(Random random) => People[random.Next(People.Length)];
}
