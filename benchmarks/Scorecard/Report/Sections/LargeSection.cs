using Scorecard.Runs;
using Scorecard.Scoring;

namespace Scorecard.Report.Sections;

/// <summary>A large hospital, from a measurement of its own.</summary>
internal static class LargeSection
{
    private const string Nothing = "No large hospital was measured.\n";

    public static string Of(Card? large)
    {
        if (large is null || SensorOf(large) is not { } sensor)
        {
            return Nothing;
        }

        var told = ToldOf(large);
        var c = large.Conditions;
        return Words.Text($"Profile `{c.Profile}`, seal `{c.Seal}`, hash of all runs `{c.RunsHash}`. Thresholds for the large hospital come from the clean weeks of the smaller ones beside it. Contenders took no part.\n\n")
            + Sizes(c) + "\n"
            + Words.Table(
                ["Difficulty", "draws", "as shipped", Chance.Head(told?.Recall ?? []), .. sensor.Budgets.SelectMany(b => new[] { $"at {Words.Budget(b.Target)}", Chance.Head(b.Recall) })],
                sensor.Budgets[0].Recall.Where(r => r.Scope is "difficulty" or "all").OrderBy(r => r.Difficulty == 0).ThenBy(r => r.Difficulty).Select(r => (IReadOnlyList<string>)
                    [r.Difficulty == 0 ? "all" : Words.Text($"{r.Difficulty}"), Words.Text($"{r.Recall.Draws}"), .. Cells(told?.Recall, r.Difficulty), .. sensor.Budgets.SelectMany(b => Cells(b.Recall, r.Difficulty))]))
            + "\n" + Words.Table(
                ["False alerts", "asked for", "site", "episodes", "device-months", "a device-month"],
                (told?.Sites ?? []).Select(s => Rate("as shipped", told!.Target, s)).Concat(sensor.Budgets.SelectMany(b => b.Sites.Select(s => Rate("by thresholds", b.Target, s)))))
            + Words.Text($"\nIt took {Words.Number(sensor.Cost.NanosecondsPerObservation, "N0")} ns an observation and {Words.Number(sensor.Cost.BytesPerDevice, "N0")} bytes a device, over all sizes of this table.\n")
            + string.Concat(large.Notes.Where(n => n.StartsWith("Not placed", StringComparison.Ordinal)).Select(n => $"- {n}\n"));
    }

    /// <summary>In a sentence.</summary>
    public static string Summary(Card? large) => large is not null && ToldOf(large) is { } told && told.Recall.FirstOrDefault(r => r.Scope == "all") is { } all
        ? Words.Text($"A hospital of {large.Conditions.Sites.Max(s => s.Devices)} devices, measured apart: as shipped {Words.Interval(all.Recall)} of {all.Recall.Draws} attacks found, {Words.Number(Largest(told).Rate)} false alerts a device-month ([more]({ReportPage.Details}#a-large-hospital)).\n")
        : Nothing;

    private static SiteRate Largest(NativeRate told) => told.Sites.MaxBy(s => s.Devices)!;

    private static MethodCard? SensorOf(Card card) => card.Methods.FirstOrDefault(m => m.Name == MethodNames.Sensor);

    private static NativeRate? ToldOf(Card card) => card.Methods.FirstOrDefault(m => m.AsTold is not null)?.AsTold;

    private static string Sizes(Conditions c) => Words.Table(
        ["Size", "hospitals", "clean runs", "attacked runs", "hosts"],
        c.Sites.Select(s => (IReadOnlyList<string>)[Words.Text($"{s.Devices} devices"), Words.Text($"{s.Seeds}"), Words.Text($"{s.CleanRuns}"), Words.Text($"{s.AttackedRuns}"), Words.Text($"{s.Hosts}")]));

    private static IReadOnlyList<string> Rate(string how, double target, SiteRate s) =>
        [how, Words.Budget(target), Words.Text($"{s.Devices} devices"), Words.Text($"{s.Episodes}"), Words.Number(s.Months, "0.0"), Words.Number(s.Rate, "0.000")];

    private static IEnumerable<string> Cells(IReadOnlyList<RecallRow>? rows, int difficulty) =>
        rows?.FirstOrDefault(r => r.Scope is "difficulty" or "all" && r.Difficulty == difficulty) is { } row ? [Words.Interval(row.Recall), Chance.Cell(row)] : [Words.Nothing, Words.Nothing];
}
