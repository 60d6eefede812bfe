using System.Globalization;
using System.Text;

namespace Sensor.Report;

/// <summary>Text as it may stand in HTML, in an element or in a quoted attribute, whoever it is from: it never becomes markup, and nothing in it deceives.</summary>
internal static class HtmlText
{
    /// <summary>Characters of one text; nobody reads on.</summary>
    public const int Longest = 2000;

    /// <summary>
    /// Appends a text. What marks up is escaped. Characters that control, hide or turn the direction of reading, and halves of characters, are shown by their
    /// number. Line ends and tabs become blanks.
    /// </summary>
    /// <param name="to">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="longest">Characters of it at most.</param>
    public static void Append(StringBuilder to, ReadOnlySpan<char> text, int longest = Longest)
    {
        var isCut = text.Length > longest;
        foreach (var rune in (isCut ? text[..longest] : text).EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&':
                    to.Append("&amp;");
                    break;
                case '<':
                    to.Append("&lt;");
                    break;
                case '>':
                    to.Append("&gt;");
                    break;
                case '"':
                    to.Append("&quot;");
                    break;
                case '\'':
                    to.Append("&#39;");
                    break;
                case '\n' or '\r' or '\t':
                    to.Append(' ');
                    break;
                default:
                    AppendOther(to, rune);
                    break;
            }
        }

        to.Append(isCut ? " …" : "");
    }

    private static void AppendOther(StringBuilder to, Rune rune)
    {
        if (IsReadable(rune))
        {
            Span<char> units = stackalloc char[2];
            to.Append(units[..rune.EncodeToUtf16(units)]);
        }
        else
        {
            to.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
        }
    }

    private static bool IsReadable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
