namespace Sensor.Report;

/// <summary>Who talks to whom: roles, the busiest devices, and a list.</summary>
internal static class PairSection
{
    public static void Write(HtmlWriter page, ReportData data)
    {
        var pairs = data.Pairs;
        if (pairs.Total == 0)
        {
            page.Leaf("p", "Nobody talked to anybody in this period.", ("class", "nothing"));
            return;
        }

        page.Leaf(
            "p",
            "Who asks is down the side, who is asked across the top; a cell has the commands and messages between them, or, in brackets, conversations where there were none that are understood. The darker, the more.",
            ("class", "quiet"));
        Matrix(page, "Roles", pairs.Roles, areNumbered: false);
        Matrix(page, pairs.DevicesLeftOut > 0 ? "The busiest devices" : "Devices", pairs.Devices, areNumbered: true);
        if (pairs.DevicesLeftOut > 0)
        {
            page.Leaf("p", $"{Wordings.N(pairs.DevicesLeftOut, "device")} that talked less {(pairs.DevicesLeftOut == 1 ? "is" : "are")} not in the square.", ("class", "quiet"));
        }

        List(page, data);
    }

    private static void Matrix(HtmlWriter page, string title, Adjacency square, bool areNumbered)
    {
        if (square.Names.Count == 0)
        {
            return;
        }

        page.Leaf("h3", title);
        var most = square.Cells.Values.Max(c => Math.Max(c.Commands, c.Conversations));
        using (page.Wide($"{title}: who asks whom"))
        using (page.Element("table", ("class", square.Names.Count > 20 ? "matrix many" : "matrix")))
        {
            page.Leaf("caption", areNumbered ? "Who asks (rows) whom (columns, by the numbers of the rows)" : "Who asks (rows) whom (columns)");
            using (page.Element("thead"))
            using (page.Element("tr"))
            {
                page.Leaf("td", null);
                foreach (var (i, name) in square.Names.Index())
                {
                    page.Leaf("th", areNumbered ? Wordings.N(i + 1) : name, ("scope", "col"), ("title", areNumbered ? name : null));
                }
            }

            using (page.Element("tbody"))
            {
                for (var row = 0; row < square.Names.Count; row++)
                {
                    using (page.Element("tr"))
                    {
                        using (page.Element("th", ("scope", "row")))
                        {
                            page.Text(areNumbered ? $"{row + 1}  " : "");
                            page.Name(square.Names[row]);
                        }

                        for (var column = 0; column < square.Names.Count; column++)
                        {
                            Cell(page, square, row, column, most);
                        }
                    }

                    page.Break();
                }
            }
        }
    }

    private static void Cell(HtmlWriter page, Adjacency square, int row, int column, long most)
    {
        if (!square.Cells.TryGetValue((row, column), out var cell))
        {
            page.Leaf("td", null, ("class", row == column ? "self" : null));
            return;
        }

        var weight = Math.Max(cell.Commands, cell.Conversations);
        var heat = 1 + (int)Math.Round(4 * Math.Log(1 + weight) / Math.Log(1 + Math.Max(1, most)));
        page.Leaf(
            "td", cell.Commands > 0 ? Wordings.Short(cell.Commands) : $"({Wordings.Short(cell.Conversations)})", ("class", $"h{heat}"),
            ("title", $"{square.Names[row]} asks {square.Names[column]}: {Wordings.N(cell.Commands, "command")}, {Wordings.N(cell.Conversations, "conversation")}"));
    }

    private static void List(HtmlWriter page, ReportData data)
    {
        var pairs = data.Pairs;
        var listed = 0;
        page.Leaf("h3", "Pairs");
        using (page.Wide("Pairs"))
        using (page.Element("table"))
        {
            page.Head(
                "Pairs, the busiest first",
                "who asks", "who is asked", "by", "#conversations", "#bytes", "#commands and messages", "first and last (UTC)");
            using (page.Element("tbody"))
            {
                foreach (var pair in pairs.Shown.TakeWhile(_ => page.Length < ReportPage.PairsUpTo))
                {
                    listed++;
                    using (page.Element("tr"))
                    {
                        using (page.Element("td"))
                        {
                            page.Device(pair.Client);
                        }

                        using (page.Element("td"))
                        {
                            page.Device(pair.Server);
                        }

                        page.Leaf("td", Wordings.Protocol(pair.Protocol));
                        page.Number(Wordings.N(pair.Conversations));
                        page.Number(Wordings.Bytes(pair.Bytes));
                        page.Number(pair.Commands == 0 ? "–" : Wordings.N(pair.Commands));
                        using (page.Element("td", ("class", "when")))
                        {
                            page.Moment(pair.First);
                            page.Text(" ");
                            page.Moment(pair.Last);
                        }
                    }

                    page.Break();
                }
            }
        }

        var rest = listed < pairs.Total ? $" {Wordings.N(pairs.Total - listed)} more are not listed." : "";
        var period = data.Asked is (null, null) ? "" : " Figures are of all the time a pair is known, not of the period alone.";
        var forgotten = pairs.Forgotten.Pairs > 0 ? $" {Wordings.N(pairs.Forgotten.Pairs)} pairs with {Wordings.N(pairs.Forgotten.Conversations, "conversation")} were forgotten because there were too many." : "";
        page.Leaf("p", $"Conversations count when they are over, commands when they are seen.{rest}{period}{forgotten}", ("class", "quiet"));
    }
}
