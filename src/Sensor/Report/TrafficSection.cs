namespace Sensor.Report;

/// <summary>The picture of traffic and alerts over time, and the same in numbers.</summary>
internal static class TrafficSection
{
    /// <summary>Rows of the table.</summary>
    private const int MaxRows = 48;

    public static void Write(HtmlWriter page, ReportData data)
    {
        if (data.Traffic.Rows.Count == 0)
        {
            page.Leaf("p", "There was no traffic in this period.", ("class", "nothing"));
            return;
        }

        if (Wordings.Wider(data) is { } wider)
        {
            page.Leaf("p", wider, ("class", "quiet"));
        }

        new TimeChart(page, data).Write();
        Protocols(page, data.Traffic);
        Numbers(page, data);
    }

    private static void Protocols(HtmlWriter page, TrafficReport traffic)
    {
        using (page.Wide("Traffic by protocol"))
        using (page.Element("table", ("class", "narrow")))
        {
            page.Head("Traffic by protocol", "protocol", "#conversations", "#packets", "#bytes", "#commands and messages");
            using (page.Element("tbody"))
            {
                foreach (var (name, total) in traffic.Protocols.Zip(traffic.Totals).Where(p => p.Second.Packets > 0 || p.Second.Commands > 0).OrderByDescending(p => p.Second.Bytes))
                {
                    using (page.Element("tr"))
                    {
                        using (page.Element("th", ("scope", "row"), ("class", "protocol")))
                        {
                            using (page.Element("svg", ("class", "swatch"), ("viewBox", "0 0 10 10"), ("width", "10"), ("height", "10"), ("aria-hidden", "true")))
                            {
                                page.Leaf("rect", null, ("class", $"area {Palette.Of(name)}"), ("width", "10"), ("height", "10"));
                            }

                            page.Text(" " + Wordings.Protocol(name));
                        }

                        page.Number(Wordings.N(total.Conversations));
                        page.Number(Wordings.N(total.Packets));
                        page.Number(Wordings.Bytes(total.Bytes));
                        page.Number(total.Commands == 0 ? "–" : Wordings.N(total.Commands));
                    }
                }
            }
        }
    }

    private static void Numbers(HtmlWriter page, ReportData data)
    {
        var traffic = data.Traffic;
        var span = traffic.Rows[^1].Time - traffic.Rows[0].Time + traffic.Width;
        var width = traffic.Width * (((span / traffic.Width) + MaxRows - 1) / MaxRows);
        using (page.Element("details"))
        {
            page.Leaf("summary", "The same in numbers");
            using (page.Wide("Traffic and alerts in numbers"))
            using (page.Element("table"))
            {
                page.Head($"Traffic and alerts, a row each {Wordings.Stretch(width)}", "from (UTC)", "#packets", "#bytes", "#commands and messages", "#missing from TCP", "#alerts");
                using (page.Element("tbody"))
                {
                    foreach (var rows in traffic.Rows.GroupBy(r => (r.Time - traffic.Rows[0].Time) / width))
                    {
                        var from = traffic.Rows[0].Time + (rows.Key * width);
                        using (page.Element("tr"))
                        {
                            page.Leaf("th", Wordings.Time(from), ("scope", "row"), ("class", "when"));
                            page.Number(Wordings.N(rows.Sum(r => r.Of.Sum(p => p.Packets))));
                            page.Number(Wordings.Bytes(rows.Sum(r => r.Of.Sum(p => p.Bytes))));
                            page.Number(Wordings.N(rows.Sum(r => r.Of.Sum(p => p.Commands))));
                            page.Number(rows.Sum(r => r.Lost) is > 0 and var lost ? Wordings.Bytes(lost) : "–");
                            page.Number(Wordings.N(data.Alerts.OverTime.Where(a => a.Time >= from && a.Time < from + width).Sum(a => a.Counts.Sum())));
                        }
                    }
                }
            }
        }
    }
}
