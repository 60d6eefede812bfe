namespace Sensor.Report;

/// <summary>
/// A report as one file of HTML: no script, nothing from elsewhere, and a policy in its head that forbids both. Says nothing that isn't in its data, not even
/// when it was made: the same data are the same bytes.
/// </summary>
internal static class ReportPage
{
    /// <summary>
    /// Characters of the page up to which a list goes on, whatever is in it; the rest is counted. So the file stays below some 5 MB.
    /// </summary>
    public const int StoriesUpTo = 2_000_000, AlertsUpTo = 2_800_000, DevicesUpTo = 3_800_000, PairsUpTo = 4_500_000, FindingsUpTo = 4_800_000;

    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    private static readonly (string Id, string Title, Action<HtmlWriter, ReportData> Write)[] Sections =
    [
        ("summary", "Summary", SummarySection.Write),
        ("alerts", "Alerts", AlertSection.Write),
        ("time", "Traffic and alerts over time", TrafficSection.Write),
        ("devices", "Devices", DeviceSection.Write),
        ("pairs", "Who talks to whom", PairSection.Write),
        ("findings", "To be put right", FindingSection.Write),
        ("lost", "What was lost", LossSection.Write),
        ("reading", "How to read this", ReadingSection.Write),
    ];

    public static string Of(ReportData data)
    {
        var page = new HtmlWriter();
        using (page.Element("html", ("lang", "en")))
        {
            using (page.Element("head"))
            {
                page.Single("meta", ("charset", "utf-8"));
                page.Single("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
                page.Single("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                page.Single("meta", ("name", "color-scheme"), ("content", "light dark"));
                page.Leaf("title", $"Sensor report: {string.Join(", ", data.Sources)}");
                page.Style();
            }

            using (page.Element("body"))
            {
                Heading(page, data);
                using (page.Element("main"))
                {
                    foreach (var (id, title, write) in Sections)
                    {
                        page.Break();
                        using (page.Element("section", ("id", id), ("aria-labelledby", $"{id}-title")))
                        {
                            page.Leaf("h2", title, ("id", $"{id}-title"));
                            write(page, data);
                        }
                    }
                }

                page.Leaf("footer", $"Sensor {data.Version}. Times are packets' own, in UTC. Patients appear nowhere in this report.");
            }
        }

        page.Break();
        return page.ToString();
    }

    private static void Heading(HtmlWriter page, ReportData data)
    {
        page.Break();
        using (page.Element("header"))
        {
            page.Leaf("p", "Sensor report", ("class", "kicker"));
            using (page.Element("h1"))
            {
                page.Names(data.Sources.Take(4));
                page.Text(data.Sources.Count > 4 ? $" and {Wordings.N(data.Sources.Count - 4)} more" : "");
            }

            using (page.Element("p", ("class", "period")))
            {
                if (data.Times is { } times)
                {
                    page.Moment(times.First);
                    page.Text(" to ");
                    page.Moment(times.Last);
                    page.Text($" UTC ({Alerts.Wording.Span(times.Last - times.First)})");
                }
                else
                {
                    page.Text("no packets");
                }

                page.Text((data.Asked.Since, data.Asked.Until) switch
                {
                    (null, null) => "",
                    ({ } since, null) => $"; asked for since {Wordings.Time(since)}",
                    (null, { } until) => $"; asked for until {Wordings.Time(until)}",
                    ({ } since, { } until) => $"; asked for {Wordings.Time(since)} to {Wordings.Time(until)}",
                });
            }

            using (page.Element("nav", ("aria-label", "Sections")))
            using (page.Element("ul"))
            {
                foreach (var (id, title, _) in Sections)
                {
                    using (page.Element("li"))
                    {
                        page.Leaf("a", title, ("href", $"#{id}"));
                    }
                }
            }
        }
    }
}
