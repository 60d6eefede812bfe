using System.Text;
using Sensor.Series;
using Sensor.Tests.Support;

namespace Sensor.Tests.Series;

/// <summary><c>docs/series.md</c> has every measurement that there is. With SENSOR_WRITE_DOCS=1 in the environment the tables are written instead of compared.</summary>
public sealed class SeriesDocTests
{
    [Fact]
    public void The_tables_are_those_of_the_code()
    {
        var text = new StringBuilder();
        foreach (var measurement in SeriesCatalogue.All)
        {
            text.Append($"### {measurement.Name}\n\n{measurement.Meaning}\n\n");
            text.Append(string.Concat(measurement.Tags.Select(t => $"- `{t.Name}`: {t.Meaning}\n")));
            text.Append($"{(measurement.Tags.Count > 0 ? "\n" : "")}| Field | Unit | Type | Meaning |\n|---|---|---|---|\n");
            text.Append(string.Concat(measurement.Fields.Select(f => $"| `{f.Name}` | {f.Unit} | {(f.IsInteger ? "integer" : "float")} | {f.Meaning} |\n")) + "\n");
        }

        var doc = new GeneratedDoc("series.md");
        doc.Put("measurements", text.ToString());
        doc.AssertIsUpToDate();
    }

    [Fact]
    public void Names_are_what_both_databases_take_as_they_are() => Assert.All(SeriesCatalogue.All, m =>
    {
        Assert.Matches("^[a-z0-9_]+$", m.Name);
        Assert.All(m.Fields, f => Assert.Matches("^[a-z0-9_]+$", f.Name));
        Assert.All(m.Tags, t => Assert.Matches("^[a-z]+$", t.Name));
        Assert.Equal(m.Fields.Count, m.Fields.Select(f => f.Name).Distinct().Count());
    });
}
