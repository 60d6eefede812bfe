using System.Diagnostics;
using System.Runtime.InteropServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Rules.Engine;
using Sensor.Rules.Language;
using Sensor.Site;

namespace Sensor.Tests.Rules;

/// <summary>What conditions mean, and what is said of those that mean nothing.</summary>
public class ExpressionTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Parameters = new() { ["some"] = ["rejected", "failed"], ["none"] = [], ["small"] = ["10"] };

    private static readonly Vocabulary Words = new Vocabulary([.. Sensor.Facts.ProtocolRegister.All.Select(p => p.Name)]).With(Tried.Kind);

    /// <summary>The fact: 1000 bytes of at most 800, 2500 ms, rejected, urgent, CT_1 tried PACS; 10.1.0.5 to fd00::1, on a Sunday at 23:30.</summary>
    [Theory]
    [InlineData("size == 1000", true)]
    [InlineData("size != 1000", false)]
    [InlineData("size > 999.5 and size < 1e3", false)]
    [InlineData("size >= 1000 and size <= 1000", true)]
    [InlineData("size == 1k", true)]
    [InlineData("size == 1KiB", false)]
    [InlineData("size < 1KiB and size > 0.9kB", true)]
    [InlineData("size == 0x3E8", true)]
    [InlineData("size in [1, 5, 900..1100]", true)]
    [InlineData("size in [900..999, 1001..1002]", false)]
    [InlineData("size == 1000..2000", true)]
    [InlineData("size not in 1..999", true)]
    [InlineData("size > limit", true)]
    [InlineData("limit >= size", false)]
    [InlineData("duration == 2.5s", true)]
    [InlineData("duration > 2499ms and duration < 2501", true)]
    [InlineData("duration < 10m", true)]
    [InlineData("size > 500 or size > 5000 and urgent and result == accepted", true)]
    [InlineData("(size > 500 or size > 5000) and urgent and result == accepted", false)]
    [InlineData("not urgent or size == 1000", true)]
    [InlineData("not (urgent or size == 1000)", false)]
    [InlineData("not not urgent", true)]
    [InlineData("not result == accepted and urgent", true)]
    [InlineData("result == rejected", true)]
    [InlineData("result in [accepted, failed]", false)]
    [InlineData("result in $some", true)]
    [InlineData("result not in $some", false)]
    [InlineData("result in $none", false)]
    [InlineData("result not in $none", true)]
    [InlineData("size > $small", true)]
    [InlineData("result like *ject*", true)]
    [InlineData("who == CT_1", true)]
    [InlineData("who == ct_1", false)]
    [InlineData("who like ct_?", true)]
    [InlineData("who like CT*1*", true)]
    [InlineData("who not like [MR*, 'US*', *2]", true)]
    [InlineData("who == \"CT_1\" and who != 'CT 1'", true)]
    [InlineData("who is known", true)]
    [InlineData("who != ''", true)]
    [InlineData("whom == who", false)]
    [InlineData("whom != who", true)]
    [InlineData("patient == expected", false)]
    [InlineData("patient is known and expected is not known", true)]
    [InlineData("src.ip == 10.1.0.5", true)]
    [InlineData("src.ip in [192.168.0.0/16, 10.1.0.0/24]", true)]
    [InlineData("src.ip in 10.1.0.6-10.1.0.9", false)]
    [InlineData("src.ip != 10.0.0.0/8", false)]
    [InlineData("dest.ip in fd00::/8", true)]
    [InlineData("dest.ip in ::/0 and src.ip not in ::/0", true)]
    [InlineData("src.ip == dest.ip", false)]
    [InlineData("src.port == 40000 and dest.port == 104 and server_port == dest.port", true)]
    [InlineData("proto == tcp and vlan == 7", true)]
    [InlineData("damaged", true)]
    [InlineData("time.hour in 22..5", true)]
    [InlineData("time.hour in 5..22", false)]
    [InlineData("time.weekday in [saturday, sunday]", true)]
    [InlineData("time.working", false)]
    [InlineData("src.role == modality and dest.role is not known", true)]
    [InlineData("src.segment == Radiology", true)]
    [InlineData("src.system like ct*", true)]
    [InlineData("src.criticality == high and dest.criticality is not known", true)]
    [InlineData("src.clinical and src.internal", true)]
    [InlineData("src.expects_harvesting and not dest.expects_harvesting", true)]
    [InlineData("maintenance", true)]
    public void A_condition_means(string expression, bool holds)
    {
        var view = View();
        Assert.Equal(holds, ExpressionParser.Parse(expression, Words, Parameters).Holds(view));
    }

    [Theory]
    [InlineData("", 0, "Here belongs the name of a field, not the end.")]
    [InlineData("siez == 5", 0, "'siez' isn't known here; did you mean 'size'?")]
    [InlineData("size == 5 and siez == 5", 14, "'siez' isn't known here; did you mean 'size'?")]
    [InlineData("size", 4, "'size' has to be compared with something.")]
    [InlineData("size = 5", 5, "'=' is no operator; there are ==, !=, <, <=, > and >=.")]
    [InlineData("size == ", 8, "Here belongs a value, not the end.")]
    [InlineData("size == five", 8, "'five' is no number.")]
    [InlineData("size == 10m", 8, "'10m' is no number.")]
    [InlineData("size in [1, two]", 12, "'two' is no number.")]
    [InlineData("size in 9..3", 8, "'9..3' ends before it begins.")]
    [InlineData("size < [1, 2]", 7, "Here belongs one number, not 2.")]
    [InlineData("duration < 5M", 11, "'5M' is no number and no time such as 250ms or 10m.")]
    [InlineData("size == who", 8, "'size' and 'who' can't be compared; put 'who' in quotes if the word is meant.")]
    [InlineData("size is known", 0, "'size' is always known.")]
    [InlineData("who < 5", 4, "'who' isn't a number: only == and != fit.")]
    [InlineData("urgent == true", 7, "'urgent' is true or false: write 'urgent' or 'not urgent'.")]
    [InlineData("urgent in [1]", 10, "'urgent' is true or false.")]
    [InlineData("result == rejcted", 10, "'result' is never 'rejcted'; did you mean 'rejected'? It is one of accepted, rejected, failed.")]
    [InlineData("src.role == modalty", 12, "'src.role' is never 'modalty'; did you mean 'modality'?")]
    [InlineData("src.criticality == hihg", 19, "'src.criticality' is never 'hihg'; did you mean 'high'? It is one of low, medium, high, life-critical.")]
    [InlineData("size like 5*", 10, "'size' isn't a text.")]
    [InlineData("patient == p_abc", 11, "'patient' is a pseudonym: it can only be compared with another field.")]
    [InlineData("src.ip == 10.1", 10, "'10.1' is no address, nor addresses such as 10.1.0.0/16, 10.1.2.10-10.1.2.20 or fd00:1::/64.")]
    [InlineData("src.ip in 10.1.0.5/16", 10, "'10.1.0.5/16' has bits beyond its prefix; did you mean 10.1.0.0/16?")]
    [InlineData("result == $smoe", 10, "There is no parameter 'smoe'; did you mean 'some'?")]
    [InlineData("(size == 5", 10, "Here belongs ')', not the end.")]
    [InlineData("size == 5)", 9, "Here belongs 'and', 'or' or the end, not ')'.")]
    [InlineData("size == 5 urgent", 10, "Here belongs 'and', 'or' or the end, not 'urgent'.")]
    [InlineData("who == 'CT", 7, "A quote isn't closed.")]
    [InlineData("who in [CT_1 CT_2]", 13, "Here belongs ',', not 'CT_2'.")]
    [InlineData("not", 3, "Here belongs the name of a field, not the end.")]
    [InlineData("who is unknown", 7, "Here belongs 'known', not 'unknown'.")]
    public void A_mistake_is_told_with_its_place(string expression, int offset, string sentence)
    {
        var mistake = Assert.Throws<ExpressionException>(() => ExpressionParser.Parse(expression, Words, Parameters));
        Assert.Equal((sentence, offset), (mistake.Message, mistake.Offset));
    }

    [Fact]
    public void A_wrong_value_of_a_parameter_is_told_as_such()
    {
        var mistake = Assert.Throws<ExpressionException>(() => ExpressionParser.Parse("size in $sizes", Words, new Dictionary<string, IReadOnlyList<string>> { ["sizes"] = ["1", "x"] }));
        Assert.Equal(("sizes", 1), mistake.Parameter);
    }

    [Fact]
    public void Depth_and_length_are_bounded()
    {
        Assert.True(ExpressionParser.Parse(new string('(', 31) + "urgent" + new string(')', 31), Words, Parameters).Holds(View()));
        Assert.Equal(32, Assert.Throws<ExpressionException>(() => ExpressionParser.Parse(new string('(', 1900) + "urgent" + new string(')', 1900), Words, Parameters)).Offset);
        Assert.Throws<ExpressionException>(() => ExpressionParser.Parse(string.Concat(Enumerable.Repeat("not ", 900)) + "urgent", Words, Parameters));
        Assert.Contains("longer than 4000", Assert.Throws<ExpressionException>(() => ExpressionParser.Parse(new string(' ', 4001), Words, Parameters)).Message, StringComparison.Ordinal);
    }

    /// <summary>Words of the language in any order, and characters of any kind: understood, or refused in time.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nothing_that_is_written_breaks_the_reader(int seed)
    {
        string[] pieces =
        [
            "size", "who", "result", "urgent", "src.ip", "patient", "time.hour", "and", "or", "not", "in", "like", "is", "known", "==", "!=", "<", "<=", ">", ">=", "=", "!", "(", ")", "[", "]", ",",
            "5", "1..9", "..", "22..5", "0x", "0xFFFFFFFFF", "1e999", "NaN", "10m", "rejected", "10.1.0.0/16", "::/0", "*", "?*?*?*", "$some", "$", "$none", "'", "\"", "''", "\0", "\u202e", "\ud800", "ß", "\t\r\n",
        ];
        var random = new Random(seed);
        var view = View();
        var (understood, watch) = (0, Stopwatch.StartNew());
        for (var round = 0; round < 60_000; round++)
        {
            var text = string.Join(random.Next(4) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                ExpressionParser.Parse(text, Words, Parameters).Holds(view);
                understood++;
            }
            catch (ExpressionException e)
            {
                Assert.InRange(e.Offset, 0, text.Length);
            }
        }

        Assert.True(understood > 100);
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Patterns_end_quickly_however_they_are_made()
    {
        var pattern = new Pattern(string.Concat(Enumerable.Repeat("*a", 1000)) + "b");
        var watch = Stopwatch.StartNew();
        Assert.False(pattern.Matches(new string('a', 256)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a*b*c", "aXbYbZ", false)]
    [InlineData("*é", "CAFÉ", true)]
    [InlineData("**a**", "a", true)]
    public void A_pattern_matches_a_whole_text_in_any_case(string pattern, string text, bool matches) => Assert.Equal(matches, new Pattern(pattern).Matches(text));

    [Fact]
    public void Names_of_fields_and_of_surroundings_do_not_meet()
    {
        foreach (var kind in new Sensor.Rules.RuleKinds(Sensor.Facts.ProtocolRegister.All).All)
        {
            Assert.InRange(kind.Fields.Count, 1, FactView.MaxFields);
            Assert.Equal(kind.Fields.Count + Surroundings.All.Count, Words.With(kind).Names.Count());
        }
    }

    private static FactView View()
    {
        var names = new NameDirectory();
        names.Define(0, new NameId(1), "CT_1"u8);
        names.Define(0, new NameId(2), "PACS"u8);
        Assert.True(AddressRange.TryParse("10.1.0.0/24", out var radiology, out _));
        Assert.True(AddressRange.TryParse("10.1.0.5", out var ct, out _));
        Assert.True(AddressRange.TryParseAddress("fd00::1", out var destination));
        var site = new SiteKnowledge(new SiteDescription
        {
            Segments = [new Segment("Radiology") { Addresses = [radiology], IsClinical = true }],
            Systems = [new KnownSystem("CT 1") { Addresses = [ct], Roles = ["modality"], Criticality = Criticality.High, Expected = ExpectedBehaviour.Harvesting }],
            Maintenance = [new WeeklyWindow("CT service", Scope.Of([ct]), Weekdays.Sunday, new Hours(23 * 60, 24 * 60))],
        });
        var header = new FactHeader
        {
            Ordinal = 1,
            Quality = Quality.Gap,
            Time = RuleBench.Start + (((6 * 24) + 13) * 3600L * RuleBench.Second) + (1800 * RuleBench.Second),
            Flow = new FlowIdentity { Client = RuleBench.Address(5), Server = destination, ClientPort = 40_000, ServerPort = 104, Protocol = IpProtocol.Tcp, Vlan = 7 },
        };
        var fact = new Tried { Size = 1000, Limit = 800, Duration = 2500, Result = 1, IsUrgent = 1, Who = new NameId(1), Whom = new NameId(2), Patient = new Pseudonym(1, 2), Expected = default };
        var view = new FactView(names, site, new DeviceTable());
        view.Begin(Tried.Kind, in header, MemoryMarshal.AsBytes(new ReadOnlySpan<Tried>(in fact)), null, null);
        return view;
    }
}
