using Hospital;
using Hospital.Wire;

namespace Scorecard.Feed.Slices;

/// <summary>
/// Whether the sensor observes what was said. A slice of a site's steps becomes a capture as a network would have it; a real replay of it must tell, event by event, what the
/// steps say; and what its packets mean must be the same as what they mean in the joined form, in which the whole ten weeks are judged.
/// </summary>
internal static class SliceCheck
{
    /// <param name="steps">In order of time. Conversations that began earlier are compared from the second message on, where their language has a place to begin.</param>
    public static SliceReport Run(IReadOnlyList<Step> steps)
    {
        var folder = Directory.CreateTempSubdirectory("slice-").FullName;
        try
        {
            var results = SliceReplay.Run(SliceReplay.Capture(steps, folder), folder);
            var typed = new Comparison();
            typed.Compare(SaidStatements.Of(steps), SensedStatements.Read(Path.Combine(results, "events.jsonl")));
            var meaning = new MeaningComparison();
            meaning.Compare(MeaningTrace.Of(steps, WireForm.Real), MeaningTrace.Of(steps, WireForm.Coalesced));
            return new SliceReport(steps.Count, typed, meaning);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>How a check went.</summary>
/// <param name="Steps">There were.</param>
/// <param name="Typed">What was said against what the sensor told.</param>
/// <param name="Meaning">What real packets mean against what joined ones do.</param>
internal sealed record SliceReport(int Steps, Comparison Typed, MeaningComparison Meaning)
{
    public bool IsEqual => Typed.DifferenceCount == 0 && Meaning.DifferenceCount == 0;

    /// <summary>In words, differences last.</summary>
    public override string ToString() => string.Join(Environment.NewLine,
    [
        FormattableString.Invariant($"{Steps} steps; compared with what the sensor tells: {Counts(Typed.Compared)}; begun before or not finished: {Counts(Typed.Skipped)}"),
        FormattableString.Invariant($"{Meaning.Compared} meanings compared between real and joined packets; {Typed.DifferenceCount} and {Meaning.DifferenceCount} differences"),
        .. Typed.Differences, .. Meaning.Differences,
    ]);

    private static string Counts(IReadOnlyDictionary<string, long> counts) => counts.Count == 0 ? "none" : string.Join(", ", counts.Select(c => FormattableString.Invariant($"{c.Value} {c.Key}")));
}
