using Scorecard.Scoring;

namespace Scorecard.Report.Sections;

/// <summary>What the sensor wouldn't see, in plain words, from the figures alone.</summary>
internal static class BlindSpots
{
    /// <summary>Fewer draws say nothing either way.</summary>
    public const int LeastDraws = 5;

    /// <summary>Rows whose recall isn't above what chance finds: its interval's lower end doesn't reach over the floor.</summary>
    public static IEnumerable<RecallRow> Rows(BudgetCard budget) =>
        budget.Recall.Where(r => r.Scope == "kind" && r.Recall.Draws >= LeastDraws && r.Recall.Low <= (r.Floor.Value ?? 0)).OrderBy(r => r.Kind);

    public static string Of(Card card, BudgetCard budget)
    {
        var blind = Rows(budget).ToArray();
        var few = budget.Recall.Where(r => r.Scope == "kind" && r.Recall.Draws is > 0 and < LeastDraws).OrderBy(r => r.Kind).Select(r => Words.Text($"{r.Kind} ({r.Name})")).ToArray();
        string[] unseen = [.. card.Attacks.Where(a => a.Unobservable > 0 && a.Scored == 0).Select(a => Words.Text($"{a.Kind} ({a.Name}{(a.Variant.Length > 0 ? ", " : "")}{a.Variant})")).Distinct()];
        var lines = new List<string>
        {
            blind.Length == 0
                ? $"At {Words.Budget(budget.Target)} false alerts a device-month every row of the catalogue with at least {LeastDraws} draws was found more often than chance finds it.\n"
                : $"At {Words.Budget(budget.Target)} false alerts a device-month, **nobody should rely on the sensor for these**: it found them no more often, beyond doubt, than the same procedure \"finds\" where there is nothing.\n",
        };
        lines.AddRange(blind.Select(r => $"- **{r.Kind}, {r.Name}**: {r.Recall.Hits} of {r.Recall.Draws} found ({Words.Interval(r.Recall)}); where there was nothing, {r.Floor.Hits} of {r.Floor.Draws}. {Told(r)}"));
        if (few.Length > 0)
        {
            lines.Add($"\nToo few draws to say anything: {string.Join("; ", few)}.");
        }

        if (unseen.Length > 0)
        {
            lines.Add($"\nNever to be seen at the mirror port, by this sensor or any: {string.Join("; ", unseen)}.");
        }

        lines.Add("\nBesides, whatever the figures say: what is inside encrypted traffic, what goes past the mirror port, and an attacker who does what the device does, at its hours, in its amounts, to those it always talks to.");
        return string.Join('\n', lines) + "\n";
    }

    private static string Told(RecallRow row) => row.AnyReason.Hits > row.Recall.Hits
        ? $"In {row.AnyReason.Hits} something was told about the device, but not what was wrong with it."
        : "";
}
