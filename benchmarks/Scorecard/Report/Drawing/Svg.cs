using System.Globalization;
using System.Net;
using System.Text;

namespace Scorecard.Report.Drawing;

/// <summary>Writes a picture that can be read on light ground and on dark: what it is read on it takes from the reader.</summary>
internal sealed class Svg(int width, int height, string title)
{
    /// <summary>Of series, in order: told apart by eyes that don't see red and green (Okabe and Ito), in tones that stand on white and on near black.</summary>
    private const string Style =
        "text{font:12px system-ui,sans-serif;fill:#24292f}.head{font-weight:600;font-size:14px}.end{text-anchor:end}.middle{text-anchor:middle}" +
        ".axis{stroke:#57606a;stroke-width:1}.grid{stroke:#d0d7de;stroke-width:1}.line{fill:none;stroke-width:2}.faint{stroke-dasharray:4 3}" +
        ".s0{stroke:#0072b2;color:#0072b2}.s1{stroke:#d55e00;color:#d55e00}.s2{stroke:#009e73;color:#009e73}.s3{stroke:#b2579b;color:#b2579b}.s4{stroke:#a6761d;color:#a6761d}.dot{fill:currentColor}" +
        "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.axis{stroke:#8b949e}.grid{stroke:#30363d}.s0{stroke:#56b4e9;color:#56b4e9}.s1{stroke:#f58231;color:#f58231}.s2{stroke:#2ec4a0;color:#2ec4a0}.s3{stroke:#e08fc8;color:#e08fc8}.s4{stroke:#e6b450;color:#e6b450}}";

    private readonly StringBuilder _body = new();

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        _body.Append(CultureInfo.InvariantCulture, $"<line class=\"{style}\" x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\"/>\n");

    public void Path(IReadOnlyList<(double X, double Y)> points, string style) =>
        _body.Append(CultureInfo.InvariantCulture, $"<polyline class=\"line {style}\" points=\"{string.Join(' ', points.Select(p => FormattableString.Invariant($"{p.X:0.#},{p.Y:0.#}")))}\"/>\n");

    public void Dot(double x, double y, string style, double radius = 4) =>
        _body.Append(CultureInfo.InvariantCulture, $"<circle class=\"dot {style}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\"/>\n");

    public void Text(double x, double y, string text, string style = "") =>
        _body.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\">{WebUtility.HtmlEncode(text)}</text>\n");

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{WebUtility.HtmlEncode(title)}</title>\n<style>{Style}</style>\n{_body}</svg>\n");
}
