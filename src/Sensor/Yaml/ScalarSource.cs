using System.Globalization;

namespace Sensor.Yaml;

/// <summary>
/// The text that a scalar was read from, to find the place of a character of its value again: behind a quote, an escape, a fold or an indentation. Asked only when
/// something is wrong.
/// </summary>
/// <param name="document">The whole document.</param>
/// <param name="start">Where the scalar begins in it: its first character, quote or <c>|</c> or <c>&gt;</c>.</param>
internal sealed class ScalarSource(string document, int start)
{
    /// <summary>Line and column, from 1, of a character of the scalar's value; of its end, that behind the last character that isn't a space.</summary>
    /// <param name="value">What was read.</param>
    /// <param name="offset">Characters into it.</param>
    public (int Line, int Column) PlaceOf(string value, int offset)
    {
        // Spaces and line breaks are folded, everything else is kept: so many visible characters stand before.
        var before = value.AsSpan(0, offset).ToString().Count(c => !char.IsWhiteSpace(c));
        var atEnd = value.AsSpan(offset).IsWhiteSpace();
        var quote = document[start] is '"' or '\'' ? document[start] : '\0';
        var at = quote != '\0' ? start + 1 : document[start] is '|' or '>' ? BehindHeader() : start;
        for (var behind = at; ;)
        {
            var length = LengthAt(at, quote, out var visible);
            if (length == 0 || (before == 0 && (atEnd || visible > 0)))
            {
                return LineAndColumn(atEnd ? behind : at);
            }

            before = Math.Max(0, before - visible);
            at += length;
            behind = visible > 0 ? at : behind;
        }
    }

    /// <summary>Characters of the document that stand for the next of the value; 0 at the end.</summary>
    private int LengthAt(int at, char quote, out int visible)
    {
        visible = at < document.Length && !char.IsWhiteSpace(document[at]) ? 1 : 0;
        if (at >= document.Length || (quote == '\'' && document[at] == '\'' && !(at + 1 < document.Length && document[at + 1] == '\'')) || (quote == '"' && document[at] == '"'))
        {
            return 0;
        }

        if (quote == '\'' && document[at] == '\'')
        {
            return 2;
        }

        return quote == '"' && document[at] == '\\' ? EscapeAt(at, out visible) : 1;
    }

    private int EscapeAt(int at, out int visible)
    {
        var kind = at + 1 < document.Length ? document[at + 1] : '\0';
        var digits = kind switch
        {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        var length = Math.Min(2 + digits, document.Length - at);
        visible = kind is 't' or 'n' or 'v' or 'f' or 'r' or ' ' or 'N' or '_' or 'L' or 'P' || char.IsWhiteSpace(kind) ? 0 : 1;
        if (digits > 0 && int.TryParse(document.AsSpan(at + 2, length - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            visible = code > char.MaxValue ? 2 : char.IsWhiteSpace((char)code) ? 0 : 1;
        }

        return length;
    }

    private int BehindHeader()
    {
        var end = document.AsSpan(start).IndexOfAny('\r', '\n');
        return end < 0 ? document.Length : start + end;
    }

    private (int Line, int Column) LineAndColumn(int at)
    {
        var before = document.AsSpan(0, at);
        var line = 1;
        var begin = 0;
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i] == '\n' || (before[i] == '\r' && (i + 1 == document.Length || document[i + 1] != '\n')))
            {
                (line, begin) = (line + 1, i + 1);
            }
        }

        return (line, at - begin + 1);
    }
}
