using Scorecard.Scoring;

namespace Scorecard.Report.Sections;

/// <summary>What the sensor really tells where nobody configured anything, by its own threshold and none of ours.</summary>
internal static class ShippedSection
{
    private const string Nothing = "What the sensor tells as it is shipped was not graded in this measurement.\n";

    public static string Found(NativeRate? told) => told is null
        ? Nothing
        : "What somebody sees who installs it and changes nothing: all that it tells, by its own threshold, at no budget of ours.\n\n"
            + Words.Table(
                ["Difficulty", "draws", "found", "\"found\" where there is nothing", "clearly more than chance"],
                told.Recall.Where(r => r.Scope != "kind").OrderBy(r => r.Difficulty == 0).ThenBy(r => r.Difficulty).Select(r => (IReadOnlyList<string>)
                    [r.Difficulty == 0 ? "all" : Words.Text($"{r.Difficulty}"), Words.Text($"{r.Recall.Draws}"), Words.Interval(r.Recall), Words.Interval(r.Floor) + Cross(r), Chance.IsClearlyBelow(r) ? "yes" : "**no**"]))
            + Words.Text($"\nFor that it cries wolf {Words.Number(told.Achieved.Rate)} times a device-month, where {Words.Budget(told.Target)} are promised ([more](#as-it-is-shipped-what-it-promises-and-what-comes)).\n");

    public static string False(NativeRate? told) => told is null
        ? Nothing
        : Words.Text($"As it is shipped it promises {Words.Budget(told.Target)} false alerts a device-month; **{Words.Number(told.Achieved.Rate)} came** [{Words.Number(told.Achieved.Low)}–{Words.Number(told.Achieved.High)}], {Words.Number(told.Ratio, "0.0")} times as many: {told.Achieved.Episodes:N0} in {told.Achieved.Months:N1} device-months.{Sites(told)}{Burdened(told)}\n");

    /// <summary>Which part keeps its share of the promise.</summary>
    public static string Parts(NativeRate? told) => told is null || told.Parts.Count == 0
        ? ""
        : "Part by part, each part's alerts by themselves. Relations have their share once for each kind of relation; rules promise nothing:\n\n"
            + Words.Table(
                ["Part", "its share of the promise", "came", "times as many"],
                told.Parts.Select(p => (IReadOnlyList<string>)[p.Part, Words.Number(p.Target, "0.000"), Words.Interval(p.False), Words.Number(p.False.Rate / p.Target, "0.0")]));

    private static string Burdened(NativeRate told) =>
        Burden.Precision(told.Recall.FirstOrDefault(r => r.Scope == "all")?.Recall.Value, told.Achieved.Rate) is { } precision
            ? Words.Text($" Were there one incident a device-year, {Words.Percent(precision)} of its alerts would be about one: {Words.Number(1 / precision, "0")} alerts to read for each that is found, {Words.Number(Burden.MinutesAnIncident(precision), "0")} minutes at {Burden.MinutesAnAlert:0} minutes an alert.")
            : "";

    private static string Sites(NativeRate told) => told.Sites.Count == 0
        ? ""
        : $" At the quietest site {Words.Number(told.Sites.Min(s => s.Rate))}, at the loudest {Words.Number(told.Sites.Max(s => s.Rate))}.";

    private static string Cross(RecallRow row) => row.CrossFloor is { } cross ? $"; where there are other attacks only, {Words.Percent(cross.Value)}" : "";
}
