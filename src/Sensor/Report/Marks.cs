using Sensor.Alerts;

namespace Sensor.Report;

/// <summary>Small things that many sections have: names, times, severities. A severity is always a shape and a word besides a colour.</summary>
internal static class Marks
{
    public static readonly IReadOnlyList<Severity> Severities = Enum.GetValues<Severity>();

    public static void Severity(this HtmlWriter page, Severity severity)
    {
        using (page.Element("span", ("class", $"severity s{(int)severity}")))
        {
            Shape(page, severity);
            page.Text(Wordings.Word(severity));
        }
    }

    /// <summary>The shape alone, for where the word stands beside it.</summary>
    public static void Shape(this HtmlWriter page, Severity severity)
    {
        using (page.Element("svg", ("class", $"shape s{(int)severity}"), ("viewBox", "0 0 12 12"), ("width", "12"), ("height", "12"), ("aria-hidden", "true")))
        {
            page.ShapeAt(severity, 6, 6);
        }
    }

    /// <summary>A severity's shape within a picture.</summary>
    public static void ShapeAt(this HtmlWriter page, Severity severity, double x, double y)
    {
        var path = severity switch
        {
            Alerts.Severity.Critical => "M0,-6 L6,0 L0,6 L-6,0 Z",
            Alerts.Severity.High => "M0,-5.5 L6,5 L-6,5 Z",
            Alerts.Severity.Medium => "M-4.5,-4.5 H4.5 V4.5 H-4.5 Z",
            _ => "M-4.5,0 A4.5,4.5 0 1 0 4.5,0 A4.5,4.5 0 1 0 -4.5,0 Z",
        };
        using (page.Element("path", ("class", $"mark s{(int)severity}"), ("d", path), ("transform", $"translate({HtmlWriter.F(x)},{HtmlWriter.F(y)})")))
        {
        }
    }

    public static void Moment(this HtmlWriter page, long time) => page.Leaf("time", Wordings.Time(time), ("datetime", Wordings.Iso(time)));

    /// <summary>A name from the wire: read by itself, whatever direction its letters have.</summary>
    public static void Name(this HtmlWriter page, string? name) => page.Leaf("bdi", name, ("class", "name"));

    /// <summary>A device, with what it is taken for.</summary>
    public static void Device(this HtmlWriter page, DeviceRef device)
    {
        page.Name(device.Name);
        if (device.Role is { Length: > 0 } role && role != "unknown")
        {
            page.Text(" ");
            page.Leaf("small", role, ("class", "quiet"));
        }
    }

    /// <summary>Names between commas.</summary>
    public static void Names(this HtmlWriter page, IEnumerable<string> names)
    {
        foreach (var (i, name) in names.Index())
        {
            page.Text(i == 0 ? "" : ", ");
            page.Name(name);
        }
    }

    /// <summary>The head of a table.</summary>
    public static void Head(this HtmlWriter page, string caption, params ReadOnlySpan<string> columns)
    {
        page.Leaf("caption", caption);
        using (page.Element("thead"))
        using (page.Element("tr"))
        {
            foreach (var column in columns)
            {
                page.Leaf("th", column.TrimStart('#'), ("scope", "col"), ("class", column.StartsWith('#') ? "number" : null));
            }
        }

        page.Break();
    }

    public static void Number(this HtmlWriter page, string number) => page.Leaf("td", number, ("class", "number"));

    /// <summary>What is wider than a small screen scrolls by itself, also by keyboard.</summary>
    public static HtmlWriter.Scope Wide(this HtmlWriter page, string label) =>
        page.Element("div", ("class", "wide"), ("role", "region"), ("tabindex", "0"), ("aria-label", label));
}
