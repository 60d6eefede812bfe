using Sensor.Alerts;

namespace Sensor.Report;

/// <summary>What was raised, the worst first: so many whole, the next in a line each, the rest counted.</summary>
internal static class AlertSection
{
    public static void Write(HtmlWriter page, ReportData data)
    {
        var alerts = data.Alerts;
        if (alerts.Total == 0)
        {
            page.Leaf("p", "Nothing was raised in this period.", ("class", "nothing"));
            return;
        }

        var told = 0;
        foreach (var story in alerts.Stories.TakeWhile(_ => page.Length < ReportPage.StoriesUpTo))
        {
            page.Break();
            Story(page, story);
            told++;
        }

        var rest = alerts.Stories.Skip(told).Concat(alerts.Rest).ToList();
        var listed = rest.Count > 0 ? Table(page, rest) : 0;
        var more = alerts.Total - told - listed;
        if (more > 0)
        {
            page.Leaf("p", $"{Wordings.N(more)} more, none of them worse than these, {(more == 1 ? "is" : "are")} counted and not listed; alerts.jsonl and 'sensor alerts list' have all of them.", ("class", "quiet"));
        }
    }

    private static void Story(HtmlWriter page, AlertStory story)
    {
        using (page.Element("article", ("class", $"alert s{(int)story.Severity}"), ("id", story.Id), ("aria-labelledby", $"{story.Id}-title")))
        {
            using (page.Element("h3", ("id", $"{story.Id}-title")))
            {
                page.Severity(story.Severity);
                page.Text(" ");
                page.Text(story.Title);
            }

            using (page.Element("p", ("class", "about")))
            {
                page.Moment(story.Time);
                page.Text("  ·  ");
                page.Device(story.Device);
                if (story.Peer is { } peer)
                {
                    page.Text(" with ");
                    page.Device(peer);
                }

                if (story.Status is { } status)
                {
                    page.Text("  ·  ");
                    page.Leaf("span", status, ("class", "status"));
                }

                page.Text("  ·  ");
                page.Leaf("code", story.Id);
                if (story.Teller != story.Id)
                {
                    page.Text(", worst of it ");
                    page.Leaf("code", story.Teller);
                }
            }

            using (page.Element("div", ("class", "told"), ("id", story.Teller == story.Id ? null : story.Teller)))
            {
                using (page.Element("div", ("class", "words")))
                {
                    page.Leaf("p", story.Explanation, ("class", "explanation"));
                    if (story.Meaning is { } meaning)
                    {
                        page.Leaf("p", meaning, ("class", "meaning"));
                    }
                }

                Picture(page, story.Severity, story.Time, story.Comparison);
            }

            if (story.Incident is { } incident)
            {
                Incident(page, story, incident);
            }

            using (page.Element("dl"))
            {
                Listed(page, "Check next", story.NextSteps);
                Listed(page, "Could be benign", story.BenignCauses);
                Evidence(page, story);
            }

            if (story.Others.Count > 0)
            {
                Others(page, story);
            }
        }
    }

    private static void Picture(HtmlWriter page, Severity severity, long time, Comparison comparison)
    {
        using (page.Element("figure"))
        {
            if (comparison.Unit.Length > 0)
            {
                ComparisonPlot.Write(page, severity, time, comparison);
            }

            page.Leaf("figcaption", Wordings.Sentence(comparison.Text));
        }
    }

    /// <summary>The alerts of an incident besides the worst, which speaks for it.</summary>
    private static void Others(HtmlWriter page, AlertStory story)
    {
        using (page.Element("details", ("open", "")))
        {
            page.Leaf("summary", $"The other alerts of this incident ({Wordings.N(story.Others.Count + story.MoreOthers)})");
            foreach (var other in story.Others)
            {
                using (page.Element("div", ("class", "told other"), ("id", other.Id == story.Id ? null : other.Id)))
                {
                    using (page.Element("div", ("class", "words")))
                    {
                        using (page.Element("h4"))
                        {
                            page.Severity(other.Severity);
                            page.Text(" ");
                            page.Text(other.Title);
                        }

                        using (page.Element("p"))
                        {
                            page.Moment(other.Time);
                            page.Text("  " + other.Explanation + " ");
                            page.Leaf("code", other.Id);
                        }
                    }

                    Picture(page, other.Severity, other.Time, other.Comparison);
                }
            }

            if (story.MoreOthers > 0)
            {
                page.Leaf("p", $"and {Wordings.N(story.MoreOthers)} more", ("class", "quiet"));
            }
        }
    }

    private static void Incident(HtmlWriter page, AlertStory story, IncidentStory incident)
    {
        if (incident.Anomalies > 1)
        {
            var because = incident.Because.Count > 0 ? $" Severity: {string.Join("; ", incident.Because.Select(b => b.TrimEnd('.')))}." : "";
            page.Leaf(
                "p",
                $"Seen {Wordings.N(incident.Anomalies)} times on {Wordings.N(incident.Devices, "device")} over {Wording.Span(incident.Last - incident.Opened)}, last at {Wordings.Time(incident.Last)}.{because}",
                ("class", "incident"));
        }

        if (incident.Timeline.Count > 1)
        {
            using (page.Element("ol", ("class", "timeline"), ("aria-label", $"Timeline of {story.Id}")))
            {
                foreach (var step in incident.Timeline)
                {
                    using (page.Element("li"))
                    {
                        Step(page, step);
                    }
                }

                if (incident.Rest > 0)
                {
                    page.Leaf("li", $"and {Wordings.N(incident.Rest)} more");
                }
            }
        }
    }

    private static void Step(HtmlWriter page, IncidentStep step)
    {
        page.Moment(step.Time);
        page.Text(" ");
        page.Severity(step.Severity);
        page.Text($" {step.Title}: ");
        if (step.Actor is { } actor)
        {
            page.Name(actor.Name);
            page.Text(step.Target is null ? ", " : " with ");
        }

        if (step.Target is { } target)
        {
            page.Name(target.Name);
            page.Text(", ");
        }

        page.Text(step.Observed + (step.Count > 1 ? $" ({Wordings.N(step.Count)} times)" : ""));
    }

    private static void Listed(HtmlWriter page, string name, IReadOnlyList<string> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        page.Leaf("dt", name);
        using (page.Element("dd"))
        using (page.Element("ul"))
        {
            foreach (var item in items)
            {
                page.Leaf("li", item);
            }
        }
    }

    private static void Evidence(HtmlWriter page, AlertStory story)
    {
        page.Leaf("dt", "Evidence");
        using (page.Element("dd"))
        {
            var evidence = story.Evidence;
            foreach (var (file, numbers) in evidence.Packets)
            {
                page.Text($"packet{(numbers.Count == 1 ? "" : "s")} {string.Join(", ", numbers)}");
                if (file.Length > 0)
                {
                    page.Text(" of ");
                    page.Name(file);
                }

                page.Text(". ");
            }

            if (evidence.Packets.Count == 0 && evidence is { From: { } from, To: { } to })
            {
                page.Text(from == to ? $"traffic at {Wordings.Time(from)}. " : $"traffic from {Wordings.Time(from)} to {Wordings.Time(to)}. ");
            }

            if (evidence.Recording is { } recording)
            {
                page.Text("Recorded in ");
                page.Leaf("code", recording);
                page.Text(". ");
            }

            if (evidence.Filter is { } filter)
            {
                page.Text("In Wireshark: ");
                page.Leaf("code", filter);
                page.Text(". ");
            }

            page.Text(story.DataQuality switch { "" => "", "clean" => "The data is undamaged. ", var damage => $"The data is damaged: {damage}. " });
            page.Text($"Reason {story.Reason}{(story.Techniques.Count > 0 ? $"; ATT&CK {string.Join(", ", story.Techniques)}" : "")}.");
        }
    }

    /// <returns>How many of them are in it.</returns>
    private static int Table(HtmlWriter page, IReadOnlyList<AlertLine> rest)
    {
        var listed = 0;
        page.Break();
        using (page.Wide("Further alerts"))
        using (page.Element("table"))
        {
            page.Head("Further alerts, the worst first", "severity", "time (UTC)", "what", "device", "partner", "status", "id");
            using (page.Element("tbody"))
            {
                foreach (var alert in rest.TakeWhile(_ => page.Length < ReportPage.AlertsUpTo))
                {
                    Row(page, alert);
                    listed++;
                }
            }
        }

        return listed;
    }

    private static void Row(HtmlWriter page, AlertLine alert)
    {
        using (page.Element("tr"))
        {
            using (page.Element("td"))
            {
                page.Severity(alert.Severity);
            }

            page.Leaf("td", Wordings.Time(alert.Time), ("class", "when"));
            page.Leaf("th", alert.Title, ("scope", "row"));
            using (page.Element("td"))
            {
                page.Name(alert.Device.Name);
            }

            using (page.Element("td"))
            {
                page.Name(alert.Peer?.Name);
            }

            page.Leaf("td", alert.Status);
            page.Leaf("td", alert.Id, ("class", "when"));
        }

        page.Break();
    }
}
