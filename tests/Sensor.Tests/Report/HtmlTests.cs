using System.Globalization;
using System.Net;
using System.Text;
using Sensor.Report;

namespace Sensor.Tests.Report;

/// <summary>Whatever a network says, it stays text.</summary>
public sealed class HtmlTests
{
    private static readonly string[] _tricks =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x", "</style><script>", "&lt;script&gt;", "<!--", "]]>", "\u202Egnp.exe", "\u2066\u2069", "\uFEFF",
        "\u0000\u0007\u001b[31m", "\u0085\u009b", "\ud800", "\udc00x", "\u2028\u2029", "\u200b\u200d", "\ue000", "\U000E0041", "a\r\nb\tc", "日本語", "שלום", "😀", "javascript:alert(1)", "&#x3c;", "\\u003c",
    ];

    private static string Escaped(string text, int longest = HtmlText.Longest)
    {
        var to = new StringBuilder();
        HtmlText.Append(to, text, longest);
        return to.ToString();
    }

    [Fact]
    public void No_text_becomes_markup_or_deceives()
    {
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(3) == 0 ? ((char)random.Next(0x10000)).ToString() : _tricks[random.Next(_tricks.Length)]));
            var escaped = Escaped(text);

            Assert.DoesNotContain(escaped, c => c is '<' or '>' or '"' or '\'');
            Assert.DoesNotContain(escaped.EnumerateRunes(), r => Rune.GetUnicodeCategory(r) is
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse);

            // Each ampersand begins one of five references, and a reader gets back what was said.
            Assert.Equal(escaped.Split('&').Length - 1, new[] { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" }.Sum(e => escaped.Split(e).Length - 1));
            if (text.All(c => c is >= ' ' and <= '~'))
            {
                Assert.Equal(text, WebUtility.HtmlDecode(escaped));
            }
        }
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("<b>", "&lt;b&gt;")]
    [InlineData("a\tb\nc", "a b c")]
    [InlineData("x\u202Ey", "x[U+202E]y")]
    [InlineData("\u0000", "[U+0000]")]
    [InlineData("שלום", "שלום")]
    public void Texts_are_written_so(string text, string expected) => Assert.Equal(expected, Escaped(text));

    [Fact]
    public void Nobody_reads_on_for_ever() => Assert.Equal(new string('x', 10) + " …", Escaped(new string('x', 11), longest: 10));

    [Theory]
    [InlineData("script")]
    [InlineData("iframe")]
    [InlineData("p onclick")]
    [InlineData("")]
    public void There_are_only_elements_of_a_page(string element) => Assert.Throws<ArgumentException>(() => new HtmlWriter().Leaf(element, "x"));

    [Theory]
    [InlineData("onclick", "x")]
    [InlineData("style", "color: red")]
    [InlineData("src", "x")]
    [InlineData("href", "https://example.org")]
    [InlineData("href", "javascript:alert(1)")]
    [InlineData("x=\"\" y", "x")]
    public void There_are_only_attributes_of_a_page(string attribute, string value) => Assert.Throws<ArgumentException>(() => new HtmlWriter().Leaf("p", "x", (attribute, value)));
}
