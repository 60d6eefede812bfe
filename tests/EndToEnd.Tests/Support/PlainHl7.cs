using System.Text;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>An HL7 message as text, and which bytes of its stream its header segment is.</summary>
internal sealed record PlainMessage(Piece Header, string[][] Segments)
{
    /// <summary>Its bytes from its header to the end of its last segment.</summary>
    public required Piece Whole { get; init; }

    public IEnumerable<string[]> Named(string segment) => Segments.Where(s => s[0] == segment);

    public char ComponentSeparator { get; init; }

    public char RepetitionSeparator { get; init; }
}

/// <summary>Reads HL7 out of laid-out streams without any cleverness: split at VT, then at CR or LF, then at what MSH says.</summary>
internal static class PlainHl7
{
    public static List<PlainMessage> Read(PlainCapture capture)
    {
        var messages = new List<PlainMessage>();
        foreach (var stream in capture.Streams.Where(s => s.Length > 0 && s.Has(0, 1) && s.Bytes[0] == 0x0B))
        {
            ReadStream(stream, messages);
        }

        return messages;
    }

    /// <summary>MSH-9.1^MSH-9.2, or MSH-9.1 alone; ? when it is empty.</summary>
    public static string TypeOf(string header)
    {
        var fields = header.Split(header[3]);
        var parts = fields.Length > 8 ? fields[8].Split(header[4]) : [""];
        var type = string.Join('^', parts.Take(2));
        return type.Length == 0 ? "?" : type;
    }

    private static void ReadStream(PlainStream stream, List<PlainMessage> messages)
    {
        var lines = new List<(int At, string Text)>();
        var from = -1;
        for (var at = 0; at <= stream.Length; at++)
        {
            var captured = at < stream.Length && stream.Has(at, 1);
            if (captured && stream.Bytes[at] is not (0x0B or 0x1C or 0x0D or 0x0A))
            {
                from = from < 0 ? at : from;
                continue;
            }

            if (from >= 0)
            {
                AddLine(stream, from, Encoding.Latin1.GetString(stream.Bytes[from..at]), captured, lines, messages);
                from = -1;
            }
        }

        Close(stream, lines, messages);
    }

    private static void AddLine(PlainStream stream, int at, string text, bool isWhole, List<(int At, string Text)> lines, List<PlainMessage> messages)
    {
        if (text.StartsWith("MSH", StringComparison.Ordinal) && text.Length > 8)
        {
            Close(stream, lines, messages);

            // A header that is cut off before MSH-9 is over doesn't say its type.
            if (!isWhole && text.Split(text[3]).Length <= 9)
            {
                return;
            }
        }

        lines.Add((at, text));
    }

    private static void Close(PlainStream stream, List<(int At, string Text)> lines, List<PlainMessage> messages)
    {
        if (lines.FindIndex(l => l.Text.StartsWith("MSH", StringComparison.Ordinal)) is var first && first >= 0)
        {
            var header = lines[first];
            messages.Add(new PlainMessage(
                new Piece(TypeOf(header.Text), stream, header.At, header.Text.Length),
                [.. lines.Skip(first).Select(l => l.Text.Split(header.Text[3]))])
            {
                Whole = new Piece(TypeOf(header.Text), stream, header.At, lines[^1].At + lines[^1].Text.Length - header.At),
                ComponentSeparator = header.Text[4],
                RepetitionSeparator = header.Text[5],
            });
        }

        lines.Clear();
    }
}
