using System.Runtime.CompilerServices;

namespace Sensor.Dissectors.Pumps.Compiled.Parts;

/// <summary>
/// Texts of elements of a small XML document, by their paths below the root; of several the first. Attributes, references and what isn't well
/// formed are left as they are: it only has to be found again what devices write.
/// </summary>
internal sealed class XmlStep(byte[][] roots, (byte[][] Path, FieldStep Field)[] fields) : PartStep
{
    private const int MaxDepth = 8;

    public override bool Take(ref Excerpt excerpt, ref Slot rest)
    {
        var xml = excerpt[rest];
        var open = default(OpenElements);
        var depth = 0;
        var taken = 0u;
        for (var at = 0; at < xml.Length;)
        {
            var next = xml[at..].IndexOf((byte)'<');
            if (next < 0)
            {
                break;
            }

            at += next + 1;
            if (Passes(xml, ref at))
            {
                continue;
            }

            var length = xml[at..].IndexOf((byte)'>');
            if (length < 0)
            {
                return false;
            }

            var tag = xml.Slice(at, length);
            var textEnd = at - 1;
            at += length + 1;
            var isEnd = tag.Length > 0 && tag[0] == '/';
            if (!isEnd)
            {
                var end = tag.IndexOfAny(" \t\r\n/"u8);
                var name = end < 0 ? tag.Length : end;
                if (depth == 0 && !IsRoot(tag[..name]))
                {
                    return false;
                }

                if (depth < MaxDepth)
                {
                    open[depth] = new Element(at - length - 1, name, at);
                }

                depth++;
                textEnd = at;
                isEnd = tag.Length > 0 && tag[^1] == '/';
            }
            else if (depth > 0 && depth <= MaxDepth && open[depth - 1].IsLeaf)
            {
                textEnd = Math.Max(textEnd, open[depth - 1].TextStart);
            }

            if (!isEnd)
            {
                if (depth is > 1 and <= MaxDepth)
                {
                    open[depth - 2].IsLeaf = false;
                }

                continue;
            }

            if (depth == 0)
            {
                return false;
            }

            if (depth <= MaxDepth && open[depth - 1].IsLeaf && !TakeText(ref excerpt, rest, xml, open, depth, textEnd, ref taken))
            {
                return false;
            }

            if (--depth == 0)
            {
                rest = After(rest, at);
                return true;
            }
        }

        return false;
    }

    private bool TakeText(ref Excerpt excerpt, Slot rest, ReadOnlySpan<byte> xml, in OpenElements open, int depth, int end, ref uint taken)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if ((taken & (1u << i)) == 0 && Fits(fields[i].Path, xml, open, depth))
            {
                taken |= 1u << i;
                var start = open[depth - 1].TextStart;
                if (!fields[i].Field.TakeWhole(ref excerpt, new Slot(rest.Start + start, end - start)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Fits(byte[][] path, ReadOnlySpan<byte> xml, in OpenElements open, int depth)
    {
        if (path.Length != depth - 1)
        {
            return false;
        }

        for (var i = 0; i < path.Length; i++)
        {
            if (!xml.Slice(open[i + 1].NameStart, open[i + 1].NameLength).SequenceEqual(path[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Passes over comments, instructions and declarations.</summary>
    private static bool Passes(ReadOnlySpan<byte> xml, ref int at)
    {
        var rest = xml[at..];
        var end = rest.StartsWith("!--"u8) ? "-->"u8 : rest.StartsWith("?"u8) ? "?>"u8 : rest.StartsWith("!"u8) ? ">"u8 : default;
        if (end.IsEmpty)
        {
            return false;
        }

        var length = rest.IndexOf(end);
        at = length < 0 ? xml.Length : at + length + end.Length;
        return true;
    }

    private bool IsRoot(ReadOnlySpan<byte> name)
    {
        foreach (var root in roots)
        {
            if (name.SequenceEqual(root))
            {
                return true;
            }
        }

        return false;
    }

    private struct Element(int nameStart, int nameLength, int textStart)
    {
        public int NameStart = nameStart;
        public int NameLength = nameLength;
        public int TextStart = textStart;
        public bool IsLeaf = true;
    }

    [InlineArray(MaxDepth)]
    private struct OpenElements
    {
        private Element _first;
    }
}
