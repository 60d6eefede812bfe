using Scorecard.Public;
using Scorecard.Report.Sections;
using Scorecard.Scoring;

namespace Scorecard.Report.Pages;

/// <summary>All figures behind the first page.</summary>
internal static class DetailPage
{
    public static string Of(ReportInput input, MethodCard sensor, BudgetCard budget)
    {
        var (card, at, audits) = (input.Card, Words.Budget(budget.Target), input.Audits);
        var told = card.Methods.FirstOrDefault(m => m.AsTold is not null)?.AsTold;
        return $"""
            # Detection in detail

            The figures behind [how often it cries wolf, and what it misses]({ReportPage.Page}), which says how they are to be read. Where nothing else is said, at {at} false alerts a device-month.

            ## Row by row

            {RecallSection.Kinds(sensor)}
            <details>
            <summary>Variant by variant</summary>

            {RecallSection.Variants(sensor)}
            </details>

            ### Attempts that fail

            {RecallSection.Failing(budget)}
            ## The gate that was proposed

            Before anything was measured somebody wrote down what a sensor should come to at {at} false alerts a device-month before anybody relies on it. Nothing was tuned to it.

            {GateSection.Of(card, budget)}
            ## How soon

            {Prose.Time}

            ![Share of attacks found within a time, by difficulty]({ReportPage.Images}time.svg)

            {WorthSection.Times(budget)}
            ## Other methods

            ### Where another method wins

            {ContendersSection.Wins(card, budget.Target)}
            ### Attack by attack

            {Prose.Duels}

            {ContendersSection.Duels(card, budget.Target)}
            ### Hour by hour

            {Prose.Windows}

            {ContendersSection.Windows(card)}
            ## False alerts

            ### Site by site

            {FalseAlertsSection.Sites(budget)}
            ### Week by week

            {FalseAlertsSection.Weeks(budget)}
            ### Thresholds

            {FalseAlertsSection.Thresholds(sensor)}
            ### Are its probabilities any?

            {Prose.Probabilities}

            {FalseAlertsSection.Probabilities(sensor)}
            ### What wolf is cried about

            {Prose.Wolf}

            {FalseAlertsSection.Wolf(budget)}
            ### Before, during and after

            {Prose.Recovery}

            {FalseAlertsSection.Recovery(budget)}
            ## Young devices

            {Prose.ColdStart}

            ![False alerts by age of the device]({ReportPage.Images}cold-start.svg)

            ![Attacks found by age of the device]({ReportPage.Images}cold-start-recall.svg)

            {WorthSection.ColdStart(budget)}
            ## Slow and early attackers

            {WorthSection.Robustness(budget)}
            ## Compromised before anybody looked

            {Prose.Compromised}

            {CompromisedSection.Of(told?.Compromised, budget)}
            ## A large hospital

            {LargeSection.Of(input.Large)}
            ## What each part is worth

            {Prose.Ablation(at)}

            {WorthSection.Ablation(card, budget.Target)}
            ## What rests on each default

            {SensitivitySection.Of(input.Sensitivity)}
            ## What it costs

            {Prose.Cost}

            {WorthSection.Cost(card)}
            ## Data that others made

            {Prose.Public}

            {(input.Public is null ? "Not measured this time.\n" : PublicTable.ToMarkdown(input.Public).TrimEnd('\n') + "\n")}
            ## Audits of the simulated hospital

            {Prose.Audits}

            ### Does a raw field of a packet give attacks away?

            {Prose.Leaks}

            {AuditsSection.Leaks(audits?.Leaks ?? [])}
            ### Does one of a step?

            {AuditsSection.Leaks(audits?.StepLeaks ?? [])}
            ### Is it like real traffic?

            {AuditsSection.Realism(audits?.Realism ?? [])}
            ### Do the labels hold?

            {AuditsSection.Readings(audits)}
            ### Does the same come of the same?

            {AuditsSection.Replays(audits)}
            ### Suricata on slices

            {AuditsSection.Suricata(audits?.Suricata)}
            ## Remarks on single rows and runs

            {Prose.Remarks(card)}
            """;
    }
}
