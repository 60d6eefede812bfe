using Scorecard.Scoring;

namespace Scorecard.Report.Sections;

/// <summary>The gate that was proposed before anything was measured: what a sensor should come to before anybody relies on it.</summary>
internal static class GateSection
{
    private const double MostAtASite = 0.5;
    private const double Certain = 0.01;

    private static readonly (int Difficulty, double Least)[] Recalls = [(1, 0.95), (2, 0.8), (3, 0.5)];

    /// <summary>Whom it should beat, and whom it should not fall behind on any row.</summary>
    private static readonly (string[] Beat, string[] Match) Others = (["B1 ", "B2 ", "B6 ", "B7 ", "B8 ", "B9 "], ["B3 ", "B4 "]);

    public static string Of(Card card, BudgetCard budget) => Words.Table(
        ["What was proposed", "measured", "met"],
        Conditions(card, budget).Select(c => (IReadOnlyList<string>)[c.What, c.Measured, c.IsMet switch { true => "yes", false => "**no**", _ => Words.Nothing }]));

    private static IEnumerable<(string What, string Measured, bool? IsMet)> Conditions(Card card, BudgetCard budget)
    {
        var at = Words.Budget(budget.Target);
        double? loudest = budget.Sites.Count > 0 ? budget.Sites.Max(s => s.Rate) : null;
        yield return ($"at most {Words.Budget(MostAtASite)} false alerts a device-month at every site", $"{Words.Number(loudest, "0.000")} at the loudest", loudest is null ? null : loudest <= MostAtASite);
        var ratio = budget.Achieved.Rate / budget.Target;
        yield return ($"achieved false alerts between half and twice of {at}", $"{Words.Number(ratio)} times", double.IsFinite(ratio) ? ratio is >= 0.5 and <= 2 : null);
        foreach (var (difficulty, least) in Recalls)
        {
            var recall = budget.Recall.FirstOrDefault(r => r.Scope == "difficulty" && r.Difficulty == difficulty)?.Recall;
            yield return (Words.Text($"difficulty {difficulty}: {Words.Percent(least)} found at least"), recall is null ? Words.Nothing : Words.Interval(recall), recall?.Value is { } value ? value >= least : null);
        }

        var beaten = card.Duels.Where(d => d.Target == budget.Target && Others.Beat.Any(d.Contender.StartsWith)).ToArray();
        var not = beaten.Where(d => d.OnlySensor <= d.OnlyContender || d.P >= Certain).Select(d => Words.Cell(d.Contender)).ToArray();
        yield return ("better than B1, B2, B6 to B9, attack by attack (McNemar, p < 0.01)", beaten.Length == 0 ? Words.Nothing : not.Length == 0 ? "than all of them" : $"not than {string.Join(", ", not)}", beaten.Length == 0 ? null : not.Length == 0);
        var behind = card.ContenderWins.Where(w => w.Target == budget.Target && Others.Match.Any(w.Contender.StartsWith)).Select(w => w.Kind).Distinct().Order().ToArray();
        yield return ("not behind B3 and B4 in any row", behind.Length == 0 ? "in none" : Words.Text($"behind in rows {string.Join(", ", behind)}"), card.Duels.Count == 0 ? null : behind.Length == 0);
    }
}
