namespace Scorecard.Report.Sections;

/// <summary>What was to be done and wasn't, or not so.</summary>
internal static class DeparturesSection
{
    /// <summary>Remarks on the first page; more stand on the second.</summary>
    private const int MostNotes = 12;

    /// <summary>Hospitals of each size that were to be measured.</summary>
    private const int WantedSeeds = 20;

    private static readonly string[] Always =
    [
        "Generator and detectors were written in one project, by different hands and without shared code or constants, but not by strangers to each other.",
        "No second, independent generator checks the first.",
        "No shadow run at a real hospital's mirror port stands behind any figure, and no hospital's own captures are among the traffic that ours is held against: there were none to be had.",
        "Not all that a hospital's network should have is simulated: [its own page](../benchmarks/Hospital/README.md) says under \"what it can't do\" what is missing.",
        "Signatures (Suricata) are run on packets around attacks only, so they aren't set to the same budget of false alerts.",
        "Methods that ML.NET has (B6, B7) were written anew after their definitions, and Kitsune's likeness (B9) works for a whole site, not for each device as well.",
        "Not every part of the sensor could be left out: quarantine can only be made stricter, the normalisation by work goes with all other rates, and a model of many features together was never built.",
        "A window of the [hour by hour](detection-rows.md#hour-by-hour) figures is taken to be attacked at all devices of the attack, as labels don't say at which of them something shows in an hour.",
    ];

    public static string Of(ReportInput input)
    {
        var notes = input.Card.Notes;
        return string.Concat(Always.Concat(Sizes(input)).Concat(Audited(input)).Append(Sensitivity(input)).Select(a => $"- {a}\n"))
            + (notes.Count > MostNotes ? $"- Besides, {notes.Count} [remarks on single rows and runs]({ReportPage.Details}#remarks-on-single-rows-and-runs): too few draws of some variants, attacks that no site had a victim for.\n" : notes.Count > 0 ? Prose.Remarks(input.Card) : "");
    }

    private static IEnumerable<string> Sizes(ReportInput input)
    {
        var few = input.Card.Conditions.Sites.Where(s => s.Seeds < WantedSeeds).Select(s => Words.Text($"{s.Seeds} of {s.Devices} devices")).ToList();
        if (few.Count > 0)
        {
            yield return $"{WantedSeeds} hospitals of each size were wanted; there are only {string.Join(" and ", few)}.";
        }

        if (input.Large is null)
        {
            yield return "No large hospital was measured this time.";
        }
    }

    private static IEnumerable<string> Audited(ReportInput input)
    {
        if (input.Audits is null)
        {
            yield return "The simulated hospital was not audited this time.";
        }
        else if (input.Audits.Replays.Count == 0)
        {
            yield return "Whether equal input gives equal output was not tried on the simulated hospital this time.";
        }
    }

    private static string Sensitivity(ReportInput input) => input.Sensitivity is { } tried
        ? Words.Text($"[What rests on each default]({ReportPage.Details}#what-rests-on-each-default) was tried at half and at half as much again, on hospitals of 20 devices ({tried.Hospitals}) of the development seeds only; constants inside the models and within rules were not.")
        : "What rests on each default of the sensor was not tried this time.";
}
