using System.Globalization;

namespace Sensor.Tests.Series;

/// <summary>A point as it was written, where nothing needs escaping but spaces in tags.</summary>
internal sealed record Point(string Measurement, IReadOnlyDictionary<string, string> Tags, IReadOnlyDictionary<string, string> Fields, long Time)
{
    public string? this[string tag] => Tags.GetValueOrDefault(tag);

    public double Number(string field) => double.Parse(Fields[field].TrimEnd('i'), CultureInfo.InvariantCulture);

    public static IReadOnlyList<Point> Read(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ReadOne)];

    private static Point ReadOne(string line)
    {
        const char held = '\u0001';
        var parts = line.Replace("\\ ", held.ToString(), StringComparison.Ordinal).Split(' ');
        Assert.Equal(3, parts.Length);
        var head = parts[0].Replace(held, ' ').Split(',');
        return new Point(head[0], Pairs(head[1..]), Pairs(parts[1].Split(',')), long.Parse(parts[2], CultureInfo.InvariantCulture));

        static Dictionary<string, string> Pairs(string[] pairs) => pairs.Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
    }
}
