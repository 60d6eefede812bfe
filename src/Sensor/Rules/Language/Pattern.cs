namespace Sensor.Rules.Language;

/// <summary>A text with <c>*</c> for any characters and <c>?</c> for one, in any case. Matching takes at most length × length steps and allocates nothing.</summary>
internal sealed class Pattern(string text)
{
    private readonly string _text = text.ToUpperInvariant();

    public bool Matches(ReadOnlySpan<char> candidate)
    {
        var (at, star, back) = (0, -1, 0);
        var i = 0;
        while (i < candidate.Length)
        {
            if (at < _text.Length && _text[at] == '*')
            {
                (star, back) = (at++, i);
            }
            else if (at < _text.Length && (_text[at] == '?' || _text[at] == char.ToUpperInvariant(candidate[i])))
            {
                at++;
                i++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                i = ++back;
            }
            else
            {
                return false;
            }
        }

        return _text.AsSpan(at).TrimStart('*').IsEmpty;
    }
}
