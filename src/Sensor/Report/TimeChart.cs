using System.Text;
using Sensor.Alerts;
using static Sensor.Report.HtmlWriter;

namespace Sensor.Report;

/// <summary>Traffic, commands, loss and alerts over one axis of time, one above the other.</summary>
internal sealed class TimeChart
{
    private const double Width = 980, Left = 70, Right = 952;
    private const double TrafficTop = 26, TrafficHeight = 150, CommandsTop = 214, CommandsHeight = 80, LostTop = 332, LostHeight = 34, LaneHeight = 17;

    private readonly HtmlWriter _page;
    private readonly ReportData _data;
    private readonly TimeScale _time;
    private readonly long _start;
    private readonly TrafficRow?[] _columns;
    private readonly double _seconds;
    private readonly double _alertsTop;
    private readonly bool _hasLoss;

    public TimeChart(HtmlWriter page, ReportData data)
    {
        (_page, _data) = (page, data);
        var rows = data.Traffic.Rows;
        var width = data.Traffic.Width;
        _start = rows[0].Time;
        _columns = new TrafficRow?[((rows[^1].Time - _start) / width) + 1];
        foreach (var row in rows)
        {
            _columns[(row.Time - _start) / width] = row;
        }

        _time = new TimeScale(_start, rows[^1].Time + width, Left, Right);
        _seconds = width / 1e9;
        _hasLoss = rows.Any(r => r.Lost > 0);
        _alertsTop = _hasLoss ? LostTop + LostHeight + 38 : LostTop;
    }

    public void Write()
    {
        var bottom = _alertsTop + (Marks.Severities.Count * LaneHeight) + 8;
        using (_page.Wide("Traffic and alerts over time"))
        using (_page.Element("svg", ("class", "chart"), ("viewBox", $"0 0 {F(Width)} {F(bottom + 40)}"), ("role", "img"), ("aria-labelledby", "chart-title chart-text")))
        {
            _page.Leaf("title", "Traffic and alerts over time", ("id", "chart-title"));
            _page.Leaf("desc", Description(), ("id", "chart-text"));
            Gaps(bottom);
            Axis(bottom);
            Traffic();
            Commands();
            if (_hasLoss)
            {
                Lost();
            }

            Alerts();
        }

        _page.Break();
    }

    private string Description()
    {
        var most = _data.Traffic.Rows.MaxBy(r => r.Of.Sum(p => p.Bytes))!;
        return $"From {Wordings.Time(_start)} to {Wordings.Time(_data.Traffic.Rows[^1].Time + _data.Traffic.Width)} UTC, a step each {Wordings.Stretch(_data.Traffic.Width)}. "
            + $"Most traffic from {Wordings.Time(most.Time)}: {Wordings.Bytes(most.Of.Sum(p => p.Bytes))}. The table below has the same in numbers.";
    }

    /// <summary>Where nothing was captured at all.</summary>
    private void Gaps(double bottom)
    {
        using (_page.Element("defs"))
        using (_page.Element("pattern", ("id", "nothing"), ("width", "6"), ("height", "6"), ("patternUnits", "userSpaceOnUse")))
        {
            _page.Leaf("path", null, ("class", "hatch"), ("d", "M0,6 L6,0"));
        }

        for (var i = 0; i < _columns.Length; i++)
        {
            var from = i;
            while (i < _columns.Length && _columns[i] is null)
            {
                i++;
            }

            if (i - from >= 2)
            {
                using (_page.Element("rect", ("fill", "url(#nothing)"), ("x", F(X(from))), ("y", F(TrafficTop)), ("width", F(X(i) - X(from))), ("height", F(bottom - TrafficTop))))
                {
                    _page.Leaf("title", $"nothing was captured for {Wording.Span((i - from) * _data.Traffic.Width)}");
                }

                if (X(i) - X(from) > 95)
                {
                    Label("quiet", (X(i) + X(from)) / 2, TrafficTop + 14, "middle", "nothing captured");
                }
            }
        }
    }

    private void Axis(double bottom)
    {
        foreach (var (time, name, day) in _time.Ticks(9))
        {
            var x = _time.At(time);
            Line("grid", x, TrafficTop, x, bottom);
            Label("tick", x, bottom + 15, "middle", name);
            if (day is not null)
            {
                Label("tick", x, bottom + 30, "middle", day);
            }
        }

        Label("tick", Right, TrafficTop - 9, "end", "times in UTC");
    }

    private void Traffic()
    {
        var rate = _columns.Select(c => c is null ? 0 : c.Of.Sum(p => p.Bytes) / _seconds).ToArray();
        var scale = Panel("traffic, per second", TrafficTop, TrafficHeight, rate.Max(), value => Wording.Amount(value, "byte"));
        Stack(scale, TrafficTop + TrafficHeight, p => p.Bytes / _seconds);
    }

    private void Commands()
    {
        var scale = Panel(
            $"commands and messages, per {Wordings.Stretch(_data.Traffic.Width)}", CommandsTop, CommandsHeight, _columns.Max(c => c?.Of.Sum(p => p.Commands) ?? 0), value => Wording.Amount(value, ""));
        Stack(scale, CommandsTop + CommandsHeight, p => p.Commands);
    }

    private void Lost()
    {
        var share = _columns.Select(c => c is { Lost: > 0 } ? 100.0 * c.Lost / (c.Lost + Math.Max(0, c.Delivered)) : 0).ToArray();
        var scale = Panel("missing from TCP", LostTop, LostHeight, share.Max(), value => Wording.Amount(value, "%"), ticks: 2);
        for (var i = 0; i < share.Length; i++)
        {
            if (share[i] > 0)
            {
                Rect("lost", X(i), scale.At(share[i]), Math.Max(1, X(i + 1) - X(i)), LostTop + LostHeight - scale.At(share[i]));
            }
        }
    }

    /// <summary>A lane for each severity; where many are close together they are one mark with their number.</summary>
    private void Alerts()
    {
        Label("panel", Left, _alertsTop - 10, "start", "alerts");
        foreach (var (lane, severity) in Marks.Severities.Index())
        {
            var y = _alertsTop + ((lane + 0.5) * LaneHeight);
            Label("tick", Left - 8, y + 4, "end", Wordings.Word(severity));
            Line("grid", Left, y, Right, y);
            var marks = _data.Alerts.OverTime.Where(a => a.Counts[lane] > 0)
                .GroupBy(a => Math.Floor((_time.At(a.Time + (_data.Alerts.Width / 2)) - Left) / 24), a => (a.Time, Count: a.Counts[lane]));
            foreach (var mark in marks)
            {
                var count = mark.Sum(a => a.Count);
                using (_page.Element("g"))
                {
                    _page.Leaf("title", $"{Wordings.N(count)} {Wordings.Word(severity)}, {Wordings.Time(mark.First().Time)}");
                    _page.ShapeAt(severity, Left + (mark.Key * 24) + 8, y);
                    if (count > 1)
                    {
                        Label("count", Left + (mark.Key * 24) + 15, y + 3.5, "start", count > 99 ? "99+" : Wordings.N(count));
                    }
                }
            }
        }
    }

    /// <summary>A panel's name, its scale and what is written beside it.</summary>
    private NumberScale Panel(string name, double top, double height, double most, Func<double, string> say, int ticks = 3)
    {
        Label("panel", Left, top - 9, "start", name);
        var scale = new NumberScale([Math.Max(most, 1)], top + height, top);
        foreach (var tick in scale.Ticks(ticks))
        {
            Line(tick == 0 ? "axis" : "grid", Left, scale.At(tick), Right, scale.At(tick));
            Label("tick", Left - 8, scale.At(tick) + 4, "end", say(tick));
        }

        return scale;
    }

    /// <summary>Areas of protocols on each other, in steps: nothing is guessed between two stretches, or where nothing was captured.</summary>
    private void Stack(NumberScale scale, double bottom, Func<ProtocolTraffic, double> measure)
    {
        var floor = new double[_columns.Length];
        for (var app = 0; app < _data.Traffic.Protocols.Count; app++)
        {
            var top = _columns.Select((c, i) => floor[i] + (c is null ? 0 : measure(c.Of[app]))).ToArray();
            var path = new StringBuilder();
            foreach (var (from, to) in Segments().Where(s => Enumerable.Range(s.From, s.To - s.From).Any(i => top[i] > floor[i])))
            {
                path.Append('M').Append(F(X(from))).Append(',').Append(F(Math.Min(scale.At(floor[from]), bottom)));
                for (var i = from; i < to; i++)
                {
                    path.Append('V').Append(F(scale.At(top[i]))).Append('H').Append(F(X(i + 1)));
                }

                for (var i = to - 1; i >= from; i--)
                {
                    path.Append('V').Append(F(scale.At(floor[i]))).Append('H').Append(F(X(i)));
                }

                path.Append('Z');
            }

            if (path.Length > 0)
            {
                _page.Leaf("path", null, ("class", $"area {Palette.Of(_data.Traffic.Protocols[app])}"), ("d", path.ToString()));
            }

            floor = top;
        }
    }

    /// <summary>Stretches without a gap, as columns from and to.</summary>
    private IEnumerable<(int From, int To)> Segments()
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            var from = i;
            while (i < _columns.Length && _columns[i] is not null)
            {
                i++;
            }

            if (i > from)
            {
                yield return (from, i);
            }
        }
    }

    private double X(int column) => _time.At(_start + (column * _data.Traffic.Width));

    private void Rect(string kind, double x, double y, double width, double height) =>
        _page.Leaf("rect", null, ("class", kind), ("x", F(x)), ("y", F(y)), ("width", F(width)), ("height", F(height)));

    private void Line(string kind, double x1, double y1, double x2, double y2) =>
        _page.Leaf("line", null, ("class", kind), ("x1", F(x1)), ("y1", F(y1)), ("x2", F(x2)), ("y2", F(y2)));

    private void Label(string kind, double x, double y, string anchor, string text) =>
        _page.Leaf("text", text, ("class", kind), ("x", F(x)), ("y", F(y)), ("text-anchor", anchor));
}
