using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>The front of an XML document: declaration, white space, and the start tag of its root.</summary>
internal static class XmlExtent
{
    /// <summary>Finds the root's start tag.</summary>
    /// <param name="data">Begins with the document.</param>
    /// <param name="roots">Names of the roots that count, each with <c>&lt;/</c> before it.</param>
    /// <param name="root">Which one it is.</param>
    /// <param name="inside">Behind the start tag's name.</param>
    public static Verdict Root(ReadOnlySpan<byte> data, byte[][] roots, out int root, out int inside)
    {
        (root, inside) = (-1, 0);
        var declaration = Prefix(data, "<?xml"u8);
        if (declaration == Verdict.Unsure)
        {
            return Verdict.Unsure;
        }

        if (declaration == Verdict.Certain)
        {
            // A declaration has a version, an encoding and a few blanks: far less than this.
            var close = data[..Math.Min(data.Length, 256)].IndexOf("?>"u8);
            if (close < 0)
            {
                return data.Length < 256 ? Verdict.Unsure : Verdict.NotMine;
            }

            inside = close + 2;
        }

        while (inside < data.Length && data[inside] is 0x20 or 0x09 or 0x0a or 0x0d && declaration == Verdict.Certain)
        {
            inside++;
        }

        var rest = data[inside..];
        var verdict = Verdict.NotMine;
        for (var i = 0; i < roots.Length; i++)
        {
            var name = roots[i].AsSpan(2);
            var found = rest.IsEmpty ? Verdict.Unsure : rest[0] != '<' ? Verdict.NotMine : Prefix(rest[1..], name);
            if (found == Verdict.Certain)
            {
                var behind = rest[(1 + name.Length)..];
                if (!behind.IsEmpty && behind[0] is not (0x20 or 0x09 or 0x0a or 0x0d or (byte)'>' or (byte)'/'))
                {
                    continue;
                }

                if (!behind.IsEmpty)
                {
                    root = i;
                    inside += 1 + name.Length;
                    return Verdict.Certain;
                }

                found = Verdict.Unsure;
            }

            verdict = found == Verdict.Unsure ? found : verdict;
        }

        return verdict;
    }

    private static Verdict Prefix(ReadOnlySpan<byte> data, ReadOnlySpan<byte> text) =>
        data.Length >= text.Length ? data.StartsWith(text) ? Verdict.Certain : Verdict.NotMine
        : text.StartsWith(data) ? Verdict.Unsure
        : Verdict.NotMine;
}
