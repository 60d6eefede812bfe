using Sensor.Alerts;

namespace Sensor.Report;

/// <summary>What the words and pictures mean.</summary>
internal static class ReadingSection
{
    private static readonly (Severity Severity, string Meaning)[] Degrees =
    [
        (Severity.Critical, "act now: patients, or the data of many, may be at risk"),
        (Severity.High, "look at it today"),
        (Severity.Medium, "look at it this week; it may be new and right"),
        (Severity.Low, "worth knowing when something else happens"),
    ];

    private static readonly string[] Notes =
    [
        "An alert says what was observed and what was expected. The band in its picture is what is usual, the line across it what is typical; the mark is what was observed. What is simply new has a bar for the time in which it wasn't there.",
        "A rule needs no learning: its band is what it lets pass. All else is judged against the device's own past, and against devices of its kind while that is short.",
        "An incident is a story of one or more alerts and is named after the first of them.",
        "A device is judged once it was seen often, long and steadily enough; until then the table says what is missing.",
        "What a device is taken for is concluded from what it does. Names are what devices say of themselves, and may be wrong.",
        "“To be put right” is what makes an attack easy. Nothing has to have happened.",
        "Letters in square brackets, such as [U+202E], stand for characters that can't be seen or would turn the text around.",
    ];

    public static void Write(HtmlWriter page, ReportData data)
    {
        using (page.Element("dl", ("class", "key")))
        {
            foreach (var (severity, meaning) in Degrees)
            {
                using (page.Element("dt"))
                {
                    page.Severity(severity);
                }

                page.Leaf("dd", meaning);
            }
        }

        using (page.Element("ul"))
        {
            foreach (var note in Notes)
            {
                page.Leaf("li", note);
            }
        }
    }
}
