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
        - The *floor* is what the same procedure "finds" where there is no attack. A figure that isn't clearly above it is chance. Where two figures stand there, the second is what it finds where there are other attacks only.
        - Intervals are 95 %. Draws at one site are alike, which makes intervals wider than so many independent ones would.
        - *Difficulty* goes from 1, what nobody should miss, to 4, what hardly anybody can find.
        - There is no single figure for everything, on purpose. All figures are in [the second page](detection-rows.md): row by row, site by site, part by part, and what audits found.
        """;

    public const string Recall = "Each column is one budget of false alerts a device-month, each floor what the same procedure \"finds\" there in the clean twin. Thresholds come from clean weeks of other hospitals than the one that is judged.";

    public const string Time = "From the first trace of an attack to the first alert that counts. What wasn't found counts among all as never found and is never dropped, so a median is a dash where fewer than half were found.";

    /// <summary>What isn't equal between the sensor and the others.</summary>
    public const string Unequal =
        """
        What is not equal here:

        - Contenders took part in some of the runs only (most of the time is theirs), so they were tried on fewer draws; only rows with equal numbers of draws may be compared, and only among those the best is bold.
        - Contenders get every step as it was said, and know who a device is even when its address changes. The sensor gets packets, of which the mirror loses some, and has nothing but addresses and names to know a device by.
        - A ceiling chooses with the answers at hand; it is no method and is never bold.
        """;

    public const string FalseAlerts = "On the clean test weeks of hospitals without any attack, with all their unusual but benign events. What lies between half and twice of what was asked for may be called calibrated.";

    public const string Strangers = "Some of what is in the test weeks can't be known in the weeks that thresholds are set by: the clock change falls into the test weeks of every hospital, and in one hospital of two a pilot begins on day 40 that sends all pictures of one sort to a new server. Thresholds are asked to hold all the same, as they would be in a real hospital; what comes of these two counts as false alerts here.";

    public const string Native = "Each judgement of its models comes with how many like it a device-month may bring by chance (λ). Were all of them told whose λ is at most what stands left, and all that rules say, without what the shipped sensor does to keep quiet and without any threshold of ours, this would come:";

    public const string Wolf = "On the clean test weeks. An episode during two events counts for both, and each counts again under the reason that it gives: shares don't add up to one.";

    public const string Recovery = "False alerts a device-month about the devices of a benign event. Events of the whole ten weeks, learning and calibration weeks included, are counted here, not only those of the test weeks. The last column is when things are as they were: the first day after the end from which on a week's false alerts aren't clearly more (one-sided 2.5 %, exact, counts of both weeks as Poisson's) than in the week before. Where events are few, only what is much more is clear.";

    public static readonly string Burden = Words.Text($"One incident a device-year is a guess that anybody may replace: precision is the share of alerts that are about an incident if so many come and as many of them are found as draws in the mean (Bayes). *Minutes* are those spent on all alerts for each incident found, at {Scoring.Burden.MinutesAnAlert:0} minutes an alert, which isn't measured: who needs ten, multiplies by five.");

    public const string Probabilities = "Rates judge each value by a probability (both tails; it isn't told by itself, the model says how many like it a device-month may bring). On clean test weeks, of what it calls at most one in a hundred one in a hundred ought to come: more means that it promises too little noise, less that it is more patient than it says. One hour in eight of each device and feature gives its first value. Values of one device are alike and many are small whole numbers, of which no probability can be even, so p is small almost by itself; look at the tails. Values that were told as part of a shift aren't among them.";

    public const string Sensitivity = "Each default of the models halved, and half as much again, one at a time, all else as shipped; what it then tells by its own threshold. Whole numbers are rounded. Nothing was chosen by this: it is measured on other hospitals than everything else here, too few and too small for that, and where a figure is better than as shipped it may be by chance. It says how much rests on a choice. Bold is what moves false alerts by a quarter or more, or recall at difficulty 2 and 3 by more than 10 points; such a default needs its reasons written down. Hospitals of 20 devices have few groups of the same model, so what groups are for hardly shows.";

    public const string Windows = "Every device's every hour of the test weeks by itself: attacked, if something of an attack passed in it, and scored by the strongest thing said in it about the device. *PR* is the area under precision and recall, *ROC* the mean share of attacked windows above a threshold that up to one in a thousand of the clean twin's windows also is above (chance: 0.0005). Nothing need be named, and what the twin says too isn't taken off. It isn't the headline: a week-long attack is 168 windows and one that takes a minute is one, so a method that shouts all week about one attack beats another that finds ten; a person is called once. And precision depends on how many attacks were put in, which is why the share of attacked windows, to which PR falls by chance, stands beside it. An attack on many devices is taken to show at all of them.";

    public const string ColdStart = "False alerts are those of the whole of the clean runs, from the first hour on, not of the test weeks alone; old devices' figures therefore contain the calibration weeks, by which thresholds were set. Most attacks on young devices come from short runs of their own.";

    public const string Compromised = "Some hospitals are played once more, this time with attacks that are there from the first minute of the first week, so that the sensor never sees the site without them; beside them come the same attacks as in the first of the hospital's attacked runs, at the same times and on the same victims, which are never an old attack's: what is compared is whether a site that was never clean spoils what the sensor says of its other devices. None of this is counted anywhere else. Ten weeks are long: much of what is \"told\" of an old attack would have been told without it, as the column of the clean twin says.";

    public const string Duels = "Both on the attacks that both were tried on. McNemar's test takes draws for independent. Draws at one hospital are alike, so differences are less certain than p says: a p of 0.05 is hardly worth a word.";

    public const string Cost = "An *observation* isn't the same everywhere: for the sensor a judgement of its models, with all reading of packets in its time; for most contenders an hour of a device, for others a use, a token or an exchange, with no reading at all. Time is one thread's, read before and after every piece of work while another thread worked beside it on the same caches: magnitudes may be compared, digits may not.";

    public const string Public = "What others made and labelled has no hospital in it. It can show whether the models do something sensible with strange sequences and series, and what trivial methods do with the same.";

    public const string Audits = "A simulation agrees with its author. Four checks that don't rest on that: whether one raw field gives attacks away, how far the traffic is from real one, whether a reader that shares nothing with the writer finds what labels say, and what a signature engine makes of it.";

    public const string Leaks =
        """
        A tree of depth 2 learns one field from half of the hospitals and is judged on the others, and the other way round. Ordinary life for comparison speaks the same language and, where there is enough of it, goes to the same server's port.

        - What an attack does may show: a new host has a new address.
        - Fields of a device (addresses, MAC addresses, round trip, TTL, the server's port) that ordinary life at the site has as well *tell where it happens*. An attack is at its victim and there is one archive, so victims aren't evenly spread over hosts. It is told and counted apart, and it isn't a leak: detectors never see these fields as numbers.
        - Fields that mustn't tell (the client's port, IP identification, sequence numbers, times within the hour, lengths and the hour of the day unless the attack changes them) are leaks where they do.
        - Intervals come from drawing attacks again, not hospitals. There are few of those, and all attacks on one language are judged by the same few, so intervals are narrower than they ought to be. And each of many hundred pairs is judged by itself: a few look like leaks by chance.
        """;

    public const string Again =
        """
        ```sh
        dotnet build -c Release benchmarks/Scorecard
        scorecard=artifacts/bin/Scorecard/release/Sensor.Scorecard
        $scorecard full --out measured
        $scorecard large --out measured/large
        $scorecard audit --public DATASETS --out measured/audits.json
        $scorecard public DATASETS --json measured/public.json
        $scorecard sensitivity --out measured/sensitivity.json
        $scorecard report measured/card.json --large measured/large/card.json --audits measured/audits.json --public measured/public.json --sensitivity measured/sensitivity.json
        ```

        `daily` instead of `full` is the short form for every day. Equal seeds give equal bytes on the same platform and .NET version (the last bits of sines and logarithms aren't promised across platforms): there, the hash of all runs above must come out again.
        """;

    public static string Opening(ReportInput input)
    {
        var c = input.Card.Conditions;
        return Words.Text($"Measured {input.Date} on a simulated hospital, profile `{c.Profile}`: {c.Draws:N0} attacks, {c.CalibrationMonths:N1} clean device-months to set thresholds by and {c.TestMonths:N1} to count false alerts in. This page is written by a program; every figure comes from one measurement. It says what the sensor does in this simulation, not in your hospital.");
    }

    public static string Contenders(string at) =>
        $"All methods on the same traffic, each with thresholds for {at} false alerts a device-month from the same clean weeks. The best of each column is bold, whoever it is, among those that were tried on as many draws. Look at the last column, too: who cries more finds more.";

    public static string Ablation(string at) => $"Recall at {at} false alerts a device-month, thresholds set anew. Who is silenced still learns; who is run again never was there. Thresholds come from other hospitals and don't hold alike for all: who achieves more false alerts finds more, so look at the last two columns before you say that a part doesn't pay. McNemar's p takes draws for independent, which at one hospital they are not: differences are less certain than it says.";

    public static string Method(ReportInput input)
    {
        var c = input.Card.Conditions;
        var versions = string.Concat(input.Versions.Select(v => $"| {Words.Cell(v.Name)} | {Words.Cell(v.Version)} |\n"));
        return
            "A hospital is simulated from its patients: who comes is examined, ordered for, infused and reported on, and traffic follows from that ([why](decisions/0024-a-hospital-of-our-own.md)). Its frames go through the sensor's own front half and analysis for ten weeks: two to learn, three to set thresholds by, five to judge. Attacks are added to what is seen without changing what ordinary life does, so that each attacked hospital has a clean twin. Before anything is played, variants of attacks are dealt to hospitals that have a victim for them, those first that came about least often. Thresholds for a hospital come from clean weeks of the others.\n\n"
            + Words.Table(["Size", "hospitals", "clean runs", "attacked runs", "compromised before", "hosts"], c.Sites.Select(s => (IReadOnlyList<string>)[Words.Text($"{s.Devices} devices"), Words.Text($"{s.Seeds}"), Words.Text($"{s.CleanRuns}"), Words.Text($"{s.AttackedRuns}"), Words.Text($"{s.CompromisedRuns}"), Words.Text($"{s.Hosts}")]))
            + $"\n| | |\n|---|---|\n| Seal (SHA-256) | `{c.Seal}` |\n| Hash of all runs (SHA-256) | `{c.RunsHash}` |\n{versions}\n"
            + "The seal covers seeds, parameters of sites, the plan of runs, and names, variants, traits and descriptions of attacks. It doesn't cover code: what attacks, the hospital and the scoring do could change under the same seal.\n";
    }

    public static string Remarks(Card card) => card.Notes.Count == 0 ? "None.\n" : string.Concat(card.Notes.Select(n => $"- {n}\n"));
}
