using Scorecard.Runs;
using Scorecard.Scoring;

namespace Scorecard.Report.Sections;

/// <summary>What parts are worth, what slow and early attackers gain, how long it takes, what it costs.</summary>
internal static class WorthSection
{
    public static string Ablation(Card card, double target) => Words.Table(
        ["Without", "how", "attacks", "whole sensor", "without it", "points lost", "p", "false alerts of the whole", "without it"],
        card.Ablation.Where(a => a.Target == target).Select(a => (IReadOnlyList<string>)
            [Words.Cell(a.Without), a.IsRerun ? "run again" : "silenced", a.Difficulty == 0 ? "all" : Words.Text($"difficulty {a.Difficulty}"), Words.Interval(a.Whole), Words.Interval(a.Rest), Lost(a), Words.P(a.P), Words.Number(a.Achieved, "0.000"), Words.Number(a.AchievedByRest, "0.000")]));

    public static string Robustness(BudgetCard budget) => Words.Table(
        ["Attacker", "variant", "found", "plain form", "found in plain form"],
        budget.Robustness.Select(r => (IReadOnlyList<string>)
            [r.Kind == 35 ? "35 begins while the device is learnt" : r.Kind == 36 ? "36 grows slowly" : Words.Text($"{r.Kind}"), Words.Cell(r.Variant), Words.Interval(r.Recall), r.Plain == 0 ? Words.Nothing : Words.Cell(Words.Text($"{r.Plain} {r.PlainVariant}").TrimEnd()), Words.Interval(r.PlainRecall)]));

    public static string Times(BudgetCard budget) => Words.Table(
        ["Attack", "draws", "median", "90 % within", "found in 1 h", "in 1 d", "in 5 d"],
        budget.Recall.Where(r => r.Scope is "difficulty" or "kind").OrderBy(r => r.Scope, StringComparer.Ordinal).ThenBy(r => r.Kind).ThenBy(r => r.Difficulty).Select(r => (IReadOnlyList<string>)
            [r.Scope == "difficulty" ? Words.Text($"difficulty {r.Difficulty}") : Words.Text($"{r.Kind} {Words.Cell(r.Name)}"), Words.Text($"{r.Recall.Draws}"), Words.Time(r.Time.MedianSeconds), Words.Time(r.Time.P90Seconds), Words.Percent(At(r.Time, 3_600)), Words.Percent(At(r.Time, 86_400)), Words.Percent(At(r.Time, 5 * 86_400))]));

    public static string ColdStart(BudgetCard budget) => Words.Table(
        ["Age", "device-months", "false alerts a device-month", "attacks", "found"],
        budget.ColdStart.Select(r => (IReadOnlyList<string>)
            [r.ToHours is null ? $"{Words.Time(r.FromHours * 3_600)} and older" : $"{Words.Time(r.FromHours * 3_600)} – {Words.Time(r.ToHours * 3_600)}", Words.Number(r.False.Months, "0.0"), r.False.Months > 0 ? Words.Interval(r.False) : Words.Nothing, Words.Text($"{r.Recall.Draws}"), Words.Interval(r.Recall)]));

    public static string Cost(Card card) => Words.Table(
        ["Method", "observations", "ns an observation", "bytes a device"],
        card.Methods.Where(m => !m.IsSensor || m.Name == MethodNames.Sensor || MethodNames.IsVariant(m.Name)).Select(m => (IReadOnlyList<string>)[Words.Cell(m.Name), Words.Text($"{m.Cost.Observations:N0}"), Words.Number(m.Cost.NanosecondsPerObservation, "N0"), Words.Number(m.Cost.BytesPerDevice, "N0")]));

    private static string Lost(AblationRow row) => row.Whole.Value is { } whole && row.Rest.Value is { } rest ? Words.Text($"{100 * (whole - rest):0}") : Words.Nothing;

    private static double? At(DetectionTime time, double seconds)
    {
        var known = time.Within.Where(w => w.Seconds <= seconds).OrderBy(w => w.Seconds).LastOrDefault();
        return time.Within.Count == 0 ? null : known?.Value ?? 0;
    }
}
