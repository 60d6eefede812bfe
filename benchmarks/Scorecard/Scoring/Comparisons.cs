using Scorecard.Scoring.Statistics;

namespace Scorecard.Scoring;

/// <summary>Methods against each other over the same attacks, at the same rate of false alerts.</summary>
internal static class Comparisons
{
    /// <summary>The sensor against one contender, over all scored attacks.</summary>
    public static Duel Duel(double target, string contender, Paired pairs)
    {
        var (onlySensor, onlyContender) = pairs.Discordant;
        return new Duel(
            target, contender, onlySensor, onlyContender, pairs.All.Count(p => p.First && p.Second), pairs.All.Count(p => !p.First && !p.Second),
            McNemar.P(onlySensor, onlyContender));
    }

    /// <summary>Kinds of attack of which the contender finds more.</summary>
    public static IEnumerable<ContenderWin> Wins(double target, string contender, Paired pairs) => pairs.All.GroupBy(p => p.Draw.Label.Kind).OrderBy(g => g.Key)
        .Select(g => new Paired([.. g])).Where(p => p.Discordant.OnlySecond > p.Discordant.OnlyFirst).Select(p => new ContenderWin(
            target, p.All[0].Draw.Label.Kind, p.All[0].Draw.Label.Name, contender, p.First, p.Second, McNemar.P(p.Discordant.OnlyFirst, p.Discordant.OnlySecond)));

    /// <summary>The sensor without one of its parts, over all difficulties and by each.</summary>
    public static IEnumerable<AblationRow> Ablation(double target, string without, bool isRerun, Setting whole, Setting rest)
    {
        var pairs = Paired.Of(whole, rest);
        var (achieved, achievedByRest) = (new FalseAlerts(whole, target).Achieved.Rate, new FalseAlerts(rest, target).Achieved.Rate);
        return pairs.All.GroupBy(p => p.Draw.Label.Difficulty).OrderBy(g => g.Key).Select(g => (Difficulty: g.Key, Pairs: new Paired([.. g]))).Prepend((Difficulty: 0, Pairs: pairs))
            .Select(d => new AblationRow(
                target, without, isRerun, d.Difficulty, d.Pairs.First, d.Pairs.Second, McNemar.P(d.Pairs.Discordant.OnlyFirst, d.Pairs.Discordant.OnlySecond), achieved, achievedByRest));
    }
}

/// <summary>What two methods made of the attacks that both were tried on.</summary>
internal sealed class Paired(IReadOnlyList<(Draw Draw, bool First, bool Second)> all)
{
    public IReadOnlyList<(Draw Draw, bool First, bool Second)> All { get; } = all;

    public (int OnlyFirst, int OnlySecond) Discordant => (All.Count(p => p.First && !p.Second), All.Count(p => !p.First && p.Second));

    public Share First => RecallTable.Share(All.Select(p => (p.Draw, p.First)));

    public Share Second => RecallTable.Share(All.Select(p => (p.Draw, p.Second)));

    /// <summary>Of two methods set alike.</summary>
    public static Paired Of(Setting first, Setting second)
    {
        var theirs = second.Trial.Draws.Zip(Hits.Find(second)).ToDictionary(p => p.First, p => p.Second.IsHit);
        return new Paired([.. first.Trial.Draws.Zip(Hits.Find(first)).Where(p => p.First is { IsScored: true, IsEarly: false } && theirs.ContainsKey(p.First))
            .Select(p => (p.First, p.Second.IsHit, theirs[p.First]))]);
    }
}
