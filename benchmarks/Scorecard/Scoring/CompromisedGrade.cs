using Scorecard.Scoring.Statistics;

namespace Scorecard.Scoring;

/// <summary>
/// What becomes of attacks where a site was compromised before anybody looked: whether what was always there is ever told, and whether what comes later is found less often than by a
/// sensor that learnt the same site clean.
/// </summary>
internal static class CompromisedGrade
{
    /// <param name="setting">The method.</param>
    /// <param name="ordinary">What it made of attacks at sites that began clean.</param>
    /// <returns>Null: it was in no run of a compromised site.</returns>
    public static CompromisedCard? Of(Setting setting, IReadOnlyList<(Draw Draw, Outcome Outcome)> ordinary)
    {
        var draws = setting.Trial.CompromisedDraws;
        if (draws.Count == 0)
        {
            return null;
        }

        var found = draws.Zip(Hits.Find(setting, draws)).Where(d => d.First.IsScored).ToList();
        List<(Draw Draw, Outcome Outcome)> old = [.. found.Where(d => IsOld(d.First))];
        return new CompromisedCard(
            [
                .. old.GroupBy(d => (d.Draw.Label.Kind, d.Draw.Label.Variant)).OrderBy(g => g.Key.Kind).ThenBy(g => g.Key.Variant, StringComparer.Ordinal)
                    .Select(g => Row([.. g], ordinary, g.Key.Kind, g.First().Draw.Label.Name, g.Key.Variant)),
                Row(old, ordinary),
            ],
            Later([.. found.Where(d => !IsOld(d.First))], ordinary));
    }

    private static bool IsOld(Draw draw) => draw.Label.From <= draw.Site.Clean.Parameters.Start;

    private static OldAttackRow Row(List<(Draw Draw, Outcome Outcome)> old, IReadOnlyList<(Draw Draw, Outcome Outcome)> ordinary, int kind = 0, string name = "", string variant = "")
    {
        var variants = old.Select(d => (d.Draw.Label.Kind, d.Draw.Label.Variant)).ToHashSet();
        return new OldAttackRow(
            kind, name, variant,
            Share(old, (draw, outcome) => IsToldBefore(draw, outcome, draw.Site.Clean.Parameters.CalibrationStart)),
            Share(old, (draw, outcome) => IsToldBefore(draw, outcome, draw.Site.Clean.Parameters.TestStart)),
            Share(old, (_, outcome) => outcome.IsHit),
            Share(old, (_, outcome) => outcome.FloorNamed),
            Share(ordinary.Where(d => d.Draw is { IsScored: true, IsEarly: false } && variants.Contains((d.Draw.Label.Kind, d.Draw.Label.Variant))), (_, outcome) => outcome.IsHit),
            Quantile.Of([.. old.Select(d => d.Outcome.Named / 1e9 ?? double.PositiveInfinity)], 0.5));
    }

    private static bool IsToldBefore(Draw draw, Outcome outcome, long time) => outcome.Named is { } after && draw.Label.FirstSeen + after < time;

    /// <summary>Attacks are the same where site, run that is repeated, and number are.</summary>
    private static IReadOnlyList<LaterAttackRow> Later(IReadOnlyList<(Draw Draw, Outcome Outcome)> later, IReadOnlyList<(Draw Draw, Outcome Outcome)> ordinary)
    {
        var clean = ordinary.Where(d => d.Draw.IsScored).ToDictionary(d => (d.Draw.Site, d.Draw.Run.Number, d.Draw.Label.Number), d => d.Outcome.IsHit);
        var pairs = later.Select(d => (d.Draw, d.Outcome.IsHit, Key: (d.Draw.Site, d.Draw.Run.Repeats!.Value, d.Draw.Label.Number))).Where(d => clean.ContainsKey(d.Key))
            .Select(d => (d.Draw, d.IsHit, clean[d.Key])).ToList();
        return
        [
            .. pairs.GroupBy(p => p.Draw.Label.Difficulty).OrderBy(g => g.Key).Select(g => Row(g.Key, new Paired([.. g]))),
            Row(0, new Paired(pairs)),
        ];
    }

    private static LaterAttackRow Row(int difficulty, Paired pairs)
    {
        var (onlyCompromised, onlyClean) = pairs.Discordant;
        return new LaterAttackRow(difficulty, pairs.First, pairs.Second, onlyCompromised, onlyClean, McNemar.P(onlyCompromised, onlyClean));
    }

    private static Share Share(IEnumerable<(Draw Draw, Outcome Outcome)> draws, Func<Draw, Outcome, bool> isHit) => RecallTable.Share(draws.Select(d => (d.Draw, isHit(d.Draw, d.Outcome))));
}
