namespace Sensor.Report;

/// <summary>What happened, how sure that is and what was lost, for who has twenty seconds.</summary>
internal static class SummarySection
{
    public static void Write(HtmlWriter page, ReportData data)
    {
        using (page.Element("ul", ("class", "tally"), ("aria-label", "Incidents by severity")))
        {
            foreach (var (severity, count) in data.Alerts.BySeverity)
            {
                using (page.Element("li", ("class", count == 0 ? "none" : null)))
                {
                    page.Leaf("strong", Wordings.N(count));
                    page.Text(" ");
                    page.Severity(severity);
                }
            }
        }

        using (page.Element("dl", ("class", "summary")))
        {
            Item(page, "What happened", () => Happened(page, data));
            Item(page, "What was watched", () => page.Text(Watched(data)));
            Item(page, "How sure", () => page.Text(Sure(data)));
            Item(page, "What was lost", () => page.Text(LossSection.InShort(data)));
            Item(page, "To be put right", () => page.Text(PutRight(data)));
        }
    }

    private static void Item(HtmlWriter page, string name, Action write)
    {
        page.Leaf("dt", name);
        using (page.Element("dd"))
        {
            write();
        }
    }

    private static void Happened(HtmlWriter page, ReportData data)
    {
        var alerts = data.Alerts;
        if (alerts.Total == 0)
        {
            page.Text(data.Times is null ? "Nothing was captured, so nothing can be said." : "Nothing was raised.");
            return;
        }

        var counts = alerts.BySeverity.Where(s => s.Count > 0).Select(s => $"{Wordings.N(s.Count)} {Wordings.Word(s.Severity)}");
        var lines = alerts.Lines > alerts.Total ? $", told in {Wordings.N(alerts.Lines)} alerts"
            : alerts.Lines == 0 ? ", begun earlier and without a new alert in this period"
            : alerts.Lines < alerts.Total ? $", with {Wordings.N(alerts.Lines, "new alert")} in this period"
            : "";
        page.Text($"{Wordings.N(alerts.Total, lines.Length > 0 ? "incident" : "alert")}: {string.Join(", ", counts)}{lines}. ");
        foreach (var (i, group) in alerts.Stories.GroupBy(s => s.Device.Name).Take(2).Index())
        {
            var stories = group.ToList();
            page.Text(i == 0 ? "Worst: " : " Then: ");
            page.Name(stories[0].Device.Name);
            page.Text(": ");
            using (page.Element("a", ("href", $"#{stories[0].Id}")))
            {
                page.Text(stories[0].Title);
            }

            page.Text(stories.Count > 1 ? $", and {Wordings.N(stories.Count - 1)} more about it." : ".");
        }
    }

    private static string Watched(ReportData data)
    {
        var totals = data.Traffic.Totals.ToList();
        var busiest = data.Traffic.Protocols.Zip(totals).Where(p => p.First.Length > 0 && p.Second.Conversations > 0).OrderByDescending(p => p.Second.Bytes).Take(3)
            .Select(p => Wordings.Protocol(p.First)).ToList();
        return $"{Wordings.N(data.Devices.Total, "device")}, {Wordings.N(totals.Sum(t => t.Conversations), "conversation")} with {Wordings.Bytes(totals.Sum(t => t.Bytes))}"
            + (busiest.Count > 0 ? $", most of what is understood by {string.Join(", ", busiest)}." : ".")
            + (Wordings.Wider(data) is { } wider ? $" {wider}" : "");
    }

    private static string Sure(ReportData data)
    {
        var (total, mature) = (data.Devices.Total, data.Devices.Mature);
        var judged = total == 0 ? "There is no device to judge."
            : mature == 0 ? $"{(total == 1 ? "The device has" : $"None of the {Wordings.N(total)} devices has")} been seen long enough to be judged against its own past: only rules, which need no learning, could speak."
            : mature == total ? $"{(total == 1 ? "The device is" : $"All {Wordings.N(total)} devices are")} judged against their own past."
            : $"{Wordings.N(mature)} of {Wordings.N(total)} devices {(mature == 1 ? "is" : "are")} judged against their own past; of the others only rules could speak.";
        var damaged = data.Alerts.Stories.Count(s => s.DataQuality is not ("" or "clean"));
        return judged + (damaged > 0 ? $" {Wordings.N(damaged)} of the alerts below {(damaged == 1 ? "rests" : "rest")} on damaged data, and say{(damaged == 1 ? "s" : "")} so." : "");
    }

    private static string PutRight(ReportData data)
    {
        var kinds = data.Findings.Shown.GroupBy(f => f.Severity).OrderBy(g => g.Key).Select(g => $"{Wordings.N(g.Count())} {Wordings.Word(g.Key)}");
        return data.Findings.Open == 0 ? "Nothing was found that should be put right."
            : $"{Wordings.N(data.Findings.Open, "finding")} of {Wordings.N(data.Findings.Shown.Count, "kind")} ({string.Join(", ", kinds)}), though nothing happened through them.";
    }
}
