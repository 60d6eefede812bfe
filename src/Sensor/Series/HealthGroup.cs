using Sensor.Series.Metrics;

namespace Sensor.Series;

/// <summary>A number about the sensor itself.</summary>
/// <typeparam name="TRow">What it is read from.</typeparam>
/// <param name="Name">In points; of metrics the middle of the name.</param>
/// <param name="Unit">What it is a number of.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="Read">Reads it.</param>
internal sealed record HealthField<TRow>(string Name, string Unit, string Meaning, Func<TRow, double> Read)
{
    /// <summary>It only grows while the sensor runs.</summary>
    public bool IsCounter { get; init; }

    public bool IsInteger { get; init; } = true;
}

/// <summary>Numbers about the sensor itself that belong together: a measurement of the series, and as many metrics.</summary>
internal abstract class HealthGroup(Measurement measurement)
{
    public Measurement Measurement => measurement;

    /// <summary>Writes points.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="reading">What was read.</param>
    /// <param name="sensor">Name of the sensor.</param>
    /// <param name="time">Packet time, nanoseconds since the Unix epoch.</param>
    public abstract void Write(LineProtocol to, HealthReading reading, string sensor, long time);

    public abstract void Write(MetricsText to, HealthReading reading);
}

/// <param name="measurement">Its description.</param>
/// <param name="prefix">What metrics' names begin with.</param>
/// <param name="rows">A row of numbers each for a value of the tag; one with an empty value where there is no tag.</param>
/// <param name="fields">The numbers.</param>
/// <typeparam name="TRow">What numbers are read from.</typeparam>
internal sealed class HealthGroup<TRow>(Measurement measurement, string prefix, Func<HealthReading, IEnumerable<(string Tag, TRow Row)>> rows, IReadOnlyList<HealthField<TRow>> fields)
    : HealthGroup(measurement with
    {
        Fields = [.. fields.Select(f => new SeriesField(f.Name, f.Unit, f.IsCounter ? f.Meaning + ", since the beginning" : f.Meaning) { IsInteger = f.IsInteger })],
    })
{
    private readonly string? _tag = measurement.Tags.Count == 0 ? null : measurement.Tags[0].Name;

    /// <summary>Rows of zeros make no points: there would be many.</summary>
    public bool IsSparse { get; init; }

    public override void Write(LineProtocol to, HealthReading reading, string sensor, long time)
    {
        foreach (var (tag, row) in rows(reading))
        {
            if (IsSparse && fields.All(f => f.Read(row) == 0))
            {
                continue;
            }

            to.Begin(Measurement.Name).Tag("sensor", sensor);
            if (_tag is not null)
            {
                to.Tag(_tag, tag);
            }

            foreach (var field in fields)
            {
                var value = field.Read(row);
                _ = field.IsInteger ? to.Field(field.Name, (long)value) : to.Field(field.Name, value);
            }

            to.End(time);
        }
    }

    public override void Write(MetricsText to, HealthReading reading)
    {
        var all = rows(reading).ToList();
        foreach (var field in all.Count == 0 ? [] : fields)
        {
            // Bytes say so in their name, as is usual there.
            var unit = field.Unit == "byte" && !field.Name.Contains("bytes", StringComparison.Ordinal) ? "_bytes" : "";
            to.Begin($"{prefix}{field.Name}{unit}", field.Meaning, field.IsCounter);
            foreach (var (tag, row) in all)
            {
                to.Sample(_tag, tag, field.Read(row));
            }
        }
    }
}
