using Scorecard.Scoring;

namespace Scorecard.Report.Sections;

/// <summary>What the same procedure "finds" by chance: where there is nothing, and, where a card has it, where there are only other attacks.</summary>
internal static class Chance
{
    /// <summary>The two intervals don't meet, nor does recall's meet that of other attacks.</summary>
    public static bool IsClearlyBelow(RecallRow row) => row.Recall.Low > Math.Max(row.Floor.High, row.CrossFloor?.High ?? 0);

    /// <summary>Head of a column of <see cref="Cell"/>.</summary>
    public static string Head(IEnumerable<RecallRow> rows) => rows.Any(r => r.CrossFloor is not null) ? "floor · other attacks" : "floor";

    public static string Cell(RecallRow row) => row.CrossFloor is { } cross ? $"{Words.Percent(row.Floor.Value)} · {Words.Percent(cross.Value)}" : Words.Percent(row.Floor.Value);

    /// <summary>In whole words.</summary>
    public static string Told(RecallRow row) =>
        $"where there was nothing, {row.Floor.Hits} of {row.Floor.Draws}" + (row.CrossFloor is { Hits: > 0 } cross ? $"; where there were other attacks only, {cross.Hits} of {cross.Draws}" : "");
}
