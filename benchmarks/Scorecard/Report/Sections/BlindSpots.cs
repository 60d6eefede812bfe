using Scorecard.Scoring;

namespace Scorecard.Report.Sections;

/// <summary>What the sensor wouldn't see, in plain words, from the figures alone.</summary>
internal static class BlindSpots
{
    /// <summary>Fewer draws say nothing either way.</summary>
    public const int LeastDraws = 5;

    /// <summary>What is found less often is told, even where it is more than chance.</summary>
    public const double Seldom = 0.2;

    /// <summary>Rows whose recall isn't clearly above what chance finds: the intervals of both meet.</summary>
    public static IEnumerable<RecallRow> Rows(BudgetCard budget) => Judged(budget).Where(r => !Chance.IsClearlyBelow(r));

    /// <summary>Rows clearly above chance, and still found less often than <see cref="Seldom"/>.</summary>
    public static IEnumerable<RecallRow> SeldomFound(BudgetCard budget) => Judged(budget).Where(r => Chance.IsClearlyBelow(r) && r.Recall.Value < Seldom);

    public static string Of(Card card, BudgetCard budget)
    {
        var at = Words.Budget(budget.Target);
        var (blind, seldom) = (Rows(budget).ToArray(), SeldomFound(budget).ToArray());
        var shipped = card.Methods.FirstOrDefault(m => m.AsTold is not null)?.AsTold?.Recall.Where(r => r.Scope == "kind").ToDictionary(r => r.Kind) ?? [];
        string[] few = [.. budget.Recall.Where(r => r.Scope == "kind" && r.Recall.Draws is > 0 and < LeastDraws).OrderBy(r => r.Kind).Select(r => Words.Text($"{r.Kind} ({r.Name})"))];
        string[] never = [.. card.Attacks.Where(a => a.Unobservable > 0 && a.Scored == 0).Select(a => Words.Text($"{a.Kind} ({a.Name}{(a.Variant.Length > 0 ? ", " : "")}{a.Variant})")).Distinct()];
        var lines = new List<string>
        {
            blind.Length == 0
                ? $"At {at} false alerts a device-month every row of the catalogue with at least {LeastDraws} draws was found clearly more often than chance finds it.\n"
                : $"At {at} false alerts a device-month, **nobody should rely on the sensor for these**: it found them no more often, beyond doubt, than the same procedure \"finds\" where there is nothing (the 95 % intervals of both meet).{Left(budget)}\n",
        };
        lines.AddRange(blind.Select(r => $"- **{r.Kind}, {r.Name}**: {Found(r)}{Shipped(r)}{Why(r)}"));
        if (seldom.Length > 0)
        {
            lines.Add($"\nSeldom found, in less than {Words.Percent(Seldom)}, though more often than by chance:\n");
            lines.AddRange(seldom.Select(r => $"- {r.Kind}, {r.Name}: {Found(r)}{Shipped(r)}{Why(r)}"));
        }

        if (few.Length > 0)
        {
            lines.Add($"\nToo few draws to say anything: {string.Join("; ", few)}.");
        }

        if (never.Length > 0)
        {
            lines.Add($"\nDrawn, but never came about, because the victims were idle at the time and there was nothing to alter: {string.Join("; ", never)}. Nothing is known of these.");
        }

        lines.Add("\nBesides, whatever the figures say: what is inside encrypted traffic, what goes past the mirror port, and an attacker who does what the device does, at its hours, in its amounts, to those it always talks to.");
        return string.Join('\n', lines) + "\n";

        string Shipped(RecallRow row) => shipped.GetValueOrDefault(row.Kind) is { } told
            ? $" As it is shipped: {told.Recall.Hits} of {told.Recall.Draws}{(Chance.IsClearlyBelow(told) ? "" : ", no more than by chance either")}."
            : "";
    }

    /// <summary>Of the budget beside what no threshold turns off.</summary>
    private static string Left(BudgetCard budget) => budget.Unmetered.Rate > 0
        ? $" Of these {Words.Budget(budget.Target)}, {Words.Number(budget.Unmetered.Rate, "0.000")} are false alerts of rules, which no threshold turns off; what is left is all that models may say. What is found as it is shipped, at more false alerts, stands beside it, and why, where it was looked into."
        : " What is found as it is shipped stands beside it, and why, where it was looked into.";

    private static string Why(RecallRow row) => WhyBlind.Of(row.Kind) is { Length: > 0 } why ? $" *Why:* {why}" : "";

    private static IEnumerable<RecallRow> Judged(BudgetCard budget) => budget.Recall.Where(r => r.Scope == "kind" && r.Recall.Draws >= LeastDraws).OrderBy(r => r.Kind);

    private static string Found(RecallRow r) =>
        $"{r.Recall.Hits} of {r.Recall.Draws} found ({Words.Interval(r.Recall)}); {Chance.Told(r)}.{Told(r)}";

    private static string Told(RecallRow row) => row.AnyReason.Hits > row.Recall.Hits
        ? $" In {row.AnyReason.Hits} something was told about the device, but not what was wrong with it."
        : "";
}
