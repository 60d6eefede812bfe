using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hospital.Attacks;
using Scorecard.Feed;
using Scorecard.Report;
using Scorecard.Report.Sections;
using Scorecard.Scoring;
using Sensor.Models;
using Sensor.Tests.Support;

namespace Scorecard.Tests.Report;

public sealed partial class ReportPageTests
{
    private static readonly IReadOnlyDictionary<string, string> Pages = ReportPage.Render(Cards.Input);

    private static string Page => Pages[ReportPage.Page];

    private static string Details => Pages[ReportPage.Details];

    private static IEnumerable<string> Texts => [Page, Details];

    [Fact]
    public void Pictures_that_it_shows_are_written_and_none_besides()
    {
        var shown = Texts.SelectMany(t => Image().Matches(t)).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal);
        Assert.Equal(Pages.Keys.Where(k => k.EndsWith(".svg", StringComparison.Ordinal)), shown);
    }

    [Fact]
    public void Pages_and_headings_that_they_name_are_there()
    {
        var links = new[] { ReportPage.Page, ReportPage.Details }.SelectMany(page => Link().Matches(Pages[page]).Select(m => (Path: m.Groups[1].Value is { Length: > 0 } path ? path : page, Heading: m.Groups[2].Value)))
            .Where(l => !l.Path.EndsWith(".svg", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Pages.ContainsKey(link.Path) || File.Exists(Path.Combine(Docs, link.Path)), link.Path));
        Assert.All(links.Where(l => l.Heading.Length > 0), link => Assert.Contains(link.Heading[1..], Pages[link.Path].Split('\n').Where(l => l.StartsWith('#')).Select(Anchor)));
    }

    [Fact]
    public void What_is_folded_is_folded_out_again() =>
        Assert.All(Texts, t => Assert.Equal(t.Split("<details>").Length, t.Split("</details>").Length));

    [Fact]
    public void What_the_shipped_sensor_tells_comes_before_any_threshold_of_ours()
    {
        Assert.Contains("As it is shipped it promises 0.33 false alerts a device-month; **2.00 came** [1.50–2.50], 6.1 times as many: 40 in 20.0 device-months. At the quietest site 1.00, at the loudest 3.00.", Page, StringComparison.Ordinal);
        Assert.Contains("| 4 | 10 | 60 % [45–75] | 50 % [35–65] | **no** |", Page, StringComparison.Ordinal);
        Assert.Contains("| all | 40 | 55 % [40–70] | 20 % [5–35] | yes |", Page, StringComparison.Ordinal);
        Assert.True(Page.IndexOf("### As it is shipped", StringComparison.Ordinal) < Page.IndexOf("### At budgets", StringComparison.Ordinal));
        Assert.DoesNotContain("| sensor, as shipped |", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_there_before_the_sensor_is_told_apart()
    {
        Assert.Contains("as shipped it tells 3 of 5 such attacks within ten weeks (60 % [45–75]; in the clean twin the same procedure \"finds\" 20 %), 1 of them in the two weeks of learning. Of 10 attacks that begin later at the same sites it finds 40 % there, and 60 % where it learnt the site clean", Page, StringComparison.Ordinal);
        Assert.Contains("| 27 beacon | 10 min | 5 | 20 % | 40 % | 60 % [45–75] | 20 % [5–35] | 3 d | 30 % [15–45] |", Details, StringComparison.Ordinal);
        Assert.Contains("| difficulty 1 | 10 | 40 % [25–55] | 60 % [45–75] | 1 | 3 | 0.600 |", Details, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_hospital_has_a_section_of_its_own_where_one_was_measured()
    {
        Assert.Contains("A hospital of 600 devices, measured apart: as shipped 55 % [40–70] of 40 attacks found", Page, StringComparison.Ordinal);
        Assert.Contains("| 600 devices | 1 | 1 | 1 | 900 |", Details, StringComparison.Ordinal);
        Assert.Contains("No large hospital was measured.", ReportPage.Render(Cards.Input with { Large = null })[ReportPage.Page], StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_best_beside_others_that_were_tried_on_other_draws()
    {
        var methods = Cards.Input.Card.Methods;
        MethodCard On(MethodCard method, string name, int draws) => method with
        {
            Name = name,
            Draws = draws,
        };
        var card = Cards.Input.Card with { Methods = [methods[0], On(methods[0], ContendersSection.SameRuns, 12), On(methods[^1] with { IsGradedByAnyReason = true }, "first-seen", 12)] };
        var table = ContendersSection.Table(card, 0.33);
        Assert.Contains("| sensor | 40 | 67 % [52–82] | 20 % [5–35] |", table, StringComparison.Ordinal);
        Assert.Contains("| sensor, on the same runs | 12 | 67 % [52–82] | **20 % [5–35]** |", table, StringComparison.Ordinal);
        Assert.Contains("| first-seen † | 12 | **83 % [68–98]** | 10 % [0–25] |", table, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_found_as_often_where_only_other_attacks_are_is_a_blind_spot()
    {
        var budget = Cards.Input.Card.Methods[0].Budgets[1];
        var row = budget.Recall.First(r => r is { Scope: "kind", Kind: 7 });
        Assert.DoesNotContain(7, BlindSpots.Rows(budget).Select(r => r.Kind));
        budget = budget with { Recall = [row with { CrossFloor = Cards.Share(18, 30) }] };
        Assert.Equal([7], BlindSpots.Rows(budget).Select(r => r.Kind));
        Assert.Contains("where there were other attacks only, 18 of 30", BlindSpots.Of(Cards.Input.Card, budget), StringComparison.Ordinal);
        Assert.Contains("| 67 % [52–82] | 7 % · 60 % |", RecallSection.Kinds(Cards.Input.Card.Methods[0] with { Budgets = [budget] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_remarks_stand_on_the_second_page()
    {
        var many = ReportPage.Render(Cards.Input with { Card = Cards.Input.Card with { Notes = [.. Enumerable.Range(0, 30).Select(i => $"Remark {i}.")] } });
        Assert.DoesNotContain("Remark 7.", many[ReportPage.Page], StringComparison.Ordinal);
        Assert.Contains("- Remark 7.", many[ReportPage.Details], StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_found_seldom_is_no_blind_spot_if_chance_finds_it_never()
    {
        var budget = Cards.Input.Card.Methods[0].Budgets[1];
        var rows = new[] { (Kind: 1, Low: 0.01), (Kind: 2, Low: 0.11) }.Select(r =>
            budget.Recall.First(x => x.Scope == "kind") with { Kind = r.Kind, Recall = new(3, 30, 0.1, r.Low, 0.3), Floor = new(0, 30, 0, 0, 0.1) });
        budget = budget with { Recall = [.. rows] };
        Assert.Equal([1], BlindSpots.Rows(budget).Select(r => r.Kind));
        Assert.Equal([2], BlindSpots.SeldomFound(budget).Select(r => r.Kind));
    }

    [Fact]
    public void Nothing_that_is_no_number_is_printed_as_one() =>
        Assert.All(Pages.Values, text => Assert.DoesNotMatch("NaN|Infinity|∞", text));

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
    public void A_blind_spot_tells_what_the_shipped_sensor_finds_and_why_where_that_is_known()
    {
        Assert.Contains("As it is shipped: 6 of 10, no more than by chance either.", Page, StringComparison.Ordinal);
        Assert.DoesNotContain("*Why:*", Page, StringComparison.Ordinal);
        var budget = Cards.Input.Card.Methods[0].Budgets[1];
        budget = budget with { Recall = [budget.Recall.First(r => r is { Scope: "kind", Kind: 13 }) with { Kind = 22 }], Unmetered = new(5, 20, 0.25, 0.1, 0.4) };
        var spots = BlindSpots.Of(Cards.Input.Card, budget);
        Assert.Contains("Of these 0.33, 0.250 are false alerts of rules", spots, StringComparison.Ordinal);
        Assert.Contains($"*Why:* {WhyBlind.Of(22)}\n", spots, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_a_row_is_missed_names_rules_and_reasons_that_there_are()
    {
        var named = WhyBlind.Known.SelectMany(row => RuleOrReason().Matches(WhyBlind.Of(row)).Select(m => m.Groups[1].Value)).Distinct();
        var known = RuleTraits.Known.Concat(Enum.GetValues<JudgementReason>().Where(r => r != JudgementReason.None).Select(r => r.Slug())).ToHashSet();
        Assert.All(named, name => Assert.Contains(name, known));
        Assert.All(WhyBlind.Known, row => Assert.Contains(AttackCatalogue.All, k => k.Number == row));
    }

    [Fact]
    public void Where_a_contender_wins_it_is_bold()
    {
        Assert.Contains("| first-seen | 40 | **83 % [68–98]** |", Page, StringComparison.Ordinal);
        Assert.Contains("| **first-seen** | **100 % [85–100]** | 90 % [75–100] |", Details, StringComparison.Ordinal);
        Assert.Contains("| **first-seen** | 3 | 8 | 17 | 2 |", Details, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_that_much_rests_on_is_bold_and_one_that_nothing_rests_on_is_only_named()
    {
        var page = Pages[ReportPage.Details];

        Assert.Contains("| `AnnouncedPerDay` | 2 (was 3) | 4.00 | **2.00** |", page, StringComparison.Ordinal);
        Assert.Contains("| **-17** | 10 · 0 |", page, StringComparison.Ordinal);
        Assert.Contains("Neither way any difference: `GroupDevices`.", page, StringComparison.Ordinal);
        Assert.Contains("Not tried in this measurement.", ReportPage.Render(Cards.Input with { Sensitivity = null })[ReportPage.Details], StringComparison.Ordinal);
    }

    [Fact]
    public void The_proposed_gate_is_told_condition_by_condition()
    {
        var page = Pages[ReportPage.Details];

        Assert.Contains("| at most 0.5 false alerts a device-month at every site | 0.470 at the loudest | yes |", page, StringComparison.Ordinal);
        Assert.Contains("| difficulty 1: 95 % found at least | 67 % [52–82] | **no** |", page, StringComparison.Ordinal);
        Assert.Contains("| better than B1, B2, B6 to B9, attack by attack (McNemar, p < 0.01) | – | – |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_tried_is_among_the_departures_from_the_protocol()
    {
        var without = ReportPage.Render(Cards.Input with { Sensitivity = null, Audits = null })[ReportPage.Page];

        Assert.Contains("20 hospitals of each size were wanted; there are only 4 of 20 devices.", without, StringComparison.Ordinal);
        Assert.Contains("- What rests on each default of the sensor was not tried this time.", without, StringComparison.Ordinal);
        Assert.Contains("- The simulated hospital was not audited this time.", without, StringComparison.Ordinal);
        Assert.DoesNotContain("was not tried this time", Pages[ReportPage.Page], StringComparison.Ordinal);
    }

    [Fact]
    public void Leaks_and_labels_that_do_not_hold_are_told()
    {
        Assert.All(Texts, t => Assert.Contains("1 tell where it happens, 0 may be chance, **1 are leaks**", t, StringComparison.Ordinal));
        Assert.Contains("| address | 0.71 [0.65–0.76] | 9 | where |", Details, StringComparison.Ordinal);
        Assert.Contains("**Leak.** IP identification gives attacks of kind 7 away", Details, StringComparison.Ordinal);
        Assert.Contains("1 labels hold.", Page, StringComparison.Ordinal);
        Assert.Contains("- Attack 2 (kind 9): The filter finds nothing.", Details, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_measurement_notes_is_among_the_departures_from_the_protocol() =>
        Assert.EndsWith("- Row 8 could not be placed at 20 devices.\n", Page.TrimEnd('\n') + "\n", StringComparison.Ordinal);

    [Fact]
    public void Every_row_of_a_table_has_as_many_cells_as_its_head()
    {
        var cells = 0;
        foreach (var line in Texts.SelectMany(t => t.Split('\n')))
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

    /// <summary>As a heading is named in links.</summary>
    private static string Anchor(string heading) =>
        string.Concat(heading.TrimStart('#').Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-')).Replace(' ', '-');

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex RuleOrReason();

    [GeneratedRegex(@"(?<!!\[[^\]]*)\]\(([^)#]*)(#[^)]+)?\)")]
    private static partial Regex Link();
}
