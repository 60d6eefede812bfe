using Scorecard.Report.Sections;
using Scorecard.Scoring;

namespace Scorecard.Report.Pages;

/// <summary>What matters, in the order in which it matters.</summary>
internal static class FrontPage
{
    public static string Of(ReportInput input, MethodCard sensor, BudgetCard budget)
    {
        var (card, at) = (input.Card, Words.Budget(budget.Target));
        var told = card.Methods.FirstOrDefault(m => m.AsTold is not null)?.AsTold;
        return $"""
            # How often it cries wolf, and what it misses

            {Prose.Opening(input)}

            {Prose.HowToRead}

            ## Blind spots

            {BlindSpots.Of(card, budget)}
            ## What is found

            ### As it is shipped

            {ShippedSection.Found(told)}
            ### At budgets of false alerts

            {Prose.Recall}

            {RecallSection.ByDifficulty(sensor)}
            ![Recall by row of the catalogue, with intervals and floors]({ReportPage.Images}recall.svg)

            Which attack, how soon, and by whom else: [row by row]({ReportPage.Details}#row-by-row), [how soon]({ReportPage.Details}#how-soon).

            ### Compromised before anybody looked

            {CompromisedSection.Summary(told?.Compromised)}
            ### In a large hospital

            {LargeSection.Summary(input.Large)}
            ## Beside simpler methods

            {Prose.Contenders(at)}

            {ContendersSection.Table(card, budget.Target)}
            {ContendersSection.Unequal(card)}

            [Where another method wins]({ReportPage.Details}#where-another-method-wins), row by row, and [attack by attack]({ReportPage.Details}#attack-by-attack); [what it costs]({ReportPage.Details}#what-it-costs); [data that others made]({ReportPage.Details}#data-that-others-made).

            ## False alerts

            ### As it is shipped: what it promises, and what comes

            {ShippedSection.False(told)}
            {ShippedSection.Parts(told)}
            {Prose.Native}

            {FalseAlertsSection.Native(sensor)}
            ### Against thresholds of ours

            {Prose.FalseAlerts}

            {FalseAlertsSection.Achieved(sensor)}
            ![False alerts asked for and achieved at each site]({ReportPage.Images}rates.svg)

            {Prose.Strangers}

            [What wolf is cried about]({ReportPage.Details}#what-wolf-is-cried-about), [site by site]({ReportPage.Details}#site-by-site), [week by week]({ReportPage.Details}#week-by-week), [young devices]({ReportPage.Details}#young-devices).

            ## Is the simulated hospital any good?

            {AuditsSection.Summary(input.Audits)}
            ## How it was measured

            {Prose.Method(input)}
            ### How to run it again

            {Prose.Again}

            ## Where the protocol was not followed

            {DeparturesSection.Of(input)}
            """;
    }
}
