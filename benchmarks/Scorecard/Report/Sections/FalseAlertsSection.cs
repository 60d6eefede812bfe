using Scorecard.Scoring;

namespace Scorecard.Report.Sections;

/// <summary>How often wolf is cried, and about what.</summary>
internal static class FalseAlertsSection
{
    public static string Achieved(MethodCard sensor) => Words.Table(
        ["Asked for", "achieved", "of which no threshold turns off (rules)", "alerts a day and site", "precision at one incident a device-year", "minutes an incident found"],
        sensor.Budgets.Select(b => (IReadOnlyList<string>)
            [Words.Budget(b.Target), Words.Interval(b.Achieved), Words.Interval(b.Unmetered), Words.Number(b.EpisodesPerDayAndSite, "0.0"), Words.Percent(b.PrecisionAtOneADeviceYear), Words.Number(Burden.MinutesAnIncident(b.PrecisionAtOneADeviceYear), "0")]))
        + $"\n{Prose.Burden}\n";

    public static string Thresholds(MethodCard sensor) => Words.Table(
        ["Asked for", "thresholds, least to most", "sites where rules alone are above it", "sites where all that is said is below it", "sites where too little was kept"],
        sensor.Budgets.Select(b => (IReadOnlyList<string>)
            [Words.Budget(b.Target), $"{Words.Number(b.Thresholds.Lowest, "0.###")} – {Words.Number(b.Thresholds.Highest, "0.###")}", Words.Text($"{b.Thresholds.CannotBeMet}"), Words.Text($"{b.Thresholds.NeverReached}"), Words.Text($"{b.Thresholds.Truncated}")]));

    public static string Sites(BudgetCard budget) => Words.Table(
        ["Site", "seed", "episodes", "device-months", "a device-month", "times what was asked"],
        budget.Sites.Select(s => (IReadOnlyList<string>)
            [Words.Text($"{s.Devices} devices"), s.Seed, Words.Text($"{s.Episodes}"), Words.Number(s.Months, "0.0"), Words.Number(s.Rate, "0.000"), Words.Number(s.Ratio, "0.0")]));

    public static string Weeks(BudgetCard budget) => Words.Table(
        ["Week", "episodes", "device-months", "a device-month", "times what was asked"],
        budget.Weeks.Select(w => (IReadOnlyList<string>)[Words.Text($"{w.Week}"), Words.Text($"{w.Episodes}"), Words.Number(w.Months, "0.0"), Words.Number(w.Rate, "0.000"), Words.Number(w.Ratio, "0.0")]));

    /// <summary>What the method's own expectation promises, and keeps.</summary>
    public static string Native(MethodCard sensor) => sensor.Native.Count == 0
        ? "The sensor gave no expectation of its own in this measurement.\n"
        : Words.Table(
            ["Its own λ", "achieved", "times what it says"],
            sensor.Native.Select(n => (IReadOnlyList<string>)[Words.Budget(n.Target), Words.Interval(n.Achieved), Words.Number(n.Ratio, "0.0")]));

    /// <summary>Whether what it calls probabilities is so.</summary>
    public static string Probabilities(MethodCard sensor) => sensor.PValues.Count == 0
        ? "No probabilities were noted in this measurement.\n"
        : Words.Table(
            ["What was measured", "values", .. sensor.PValues[0].Tail.Select(t => Words.Text($"called at most {100 * t.Says:0.#} %")), "greatest distance", "p (Kolmogorov and Smirnov)"],
            sensor.PValues.Select(r => (IReadOnlyList<string>)
                [r.What.Length == 0 ? "all" : $"`{r.What}`", Words.Text($"{r.Uniformity.Values:N0}"), .. r.Tail.Select(t => Words.Text($"{100 * t.Came:0.##} %")), Words.Number(r.Uniformity.Distance), Words.P(r.Uniformity.P)]));

    public static string Wolf(BudgetCard budget) => Words.Table(
        ["About", "episodes", "share"],
        budget.Wolf.OrderByDescending(w => w.Episodes).ThenBy(w => w.Cause, StringComparer.Ordinal).Select(w => (IReadOnlyList<string>)[Cause(w.Cause), Words.Text($"{w.Episodes}"), Words.Percent(w.Share)]));

    public static string Recovery(BudgetCard budget) => Words.Table(
        ["Unusual and benign", "events", "week before", "while it lasts", "1st day after", "2nd and 3rd", "rest of the week", "as before after"],
        budget.Recovery.Select(r => (IReadOnlyList<string>)[Words.Cell(r.Nuisance), Words.Text($"{r.Events}"), Words.Number(r.Before), Words.Number(r.During), .. Enumerable.Range(0, 3).Select(i => Words.Number(r.After.ElementAtOrDefault(i))), Days(r.DaysUntilAsBefore)]));

    private static string Days(int? days) => days switch
    {
        null => Words.Nothing,
        0 => "at once",
        14 => "**not in 14 d**",
        _ => Words.Text($"{days} d"),
    };

    private static string Cause(string cause) => cause == "none" ? "nothing unusual was going on" : Words.Cell(cause.StartsWith("reason:", StringComparison.Ordinal) ? $"alert `{cause[7..]}`" : cause);
}
