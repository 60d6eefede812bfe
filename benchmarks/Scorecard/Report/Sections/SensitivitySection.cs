using Scorecard.Sensitivity;

namespace Scorecard.Report.Sections;

/// <summary>What rests on each default of the sensor.</summary>
internal static class SensitivitySection
{
    /// <summary>Points of recall at difficulty 2 and 3 from which on a choice needs a reason in writing.</summary>
    public const double MuchRecall = 0.10;

    /// <summary>Times as many false alerts, or as few.</summary>
    public const double ManyFalse = 1.25;

    public static string Of(SensitivityCard? card)
    {
        if (card is null)
        {
            return "Not tried in this measurement.\n";
        }

        var shipped = card.Shipped;
        var settings = card.Rows.GroupBy(r => r.Setting).OrderByDescending(g => g.Max(r => Effect(shipped, r))).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        string[] idle = [.. settings.Where(g => g.All(r => IsAlike(shipped, r))).Select(g => $"`{g.Key}`")];
        return Words.Text($"{Prose.Sensitivity}\n\nAs shipped, on {card.Hospitals} hospital{(card.Hospitals == 1 ? "" : "s")} of 20 devices of the development seeds: {Words.Interval(shipped.False)} false alerts a device-month, {Words.Interval(shipped.Recall)} of {shipped.Recall.Draws} attacks found, {Words.Interval(shipped.Middle)} of those of difficulty 2 and 3.\n\n")
            + Words.Table(
                ["Setting", "set to", "false alerts", "times as many", "found", "points at difficulty 2 and 3", "lost · gained"],
                settings.Where(g => g.Any(r => !IsAlike(shipped, r))).SelectMany(g => g.OrderBy(r => r.Factor)).Select(r => (IReadOnlyList<string>)
                    [$"`{r.Setting}`", Words.Cell($"{r.Value} (was {r.Default})"), Words.Number(r.False.Rate), Bold(Words.Number(Times(shipped, r)), Math.Abs(Math.Log(Times(shipped, r))) >= Math.Log(ManyFalse)), Words.Percent(r.Recall.Value), Bold(Words.Text($"{100 * Points(shipped, r):+0;-0;0}"), Math.Abs(Points(shipped, r)) > MuchRecall), Words.Text($"{r.Lost} · {r.Gained}")]))
            + (idle.Length > 0 ? $"\nNeither way any difference: {string.Join(", ", idle)}.\n" : "")
            + "\nNot tried:\n\n" + string.Concat(card.NotTried.Select(n => $"- {n.Setting}: {n.Why}.\n"));
    }

    private static double Times(SensitivityRow shipped, SensitivityRow row) => row.False.Rate / shipped.False.Rate;

    private static double Points(SensitivityRow shipped, SensitivityRow row) => (row.Middle.Value ?? 0) - (shipped.Middle.Value ?? 0);

    private static bool IsAlike(SensitivityRow shipped, SensitivityRow row) => row.False.Episodes == shipped.False.Episodes && row is { Lost: 0, Gained: 0 };

    /// <summary>To put what moves most first: a limit reached in either is 1.</summary>
    private static double Effect(SensitivityRow shipped, SensitivityRow row) =>
        Math.Max(Math.Abs(Math.Log(Math.Max(Times(shipped, row), 1e-3))) / Math.Log(ManyFalse), Math.Abs(Points(shipped, row)) / MuchRecall);

    private static string Bold(string text, bool isBold) => isBold ? $"**{text}**" : text;
}
