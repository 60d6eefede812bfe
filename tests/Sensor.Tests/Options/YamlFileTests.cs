using System.Text;
using Sensor.Yaml;

namespace Sensor.Tests.Options;

/// <summary>Files that people write: what is read of them, and what is said of those that can't be.</summary>
public sealed class YamlFileTests
{
    private readonly Complaints _complaints = new();

    [Fact]
    public void Values_know_their_place()
    {
        var map = Read("a: 1\nb:\n  - x\n  - 'y'\nc: {d: e}\n");

        Assert.Equal(("file", 1, 4), map["a"]!.Place);
        Assert.Equal(("file", 3, 5), map["b"]!.Items![0].Place);
        Assert.Equal(("file", 4, 5), map["b"]!.Items![1].Place);
        Assert.Equal(("file", 5, 8), map["c"]!.AsMap()["d"]!.Place);
        map.RejectOthers();
        Assert.Empty(_complaints.All);
    }

    [Theory]
    [InlineData("buffer: 1\nbufer: 2\n", "file:2:1: There is no key 'bufer' here; did you mean 'buffer'?")]
    [InlineData("Buffer: 2\n", "file:1:1: There is no key 'Buffer' here; did you mean 'buffer'?")]
    [InlineData("entirely: 2\n", "file:1:1: There is no key 'entirely' here.")]
    [InlineData("buffer:\n  1\n  : 2", "file:")]
    public void A_key_that_does_not_exist_is_told_with_the_one_that_was_meant(string text, string complaint)
    {
        var map = YamlFile.Parse("file", text, _complaints)?.AsMap();
        _ = map?["buffer"];
        map?.RejectOthers();

        Assert.StartsWith(complaint, Assert.Single(_complaints.All).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, 1, "twice")]
    [InlineData("a: &x 1\nb: *x\n", 1, 4, "Anchors")]
    [InlineData("a: 1\nb: *x\n", 2, 4, "aliases")]
    [InlineData("a: !!str 1\n", 1, 4, "Tags")]
    [InlineData("a: !exec rm\n", 1, 4, "Tags")]
    [InlineData("a: 1\n---\nb: 2\n", 2, 1, "second document")]
    [InlineData("[a, b]: 1\n", 1, 1, "word")]
    [InlineData("a: [1, 2\n", 2, 1, "isn't YAML")]
    [InlineData("a: 'x\n", 1, 4, "isn't YAML")]
    [InlineData("a: \"\\q\"\n", 1, 4, "isn't YAML")]
    public void What_is_not_read_is_refused_at_its_place(string text, int line, int column, string words)
    {
        Assert.Null(YamlFile.Parse("file", text, _complaints));

        var complaint = Assert.Single(_complaints.All);
        Assert.Equal((line, column), (complaint.Line, complaint.Column));
        Assert.Contains(words, complaint.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_and_number_of_values_are_bounded()
    {
        Assert.NotNull(YamlFile.Parse("file", new string('[', YamlFile.MaxDepth) + new string(']', YamlFile.MaxDepth), _complaints));
        Assert.Null(YamlFile.Parse("file", new string('[', 100_000), _complaints));
        Assert.Null(YamlFile.Parse("file", string.Concat(Enumerable.Repeat("- 1\n", YamlFile.MaxValues)), _complaints));

        Assert.Equal(2, _complaints.All.Count);
        Assert.Contains("deeper", _complaints.All[0].Sentence, StringComparison.Ordinal);
        Assert.Contains("more than", _complaints.All[1].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_long_or_not_there_is_one_complaint()
    {
        using var folder = new Support.TempFolder();
        Assert.Null(YamlFile.Load(folder.File("long.yaml", Encoding.UTF8.GetBytes("a: " + new string('x', YamlFile.MaxLength))), _complaints));
        Assert.Null(YamlFile.Load(folder.Named("none.yaml"), _complaints));
        Assert.Null(YamlFile.Load(folder.Path, _complaints));

        Assert.Equal(3, _complaints.All.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n...\n")]
    [InlineData("~")]
    public void A_file_that_says_nothing_has_no_value(string text)
    {
        Assert.Null(YamlFile.Parse("file", text, _complaints));
        Assert.Empty(_complaints.All);
    }

    [Fact]
    public void Quotes_keep_what_would_be_empty_without_them()
    {
        var map = Read("a: null\nb: 'null'\nc: ''\nd:\n");

        Assert.Null(map["a"]);
        Assert.Equal("null", map["b"]!.Text);
        Assert.Equal("", map["c"]!.Text);
        Assert.Null(map["d"]);
    }

    [Fact]
    public void Wrong_values_are_told_one_by_one()
    {
        var map = Read("flag: maybe\nwhole: 1.5\nnumber: NaN\ntime: 10 parsecs\nword: blu\nlist: {a: b}\nmap: 7\ntext: [1]\nbig: 99\n");
        Assert.Null(map["flag"]!.AsFlag());
        Assert.Null(map["whole"]!.AsWhole(0, 10));
        Assert.Null(map["number"]!.AsNumber(0, 10));
        Assert.Null(map["time"]!.AsDuration(1, long.MaxValue));
        Assert.Null(map["word"]!.AsOneOf("red", "blue"));
        Assert.Empty(map["list"]!.AsList());
        Assert.Empty(map["map"]!.AsMap().Members);
        Assert.Null(map["text"]!.AsText());
        Assert.Null(map["big"]!.AsWhole(0, 10));

        Assert.Equal(Enumerable.Range(1, 9), _complaints.All.Select(c => c.Line));
        Assert.EndsWith("did you mean 'blue'?", _complaints.All[4].Sentence, StringComparison.Ordinal);
        Assert.Equal(1, _complaints.All.Count(c => c.Sentence.Contains("from 0 to 10, not '99'", StringComparison.Ordinal)));
    }

    [Fact]
    public void Complaints_are_bounded_and_come_in_the_order_of_the_file()
    {
        for (var line = 200; line > 0; line--)
        {
            _complaints.Add(new Complaint("file", line, 1, "Wrong."));
        }

        var e = Assert.Throws<ConfigurationException>(_complaints.ThrowIfAny);
        Assert.Equal(Complaints.Max, e.Complaints.Count);
        Assert.Equal("file:101:1: Wrong. (99 more)", e.Message);
    }

    /// <summary>Text made of what YAML has a meaning for: whatever comes of it, it is a value or a complaint with a place.</summary>
    [Fact]
    public void Whatever_a_file_holds_there_is_a_value_or_a_complaint()
    {
        string[] pieces =
        [
            "a", "b: ", ": ", "- ", "\n", "\n  ", "\n\t", "[", "]", "{", "}", ",", "'", "\"", "\\", "\\x", "\\U0010FFFF", "\\UFFFFFFFF", "\\uD800", "&a ", "*a", "!t ", "!!", "!<", ">", "|", "|9", ">-", "#", "? ", "%YAML 1.1\n", "%YAML 99999999999.1\n",
            "%TAG ! x\n", "---", "...", "\0", "\uFEFF", "\uD800", "\u2028", "\u0085", "<<: ", "=", "@", "`", "~", "é", "0x", "1e999", "    ", "\r", "\x7f",
        ];
        var random = new Random(4);
        for (var round = 0; round < 30_000; round++)
        {
            var complaints = new Complaints();
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 24)).Select(_ => pieces[random.Next(pieces.Length)]));

            var value = YamlFile.Parse("file", text, complaints);

            Assert.True(value is null || complaints.IsEmpty, text);
            Assert.All(complaints.All, c => Assert.True(c.Line >= 1 && c.Column >= 1 && !c.Sentence.Contains('\n', StringComparison.Ordinal), $"{c} for {text}"));
            if (value is not null)
            {
                AssertReadsBack(value, text);
            }
        }
    }

    private static void AssertReadsBack(YamlValue value, string text)
    {
        var complaints = new Complaints();
        var written = YamlText.Of(value);

        var again = YamlFile.Parse("again", written, complaints);

        Assert.True(complaints.IsEmpty, $"{text} -> {written}: {string.Join(' ', complaints.All)}");
        Assert.Equal(Shape(value), again is null ? "" : Shape(again));
    }

    private static string Shape(YamlValue value) => value switch
    {
        // Halves of a surrogate pair, which escapes can write, are no text.
        { Text: { } text } => $"'{Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))}'",
        { Items: { } items } => $"[{string.Join(',', items.Select(Shape))}]",
        _ => $"{{{string.Join(',', value.Members!.Select(m => $"{Shape(m.Key)}:{Shape(m.Value)}"))}}}",
    };

    private YamlMap Read(string text) => YamlFile.Parse("file", text, _complaints)!.AsMap();
}
