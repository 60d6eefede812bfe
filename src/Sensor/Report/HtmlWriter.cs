using System.Globalization;
using System.Text;

namespace Sensor.Report;

/// <summary>
/// Writes HTML that can't be broken by what is in it: elements and attributes are those of a short list, every text and every value is escaped
/// (<see cref="HtmlText"/>), and an element ends where its scope does. There is no way to write markup as text.
/// </summary>
internal sealed class HtmlWriter
{
    private static readonly HashSet<string> Elements =
    [
        "html", "head", "meta", "title", "body", "header", "main", "footer", "section", "article", "nav", "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "dt", "dd",
        "div", "span", "strong", "em", "small", "code", "bdi", "time", "a", "abbr", "details", "summary", "figure", "figcaption",
        "table", "caption", "thead", "tbody", "tr", "th", "td",
        "svg", "desc", "defs", "pattern", "g", "rect", "line", "path", "circle", "text",
    ];

    private static readonly HashSet<string> Attributes =
    [
        "class", "id", "lang", "dir", "charset", "name", "content", "http-equiv", "title", "datetime", "scope", "colspan", "open", "tabindex", "role", "href",
        "aria-label", "aria-labelledby", "aria-hidden",
        "viewBox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "d", "transform", "text-anchor", "fill", "patternUnits",
    ];

    private readonly StringBuilder _text = new("<!DOCTYPE html>\n");

    /// <summary>Characters so far.</summary>
    public int Length => _text.Length;

    /// <summary>Begins an element that ends with the scope. An attribute whose value is null isn't written.</summary>
    public Scope Element(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(name, attributes);
        return new Scope(this, name);
    }

    /// <summary>An element with a text and nothing else.</summary>
    public void Leaf(string name, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(name, attributes);
        Text(text);
        End(name);
    }

    /// <summary>An element that has no end (<c>meta</c>).</summary>
    public void Single(string name, params ReadOnlySpan<(string Name, string? Value)> attributes) => Begin(name, attributes);

    public void Text(string? text) => HtmlText.Append(_text, text);

    /// <summary>A line end between elements, so that people can read the source.</summary>
    public void Break() => _text.Append('\n');

    /// <summary>The style sheet that comes with the program.</summary>
    public void Style()
    {
        using var source = typeof(HtmlWriter).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(source);
        _text.Append("<style>\n").Append(reader.ReadToEnd()).Append("</style>\n");
    }

    /// <summary>A number as attributes have it: at most two decimals.</summary>
    public static string F(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    public override string ToString() => _text.ToString();

    private void Begin(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Require(Elements.Contains(name), name);
        _text.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                Require(Attributes.Contains(attribute) && (attribute != "href" || value.StartsWith('#')), attribute);
                _text.Append(' ').Append(attribute).Append("=\"");
                HtmlText.Append(_text, value, longest: int.MaxValue);
                _text.Append('"');
            }
        }

        _text.Append('>');
    }

    private void End(string name) => _text.Append("</").Append(name).Append('>');

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new ArgumentException($"a page has no '{what}'");
        }
    }

    /// <summary>An element that is open.</summary>
    internal readonly ref struct Scope(HtmlWriter writer, string name)
    {
        public void Dispose() => writer.End(name);
    }
}
