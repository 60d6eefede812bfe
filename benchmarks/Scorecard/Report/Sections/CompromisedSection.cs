using Scorecard.Scoring;

namespace Scorecard.Report.Sections;

/// <summary>Sites that were compromised before anybody looked.</summary>
internal static class CompromisedSection
{
    private const string Nothing = "No site was compromised before it began in this measurement.\n";

    /// <param name="told">As shipped; null: not graded.</param>
    /// <param name="budget">At a budget of false alerts.</param>
    public static string Of(CompromisedCard? told, BudgetCard budget) => budget.Compromised is null && told is null
        ? Nothing
        : string.Join('\n', Part("As it is shipped", told), Part($"At {Words.Budget(budget.Target)} false alerts a device-month", budget.Compromised)).TrimEnd('\n') + "\n";

    /// <summary>In a sentence or two.</summary>
    public static string Summary(CompromisedCard? told)
    {
        if (told is null || told.Old.FirstOrDefault(r => r.Kind == 0) is not { } old || told.Later.FirstOrDefault(r => r.Difficulty == 0) is not { } later)
        {
            return Nothing;
        }

        return Words.Text($"What is there before the sensor may be learnt as ordinary: as shipped it tells {old.Ever.Hits} of {old.Ever.Draws} such attacks within ten weeks ({Words.Interval(old.Ever)}; in the clean twin the same procedure \"finds\" {Words.Percent(old.Floor.Value)}), {old.Learning.Hits} of them in the two weeks of learning. Of {later.Clean.Draws} attacks that begin later at the same sites it finds {Words.Percent(later.Compromised.Value)} there, and {Words.Percent(later.Clean.Value)} where it learnt the site clean ([more]({ReportPage.Details}#compromised-before-anybody-looked)).\n");
    }

    private static string Part(string head, CompromisedCard? card) => card is null
        ? ""
        : $"### {head}\n\n" + Words.Table(
                ["Old attack", "variant", "draws", "told while learning", "before the test weeks", "ever", "\"told\" in the clean twin", "median", "found where it begins later at a clean site"],
                card.Old.Select(r => (IReadOnlyList<string>)
                    [r.Kind == 0 ? "all" : Words.Text($"{r.Kind} {Words.Cell(r.Name)}"), Words.Cell(r.Variant), Words.Text($"{r.Ever.Draws}"), Words.Percent(r.Learning.Value), Words.Percent(r.BeforeTest.Value), Words.Interval(r.Ever), Words.Interval(r.Floor), Words.Time(r.MedianSeconds), Words.Interval(r.Plain)]))
            + "\n" + Words.Table(
                ["Later attacks", "draws", "found at a compromised site", "at the same site, begun clean", "only compromised", "only clean", "p"],
                card.Later.Select(r => (IReadOnlyList<string>)
                    [r.Difficulty == 0 ? "all" : Words.Text($"difficulty {r.Difficulty}"), Words.Text($"{r.Clean.Draws}"), Words.Interval(r.Compromised), Words.Interval(r.Clean), Words.Text($"{r.OnlyCompromised}"), Words.Text($"{r.OnlyClean}"), Words.P(r.P)]));
}
