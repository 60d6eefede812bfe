using System.Text.RegularExpressions;
using Sensor.Report;

namespace Sensor.Tests.Report;

/// <summary>A page is whole, bounded and made of its data alone.</summary>
public sealed partial class ReportPageTests
{
    private const string Hostile = "\"><script>alert('x')</script><img src=https://evil.example/a onerror=alert(1)>\u202E\u0007&lt;";

    [Fact]
    public void Hostile_names_stand_in_it_as_text()
    {
        var page = ReportPage.Of(SampleReport.Of(alerts: 12, devices: 9, text => text + Hostile));

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.True(Tag().Matches(page).Select(m => m.Groups[1].Value).Distinct().Count() > 30);
        Assert.All(Tag().Matches(page), tag => Assert.Matches("^</?[a-z0-9]+( [a-zA-Z0-9-]+=\"[^\"<>]*\")*>$", tag.Value));
        Assert.All(Link().Matches(page), link => Assert.StartsWith("#", link.Groups[1].Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_element_ends_where_it_should()
    {
        var open = new Stack<string>();
        foreach (Match tag in Tag().Matches(ReportPage.Of(SampleReport.Of(alerts: 250, devices: 50, text => text))))
        {
            var name = tag.Groups[1].Value;
            if (tag.Value.StartsWith("</", StringComparison.Ordinal))
            {
                Assert.Equal(open.Pop(), name);
            }
            else if (name != "meta")
            {
                open.Push(name);
            }
        }

        Assert.Empty(open);
    }

    [Fact]
    public void The_same_data_are_the_same_bytes() =>
        Assert.Equal(ReportPage.Of(SampleReport.Of(30, 30, text => text)), ReportPage.Of(SampleReport.Of(30, 30, text => text)));

    [Theory]
    [InlineData(10_000, 2_000, 0)]
    [InlineData(10_000, 2_000, 250)]
    public void A_file_stays_below_five_megabytes_and_says_what_it_leaves_out(int alerts, int devices, int padding)
    {
        var page = ReportPage.Of(SampleReport.Of(alerts, devices, text => text + new string('<', padding)));

        Assert.InRange(page.Length, 1_000_000, 5_000_000);
        Assert.Contains(" more, none of them worse than these, are counted and not listed", page, StringComparison.Ordinal);
        Assert.Matches("[1-9][0-9,]+ more are not listed; 'sensor devices list'|[1-9][0-9,]+ more are not listed; &#39;sensor devices list", page);
    }

    [Fact]
    public void Nothing_is_a_report_too()
    {
        var page = ReportPage.Of(SampleReport.Empty);

        Assert.Contains("Nothing was captured, so nothing can be said.", page, StringComparison.Ordinal);
        Assert.Contains("Nothing is known to have been lost", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1e15, 0, 1e-3, 5)]
    [InlineData(-4, 2, 3, 5)]
    [InlineData(1, 1, 1, 1)]
    public void Any_numbers_make_a_picture(double observed, double low, double typical, double high)
    {
        var page = new HtmlWriter();
        ComparisonPlot.Write(page, Sensor.Alerts.Severity.High, 9, new Comparison(observed, "byte", "x", low, typical, high, 5, 7));

        Assert.DoesNotContain("NaN", page.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("∞", page.ToString(), StringComparison.Ordinal);
        Assert.All(Regex.Matches(page.ToString(), " x=\"([^\"]*)\""), x => Assert.InRange(double.Parse(x.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), 0, 440));
    }

    [Theory]
    [InlineData(new double[] { 5, 100 }, false)]
    [InlineData(new double[] { 5, 2000 }, true)]
    [InlineData(new double[] { 0 }, false)]
    public void A_scale_is_logarithmic_only_where_it_must_be(double[] values, bool isLog)
    {
        var scale = new NumberScale(values, 100, 200);

        Assert.Equal(isLog, scale.IsLog);
        Assert.Equal(100, scale.At(0));
        Assert.InRange(scale.Ticks(4).Count(), 1, 8);
        Assert.True(values.Max() == 0 || scale.At(values.Max()) == 200);
    }

    [Fact]
    public void Times_are_named_by_round_ones()
    {
        const long Day = 86_400_000_000_000;
        var ticks = new TimeScale(20_000 * Day, (20_000 * Day) + (Day / 2), 0, 100).Ticks(9).ToList();

        Assert.Equal(["00:00", "02:00", "04:00", "06:00", "08:00", "10:00", "12:00"], ticks.Select(t => t.Name));
        Assert.Equal("2024-10-04", ticks[0].Day);
        Assert.All(ticks.Skip(1), t => Assert.Null(t.Day));
    }

    [GeneratedRegex("</?([a-zA-Z0-9]+)[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("(?:href|src|action|data)=\"([^\"]*)\"")]
    private static partial Regex Link();
}
