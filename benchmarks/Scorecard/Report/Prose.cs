using Scorecard.Scoring;

namespace Scorecard.Report;

/// <summary>What the page says in whole sentences. Figures come from the measurement.</summary>
internal static class Prose
{
    public const string HowToRead =
        """
        How to read it:

        - A *false alert* is an episode: alerts about one device less than six hours apart are one. A *device-month* is one device for 30 days.
        - *Found* means an alert about a device of the attack (or one that names it as the other end), between its first trace and an hour after its last, that names something the attack really changes, and that the same hospital without the attack doesn't give. No point-adjusting.
        - The *floor* is what the same procedure "finds" where there is no attack. A figure that isn't clearly above it is chance.
        - Intervals are 95 %. Draws at one site are alike, which makes intervals wider than so many independent ones would.
        - *Difficulty* goes from 1, what nobody should miss, to 4, what hardly anybody can find.
        - There is no single figure for everything, on purpose.
        """;

    public const string Recall = "Each column is one budget of false alerts a device-month. Thresholds come from clean weeks of other hospitals than the one that is judged.";

    public const string Time = "From the first trace of an attack to the first alert that counts. What wasn't found is kept to the end of the attack and never dropped (Kaplan and Meier), so a median is a dash where fewer than half were found.";

    public const string FalseAlerts = "On the clean test weeks of hospitals without any attack, with all their unusual but benign events. What lies between half and twice of what was asked for may be called calibrated.";

    public const string Native = "Each alert says how many like it a device-month may bring by chance. This is that promise beside what came, without any threshold of ours.";

    public const string Wolf = "An episode during two events counts for both, and each counts again under the reason that it gives: shares don't add up to one.";

    public const string Public = "What others made and labelled has no hospital in it. It can show whether the models do something sensible with strange sequences and series, and what trivial methods do with the same.";

    public const string Audits = "A simulation agrees with its author. Four checks that don't rest on that: whether one raw field gives attacks away, how far the traffic is from real one, whether a reader that shares nothing with the writer finds what labels say, and what a signature engine makes of it.";

    public const string Again =
        """
        ```sh
        dotnet build -c Release benchmarks/Scorecard
        scorecard=artifacts/bin/Scorecard/release/Sensor.Scorecard
        $scorecard full --out measured
        $scorecard audit --out measured/audits.json --public DATASETS
        $scorecard report --card measured/card.json --audits measured/audits.json --public DATASETS --date 2026-01-31
        ```

        `daily` instead of `full` is the short form for every day. Equal seeds give equal bytes: the hash of all runs above must come out again.
        """;

    public static string Opening(ReportInput input)
    {
        var c = input.Card.Conditions;
        return Words.Text($"Measured {input.Date} on a simulated hospital, profile `{c.Profile}`: {c.Draws:N0} attacks, {c.CalibrationMonths:N1} clean device-months to set thresholds by and {c.TestMonths:N1} to count false alerts in. This page is written by a program; every figure comes from one measurement. It says what the sensor does in this simulation, not in your hospital.");
    }

    public static string Contenders(string at) =>
        $"All methods on the same traffic, each with thresholds for {at} false alerts a device-month from the same clean weeks. The best of each column is bold, whoever it is. Look at the last column, too: who cries more finds more.";

    public static string Ablation(string at) => $"Recall at {at} false alerts a device-month, thresholds set anew. Who is silenced still learns; who is run again never was there. A part that doesn't pay should go.";

    public static string Method(ReportInput input)
    {
        var c = input.Card.Conditions;
        var versions = string.Concat(input.Versions.Select(v => $"| {Words.Cell(v.Name)} | {Words.Cell(v.Version)} |\n"));
        return
            "A hospital is simulated from its patients: who comes is examined, ordered for, infused and reported on, and traffic follows from that ([why](decisions/0024-a-hospital-of-our-own.md)). Its frames go through the sensor's own front half and analysis for ten weeks: two to learn, three to set thresholds by, five to judge. Attacks are added to what is seen without changing what ordinary life does, so that each attacked hospital has a clean twin. Thresholds for a hospital come from clean weeks of the others.\n\n"
            + Words.Table(["Size", "hospitals", "clean runs", "attacked runs", "hosts"], c.Sites.Select(s => (IReadOnlyList<string>)[Words.Text($"{s.Devices} devices"), Words.Text($"{s.Seeds}"), Words.Text($"{s.CleanRuns}"), Words.Text($"{s.AttackedRuns}"), Words.Text($"{s.Hosts}")]))
            + $"\n| | |\n|---|---|\n| Seal of seeds, parameters, catalogue and plan (SHA-256) | `{c.Seal}` |\n| Hash of all runs (SHA-256) | `{c.RunsHash}` |\n{versions}";
    }

    public static string Departures(Card card)
    {
        IEnumerable<string> always =
        [
            "Generator and detectors were written in one project, by different hands and without shared code or constants, but not by strangers to each other.",
            "No second, independent generator checks the first.",
            "Signatures (Suricata) are run on packets around attacks only, so they aren't set to the same budget of false alerts.",
            "No shadow run at a real hospital's mirror port stands behind any figure.",
        ];
        return string.Concat(always.Concat(card.Notes).Select(n => $"- {n}\n"));
    }
}
