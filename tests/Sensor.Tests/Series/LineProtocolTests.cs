using System.Globalization;
using System.Text;
using Sensor.Series;

namespace Sensor.Tests.Series;

/// <summary>What is written in line protocol reads back as it was meant, by the reading that InfluxData's reference describes.</summary>
public sealed class LineProtocolTests
{
    private const long Time = 1_763_750_000_123_456_789;

    [Fact]
    public void A_point_has_its_tags_fields_and_nanoseconds()
    {
        var lines = new LineProtocol();
        lines.Begin("m").Tag("a", "1").Tag("b", "2").Field("i", -5L).Field("d", 0.1).Field("f", true).Field("s", "x").End(Time);
        Assert.Equal("m,a=1,b=2 i=-5i,d=0.1,f=true,s=\"x\" 1763750000123456789\n", Text(lines));
    }

    [Fact]
    public void What_has_no_value_is_left_out_and_a_point_without_fields_is_none()
    {
        var lines = new LineProtocol();
        lines.Begin("m").Tag("a", null).Tag("b", "").Field("nan", double.NaN).Field("inf", double.NegativeInfinity).End(Time);
        Assert.Equal("", Text(lines));
        Assert.Equal(0, lines.Points);

        lines.Begin("m").Tag("a", null).Field("nan", double.NaN).Field("n", 1L).End(1);
        Assert.Equal("m n=1i 1\n", Text(lines));
        Assert.Equal(1, lines.Points);
    }

    [Fact]
    public void Any_text_and_any_number_reads_back()
    {
        var random = new Random(5);
        for (var turn = 0; turn < 5000; turn++)
        {
            var (tag, text) = (Word(random), Word(random));
            var (number, whole) = (BitConverter.Int64BitsToDouble(random.NextInt64()), random.NextInt64(long.MinValue, long.MaxValue));
            var lines = new LineProtocol();
            lines.Begin("m").Tag("t", tag).Field("s", text).Field("d", number).Field("i", whole).End(Time);

            var (tags, fields, time) = Read(Text(lines));
            Assert.Equal(tag.Length == 0 ? null : Sanitized(tag), tags.GetValueOrDefault("t"));
            Assert.Equal(text, fields["s"]);
            Assert.Equal(double.IsFinite(number), fields.TryGetValue("d", out var written));
            Assert.Equal(written is null ? 0 : number, double.Parse(written ?? "0", CultureInfo.InvariantCulture));
            Assert.Equal(whole.ToString(CultureInfo.InvariantCulture) + "i", fields["i"]);
            Assert.Equal(Time.ToString(CultureInfo.InvariantCulture), time);
        }
    }

    private static string Sanitized(string tag) => string.Concat(tag.Select(c => char.IsControl(c) || c == '\\' ? '_' : c));

    private static string Word(Random random)
    {
        const string letters = "ab ,=\"\\\n\tä€\u0001";
        return string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => letters[random.Next(letters.Length)]));
    }

    /// <summary>A second reading: one line, which may have line breaks within a string field.</summary>
    private static (Dictionary<string, string> Tags, Dictionary<string, string> Fields, string Time) Read(string line)
    {
        Assert.EndsWith("\n", line);
        var at = 0;
        Assert.Equal("m", Until(", "));
        var tags = new Dictionary<string, string>();
        while (line[at] == ',')
        {
            at++;
            var name = Until("=");
            at++;
            tags.Add(name, Until(", "));
        }

        var fields = new Dictionary<string, string>();
        do
        {
            at++;
            var name = Until("=");
            at++;
            fields.Add(name, line[at] == '"' ? Quoted() : Until(", "));
        }
        while (line[at] == ',');
        return (tags, fields, line[(at + 1)..^1]);

        string Until(string stops)
        {
            var text = new StringBuilder();
            for (; !stops.Contains(line[at]); at++)
            {
                if (line[at] == '\\' && ", =".Contains(line[at + 1]))
                {
                    at++;
                }

                text.Append(line[at]);
            }

            return text.ToString();
        }

        string Quoted()
        {
            var text = new StringBuilder();
            for (at++; line[at] != '"'; at++)
            {
                at += line[at] == '\\' && "\"\\".Contains(line[at + 1]) ? 1 : 0;
                text.Append(line[at]);
            }

            at++;
            return text.ToString();
        }
    }

    private static string Text(LineProtocol lines) => Encoding.UTF8.GetString(lines.Written);
}
