namespace Scorecard.Report.Drawing;

/// <summary>Axes, and what is drawn between them.</summary>
internal sealed class Chart
{
    private const int Width = 720;
    private const int Left = 64;
    private const int Right = 150;
    private const int Top = 40;
    private const int Bottom = 52;

    private readonly Svg _svg;
    private readonly Axis _x;
    private readonly Axis _y;
    private readonly int _height;
    private int _names;

    public Chart(string title, Axis x, Axis y, int height = 360)
    {
        (_x, _y, _height) = (x, y, height);
        _svg = new Svg(Width, height, title);
        _svg.Text(Left, 20, title, "head");
        foreach (var (value, text) in y.Ticks)
        {
            _svg.Line(Left, Y(value), Width - Right, Y(value), "grid");
            _svg.Text(Left - 6, Y(value) + 4, text, "end");
        }

        foreach (var (value, text) in x.Ticks)
        {
            _svg.Line(X(value), Top, X(value), height - Bottom, "grid");
            _svg.Text(X(value), height - Bottom + 16, text, "middle");
        }

        _svg.Line(Left, height - Bottom, Width - Right, height - Bottom, "axis");
        _svg.Line(Left, Top, Left, height - Bottom, "axis");
        _svg.Text((Left + Width - Right) / 2.0, height - 12, x.Name, "middle");
        _svg.Text(Left, Top - 6, y.Name);
    }

    /// <summary>Holds its height until the next point.</summary>
    public void Steps(string name, int series, IReadOnlyList<(double X, double Y)> points)
    {
        var path = new List<(double, double)>();
        for (var i = 0; i < points.Count; i++)
        {
            if (i > 0)
            {
                path.Add((X(points[i].X), Y(points[i - 1].Y)));
            }

            path.Add((X(points[i].X), Y(points[i].Y)));
        }

        _svg.Path(path, $"s{series}");
        Name(name, series);
    }

    public void Dots(string name, int series, IEnumerable<(double X, double Y)> points)
    {
        foreach (var (x, y) in points)
        {
            _svg.Dot(X(x), Y(y), $"s{series}");
        }

        Name(name, series);
    }

    /// <summary>Dots with their intervals.</summary>
    public void Intervals(string name, int series, IEnumerable<(double X, double Y, double Low, double High)> points, double shift = 0)
    {
        foreach (var (x, y, low, high) in points)
        {
            _svg.Line(X(x) + shift, Y(low), X(x) + shift, Y(high), $"s{series}");
            _svg.Dot(X(x) + shift, Y(y), $"s{series}", 3);
        }

        Name(name, series);
    }

    /// <summary>A line for comparison.</summary>
    public void Guide(string name, double x1, double y1, double x2, double y2)
    {
        _svg.Line(X(x1), Y(y1), X(x2), Y(y2), "axis faint");
        _svg.Line(Width - Right + 12, NextName - 4, Width - Right + 28, NextName - 4, "axis faint");
        _svg.Text(Width - Right + 34, NextName, name);
        _names++;
    }

    public override string ToString() => _svg.ToString();

    private double NextName => Top + 12 + (20 * _names);

    private void Name(string name, int series)
    {
        _svg.Dot(Width - Right + 20, NextName - 4, $"s{series}");
        _svg.Text(Width - Right + 34, NextName, name);
        _names++;
    }

    private double X(double value) => Left + ((Width - Left - Right) * _x.Place(value));

    private double Y(double value) => _height - Bottom - ((_height - Top - Bottom) * _y.Place(value));
}
