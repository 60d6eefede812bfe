using Scorecard.Scoring.Statistics;

namespace Scorecard.Scoring;

/// <summary>How many attacks were found, in all and by row of the catalogue.</summary>
internal static class RecallTable
{
    /// <summary>Quarter of an hour, an hour, a day, five days: the catalogue's usual targets.</summary>
    private static readonly double[] Times = [900, 3600, 86_400, 5 * 86_400];

    /// <param name="draws">With what a method made of them.</param>
    public static IReadOnlyList<RecallRow> Of(IReadOnlyList<(Draw Draw, Outcome Outcome)> draws)
    {
        var scored = draws.Where(d => d.Draw is { IsScored: true, IsEarly: false }).ToList();
        return
        [
            Row("all", scored),
            .. scored.GroupBy(d => d.Draw.Label.Difficulty).OrderBy(g => g.Key).Select(g => Row("difficulty", [.. g], difficulty: g.Key)),
            .. ByKind(scored),
            .. scored.GroupBy(d => (d.Draw.Label.Kind, d.Draw.Label.Variant)).OrderBy(g => g.Key.Kind).ThenBy(g => g.Key.Variant, StringComparer.Ordinal)
                .Select(g => Row("variant", [.. g], g.Key.Kind, g.First().Draw.Label.Name, g.Key.Variant, Difficulty(g))),
        ];
    }

    /// <summary>Of attempts that came to nothing: there is no duty to find them, but it is told.</summary>
    public static IReadOnlyList<RecallRow> OfFailing(IReadOnlyList<(Draw Draw, Outcome Outcome)> draws) =>
        [.. ByKind([.. draws.Where(d => d.Draw is { IsSeen: true, IsEarly: false, Label.Fails: true })])];

    public static Share Share(IEnumerable<(Draw Draw, bool IsHit)> draws)
    {
        var all = draws.ToList();
        var hits = all.Count(d => d.IsHit);
        var (low, high) = Wilson.Interval(hits, all.Count, Wilson.DesignEffect(all.Select(d => (d.Draw.Site.Index, d.IsHit))));
        return new Share(hits, all.Count, all.Count > 0 ? (double)hits / all.Count : null, low, high);
    }

    private static IEnumerable<RecallRow> ByKind(List<(Draw Draw, Outcome Outcome)> draws) => draws.GroupBy(d => d.Draw.Label.Kind).OrderBy(g => g.Key)
        .Select(g => Row("kind", [.. g], g.Key, g.First().Draw.Label.Name, difficulty: Difficulty(g)));

    private static int Difficulty(IEnumerable<(Draw Draw, Outcome Outcome)> draws) =>
        draws.Select(d => d.Draw.Label.Difficulty).Distinct().ToList() is [var only] ? only : 0;

    private static RecallRow Row(
        string scope, List<(Draw Draw, Outcome Outcome)> draws, int kind = 0, string name = "", string variant = "", int difficulty = 0) =>
        new(scope, kind, name, variant, difficulty,
            Share(draws.Select(d => (d.Draw, d.Outcome.IsHit))),
            Share(draws.Select(d => (d.Draw, d.Outcome.Any is not null))),
            Share(draws.Select(d => (d.Draw, d.Outcome.FloorNamed))),
            Share(draws.Select(d => (d.Draw, d.Outcome.FloorAny))),
            Time(draws))
        {
            CrossFloor = Crossed(draws, c => c.Named),
            CrossFloorAnyReason = Crossed(draws, c => c.Any),
        };

    /// <summary>Each other run in which an attack was looked for counts once.</summary>
    private static Share? Crossed(List<(Draw Draw, Outcome Outcome)> draws, Func<Cross, int> found)
    {
        var looks = draws.SelectMany(d => Enumerable.Range(0, d.Outcome.Cross.Runs).Select(i => (d.Draw, i < found(d.Outcome.Cross)))).ToList();
        return looks.Count > 0 ? Share(looks) : null;
    }

    private static DetectionTime Time(List<(Draw Draw, Outcome Outcome)> draws)
    {
        // Missed is missed: nobody goes on waiting when an attack is over, so a short one that was missed must not drop out of the count as if it might have been found later.
        var times = draws.Select(d => d.Outcome.Named / 1e9 ?? double.PositiveInfinity).ToList();
        return new DetectionTime(
            Quantile.Of(times, 0.5), Quantile.Of(times, 0.9),
            [.. Times.Select(t => new Within(t, times.Count == 0 ? 0 : (double)times.Count(x => x <= t) / times.Count))]);
    }
}
