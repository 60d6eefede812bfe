using System.Globalization;

namespace Scorecard.Report.Drawing;

/// <summary>From figures to places on one side of a chart.</summary>
/// <param name="Name">What is measured, with its unit.</param>
/// <param name="Least">At its beginning; above 0 where it is logarithmic.</param>
/// <param name="Most">At its end.</param>
/// <param name="IsLogarithmic">Equal factors are equally far apart.</param>
/// <param name="Ticks">Where marks are, with what they say.</param>
internal sealed record Axis(string Name, double Least, double Most, bool IsLogarithmic, IReadOnlyList<(double Value, string Text)> Ticks)
{
    public static Axis Percent(string name) => new(name, 0, 1, false, [.. Enumerable.Range(0, 6).Select(i => (i / 5.0, FormattableString.Invariant($"{i * 20} %")))]);

    /// <summary>Seconds, from a second to a month.</summary>
    public static Axis Time(string name) =>
        new(name, 1, 30 * 86_400, true, [(1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3_600, "1 h"), (6 * 3_600, "6 h"), (86_400, "1 d"), (5 * 86_400, "5 d"), (30 * 86_400, "30 d")]);

    /// <summary>Tens, and threes between them.</summary>
    public static Axis Logarithmic(string name, double least, double most)
    {
        var ticks = new List<(double, string)>();
        for (var ten = Math.Pow(10, Math.Floor(Math.Log10(least))); ten <= most; ten *= 10)
        {
            ticks.AddRange(new[] { ten, 3 * ten }.Where(v => v >= least * 0.999 && v <= most * 1.001).Select(v => (v, v.ToString("0.####", CultureInfo.InvariantCulture))));
        }

        return new Axis(name, least, most, true, ticks);
    }

    /// <summary>0 to 1 along the axis; what lies beyond stays at its end.</summary>
    public double Place(double value)
    {
        var bounded = Math.Clamp(value, Least, Most);
        return IsLogarithmic ? Math.Log(bounded / Least) / Math.Log(Most / Least) : (bounded - Least) / (Most - Least);
    }
}
