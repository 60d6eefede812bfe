using System.Text.Json;

namespace Sensor.State;

/// <summary>Lines of JSON objects from a file that anybody may have written: one at a time, of bounded length.</summary>
internal static class ImportedLines
{
    /// <summary>The longest line read: the largest part of the analysis at its bounds, as base64.</summary>
    public const int MaxLength = 64 << 20;

    /// <exception cref="StateException">A line is too long, or isn't a JSON object; the reason names it.</exception>
    public static IEnumerable<(long Number, JsonElement Object)> Read(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        var (start, length, number) = (0, 0, 0L);
        while (true)
        {
            for (int end; (end = buffer.AsSpan(start, length - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
            {
                yield return (++number, Parse(buffer.AsMemory(start, end), number));
            }

            length -= start;
            buffer.AsSpan(start, length).CopyTo(buffer);
            start = 0;
            if (length == buffer.Length)
            {
                if (length >= MaxLength)
                {
                    throw new StateException(StateFault.Damaged, $"line {number + 1} is too long");
                }

                Array.Resize(ref buffer, Math.Min(MaxLength, length * 2));
            }

            var more = stream.Read(buffer, length, buffer.Length - length);
            if (more == 0)
            {
                break;
            }

            length += more;
        }

        if (length > 0)
        {
            yield return (++number, Parse(buffer.AsMemory(0, length), number));
        }
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> line, long number)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new StateException(StateFault.Damaged, $"line {number} isn't a JSON object");
        }
    }
}
