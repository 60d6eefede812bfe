namespace Sensor.Report;

/// <summary>What should be put right although nothing happened, a kind at a time: many devices share one fault.</summary>
internal static class FindingSection
{
    public static void Write(HtmlWriter page, ReportData data)
    {
        if (data.Findings.Shown.Count == 0)
        {
            page.Leaf("p", "Nothing was found that should be put right.", ("class", "nothing"));
            return;
        }

        foreach (var finding in data.Findings.Shown.TakeWhile(_ => page.Length < ReportPage.FindingsUpTo))
        {
            page.Break();
            using (page.Element("article", ("class", "finding")))
            {
                using (page.Element("h3"))
                {
                    page.Severity(finding.Severity);
                    page.Text(" ");
                    page.Text(finding.Title);
                }

                page.Leaf("p", finding.Meaning, ("class", "meaning"));
                using (page.Element("dl"))
                {
                    page.Leaf("dt", $"On {Wordings.N(finding.Devices, "device")}");
                    using (page.Element("dd"))
                    using (page.Element("ul"))
                    {
                        foreach (var (device, observed) in finding.Where)
                        {
                            using (page.Element("li"))
                            {
                                page.Device(device);
                                page.Text($": {observed}");
                            }
                        }

                        if (finding.Devices > finding.Where.Count)
                        {
                            page.Leaf("li", $"and {Wordings.N(finding.Devices - finding.Where.Count)} more");
                        }
                    }

                    page.Leaf("dt", "What to do");
                    using (page.Element("dd"))
                    using (page.Element("ul"))
                    {
                        foreach (var step in finding.NextSteps)
                        {
                            page.Leaf("li", step);
                        }
                    }
                }
            }
        }
    }
}
