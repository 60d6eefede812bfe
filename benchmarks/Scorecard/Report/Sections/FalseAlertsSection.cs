using Scorecard.Scoring;

namespace Scorecard.Report.Sections;

/// <summary>How often wolf is cried, and about what.</summary>
internal static class FalseAlertsSection
{
    public static string Achieved(MethodCard sensor) => Words.Table(
        ["Asked for", "achieved", "of which no threshold turns off (rules)", "alerts a day and site", "precision at one incident a device-year"],
        sensor.Budgets.Select(b => (IReadOnlyList<string>)
            [Words.Budget(b.Target), Words.Interval(b.Achieved), Words.Interval(b.Unmetered), Words.Number(b.EpisodesPerDayAndSite, "0.0"), Words.Percent(b.PrecisionAtOneADeviceYear)]));

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
            sensor.Native.Select(n => (IReadOnlyList<string>)[Words.Budget(n.Target), Words.Interval(n.Achieved), Words.Number(n.Ratio, "0.0")]))
            + (sensor.PValues is { } p ? $"\nAre what it calls probabilities uniform on {p.Windows} clean windows? Greatest distance {Words.Number(p.Distance)}, p {Words.P(p.P)} (Kolmogorov and Smirnov).\n" : "");

    public static string Wolf(BudgetCard budget) => Words.Table(
        ["About", "episodes", "share"],
        budget.Wolf.OrderByDescending(w => w.Episodes).ThenBy(w => w.Cause, StringComparer.Ordinal).Select(w => (IReadOnlyList<string>)[Cause(w.Cause), Words.Text($"{w.Episodes}"), Words.Percent(w.Share)]));

    public static string Recovery(BudgetCard budget) => Words.Table(
        ["Unusual and benign", "events", "week before", "while it lasts", "1st day after", "2nd and 3rd", "rest of the week"],
        budget.Recovery.Select(r => (IReadOnlyList<string>)[Words.Cell(r.Nuisance), Words.Text($"{r.Events}"), Words.Number(r.Before), Words.Number(r.During), .. Enumerable.Range(0, 3).Select(i => Words.Number(r.After.ElementAtOrDefault(i)))]));

    private static string Cause(string cause) => cause == "none" ? "nothing unusual was going on" : Words.Cell(cause.StartsWith("reason:", StringComparison.Ordinal) ? $"alert `{cause[7..]}`" : cause);
}
