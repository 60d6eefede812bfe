using System.Text.RegularExpressions;
using System.Xml.Linq;
using Scorecard.Report;
using Scorecard.Report.Sections;
using Sensor.Tests.Support;

namespace Scorecard.Tests.Report;

public sealed partial class ReportPageTests
{
    private static readonly IReadOnlyDictionary<string, string> Pages = ReportPage.Render(Cards.Input);

    private static string Page => Pages[ReportPage.Page];

    [Fact]
    public void Pictures_that_it_shows_are_written_and_none_besides()
    {
        var shown = Image().Matches(Page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal);
        Assert.Equal(Pages.Keys.Where(k => k.EndsWith(".svg", StringComparison.Ordinal)), shown);
    }

    [Fact]
    public void Pages_that_it_names_are_there() =>
        Assert.All(Link().Matches(Page).Select(m => m.Groups[1].Value).Where(l => !l.EndsWith(".svg", StringComparison.Ordinal)), link => Assert.True(File.Exists(Path.Combine(Docs, link)), link));

    [Fact]
    public void Nothing_that_is_no_number_is_printed_as_one() =>
        Assert.All(Pages.Values, text => Assert.DoesNotMatch("NaN|Infinity|∞|{[A-Za-z]", text));

    [Fact]
    public void Pictures_are_well_formed_and_stay_within_their_frame()
    {
        foreach (var (path, text) in Pages.Where(p => p.Key.EndsWith(".svg", StringComparison.Ordinal)))
        {
            var svg = XDocument.Parse(text).Root!;
            var size = svg.Attribute("viewBox")!.Value.Split(' ').Select(v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            foreach (var attribute in svg.Descendants().Attributes().Where(a => a.Name.LocalName is "x1" or "x2" or "cx" or "x"))
            {
                Assert.True(double.Parse(attribute.Value, System.Globalization.CultureInfo.InvariantCulture) is >= 0 and var x && x <= size[2], $"{path}: {attribute}");
            }

            Assert.Contains("prefers-color-scheme:dark", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Equal_measurements_give_equal_bytes() => Assert.Equal(Pages, ReportPage.Render(Cards.Input));

    [Fact]
    public void A_row_no_better_than_chance_is_a_blind_spot_and_one_with_few_draws_is_not_judged()
    {
        var budget = Cards.Input.Card.Methods[0].Budgets[1];
        Assert.Equal([13], BlindSpots.Rows(budget).Select(r => r.Kind));
        Assert.Contains("**13, covert channel", Page, StringComparison.Ordinal);
        Assert.Contains("In 4 something was told about the device, but not what was wrong with it.", Page, StringComparison.Ordinal);
        Assert.Contains("Too few draws to say anything: 18 (new sender).", Page, StringComparison.Ordinal);
        Assert.Contains("37 (mimicry)", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_contender_wins_it_is_bold()
    {
        Assert.Contains("| first-seen | **83 % [68–98]** |", Page, StringComparison.Ordinal);
        Assert.Contains("| **first-seen** | **100 % [85–100]** | 90 % [75–100] |", Page, StringComparison.Ordinal);
        Assert.Contains("| **first-seen** | 3 | 8 | 17 | 2 |", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaks_and_labels_that_do_not_hold_are_told()
    {
        Assert.Contains("**1 are leaks**", Page, StringComparison.Ordinal);
        Assert.Contains("**Leak.** IP identification gives attacks of kind 7 away", Page, StringComparison.Ordinal);
        Assert.Contains("1 labels hold.", Page, StringComparison.Ordinal);
        Assert.Contains("- Attack 2 (kind 9): The filter finds nothing.", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_measurement_notes_is_among_the_departures_from_the_protocol() =>
        Assert.EndsWith("- Row 8 could not be placed at 20 devices.\n", Page.TrimEnd('\n') + "\n", StringComparison.Ordinal);

    [Fact]
    public void Every_row_of_a_table_has_as_many_cells_as_its_head()
    {
        var cells = 0;
        foreach (var line in Page.Split('\n'))
        {
            var count = line.StartsWith('|') ? line.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|') : 0;
            Assert.True(cells == 0 || count == 0 || count == cells, line);
            cells = count;
        }
    }

    [Fact]
    public void Old_pictures_go_when_the_page_is_written_anew()
    {
        var docs = Directory.CreateTempSubdirectory("docs").FullName;
        var old = Path.Combine(docs, "images", "detection", "old.svg");
        Directory.CreateDirectory(Path.GetDirectoryName(old)!);
        File.WriteAllText(old, "");
        ReportPage.Write(Cards.Input, docs);
        Assert.False(File.Exists(old));
        Assert.Equal(Page, File.ReadAllText(Path.Combine(docs, ReportPage.Page)));
        Directory.Delete(docs, recursive: true);
    }

    private static string Docs => Path.Combine(RepositoryRoot.Path, "docs");

    [GeneratedRegex(@"!\[[^\]]+\]\(([^)]+)\)")]
    private static partial Regex Image();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}
