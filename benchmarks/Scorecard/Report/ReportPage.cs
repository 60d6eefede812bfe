using Scorecard.Public;
using Scorecard.Report.Plots;
using Scorecard.Report.Sections;
using Scorecard.Scoring;

namespace Scorecard.Report;

/// <summary>The page and its pictures. Equal input gives equal bytes.</summary>
internal static class ReportPage
{
    /// <summary>Under <c>docs/</c>.</summary>
    public const string Page = "detection.md";

    private const string Images = "images/detection/";

    /// <summary>The operating point that prose is about: 0.33 a device-month unless it wasn't measured.</summary>
    private const double Usual = 0.33;

    /// <returns>Contents by path under <c>docs/</c>.</returns>
    public static IReadOnlyDictionary<string, string> Render(ReportInput input)
    {
        var card = input.Card;
        var sensor = card.Methods.First(m => m.IsSensor);
        var budget = sensor.Budgets.MinBy(b => Math.Abs(b.Target - Usual)) ?? throw new ArgumentException("The sensor was set to no budget.", nameof(input));
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Page] = Text(input, sensor, budget),
            [Images + "recall.svg"] = RecallPlot.Of(budget),
            [Images + "time.svg"] = TimePlot.Of(budget),
            [Images + "rates.svg"] = RatePlot.Of(sensor),
            [Images + "cold-start.svg"] = ColdStartPlot.Of(budget),
            [Images + "cold-start-recall.svg"] = ColdStartPlot.Recall(budget),
        };
    }

    /// <summary>Writes page and pictures; pictures of earlier reports that are no more are removed.</summary>
    public static void Write(ReportInput input, string docs)
    {
        var images = Path.Combine(docs, Images);
        Directory.CreateDirectory(images);
        foreach (var old in Directory.EnumerateFiles(images, "*.svg"))
        {
            File.Delete(old);
        }

        foreach (var (path, text) in Render(input))
        {
            File.WriteAllText(Path.Combine(docs, path), text);
        }
    }

    private static string Text(ReportInput input, MethodCard sensor, BudgetCard budget)
    {
        var (card, at) = (input.Card, Words.Budget(budget.Target));
        var audits = input.Audits;
        return $"""
            # How often it cries wolf, and what it misses

            {Prose.Opening(input)}

            {Prose.HowToRead}

            ## Blind spots

            {BlindSpots.Of(card, budget)}
            ## What is found

            {Prose.Recall}

            {RecallSection.ByDifficulty(sensor)}
            ![Recall by row of the catalogue, with intervals and floors]({Images}recall.svg)

            ### Row by row

            {RecallSection.ByKind(sensor)}
            ### Attempts that fail

            {RecallSection.Failing(budget)}
            ## How soon

            {Prose.Time}

            ![Share of attacks found within a time, by difficulty]({Images}time.svg)

            {WorthSection.Times(budget)}
            ## Beside simpler methods

            {Prose.Contenders(at)}

            {ContendersSection.Table(card, budget.Target)}
            ### Where another method wins

            {ContendersSection.Wins(card, budget.Target)}
            ### Attack by attack

            {ContendersSection.Duels(card, budget.Target)}
            ## False alerts

            {Prose.FalseAlerts}

            {FalseAlertsSection.Achieved(sensor)}
            ![False alerts asked for and achieved at each site]({Images}rates.svg)

            ### Site by site, at {at}

            {FalseAlertsSection.Sites(budget)}
            ### Week by week, at {at}

            {FalseAlertsSection.Weeks(budget)}
            ### What the sensor itself promises

            {Prose.Native}

            {FalseAlertsSection.Native(sensor)}
            ### Thresholds

            {FalseAlertsSection.Thresholds(sensor)}
            ## What wolf is cried about

            {Prose.Wolf}

            {FalseAlertsSection.Wolf(budget)}
            ### Before, during and after

            {FalseAlertsSection.Recovery(budget)}
            ## Young devices

            ![False alerts by age of the device]({Images}cold-start.svg)

            ![Attacks found by age of the device]({Images}cold-start-recall.svg)

            {WorthSection.ColdStart(budget)}
            ## Slow and early attackers

            {WorthSection.Robustness(budget)}
            ## What each part is worth

            {Prose.Ablation(at)}

            {WorthSection.Ablation(card, budget.Target)}
            ## What it costs

            {WorthSection.Cost(card)}
            ## Data that others made

            {Prose.Public}

            {(input.Public is null ? "Not measured this time.\n" : PublicTable.ToMarkdown(input.Public).TrimEnd('\n') + "\n")}
            ## Audits of the simulated hospital

            {Prose.Audits}

            ### Does a raw field of a packet give attacks away?

            {AuditsSection.Leaks(audits?.Leaks ?? [])}
            ### Does one of a step?

            {AuditsSection.Leaks(audits?.StepLeaks ?? [])}
            ### Is it like real traffic?

            {AuditsSection.Realism(audits?.Realism ?? [])}
            ### Do the labels hold?

            {(audits is null ? "Not read a second time in this measurement.\n" : AuditsSection.Readings(audits))}
            ### Suricata on slices

            {AuditsSection.Suricata(audits?.Suricata)}
            ## How it was measured

            {Prose.Method(input)}
            ### How to run it again

            {Prose.Again}

            ## Where the protocol was not followed

            {Prose.Departures(card)}
            """;
    }
}
