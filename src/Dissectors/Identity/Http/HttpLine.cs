using System.Text;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Http;

/// <summary>The lines of HTTP/1 heads (RFC 9112, sections 2 to 7).</summary>
internal static class HttpLine
{
    private const int CodeLength = 3;

    private static ReadOnlySpan<byte> Version => "HTTP/1."u8;

    /// <summary>A request line: method, target, version. The target isn't looked at: it may say whom a request is about.</summary>
    public static bool TryRequest(ReadOnlySpan<byte> line, out HttpMethod method)
    {
        method = HttpMethods.AtFrontOf(line);
        return method != HttpMethod.None && (line.Length >= LineReader.MaxLength || IsVersion(line[(line.LastIndexOf((byte)' ') + 1)..]));
    }

    /// <summary>A status line: version and code.</summary>
    /// <param name="line">The line.</param>
    /// <param name="code">100 to 999.</param>
    public static bool TryStatus(ReadOnlySpan<byte> line, out int code)
    {
        code = 0;
        var at = Version.Length + 2;
        if (line.Length < at + CodeLength || !IsVersion(line[..(at - 1)]) || line[at - 1] != (byte)' ' || (line.Length > at + CodeLength && line[at + CodeLength] != (byte)' '))
        {
            return false;
        }

        foreach (var digit in line.Slice(at, CodeLength))
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            code = (10 * code) + digit - '0';
        }

        return code >= 100;
    }

    /// <summary>Where a status line may begin inside a line; negative where none does.</summary>
    public static int StatusWithin(ReadOnlySpan<byte> line) => line.LastIndexOf(Version);

    public static bool IsVersion(ReadOnlySpan<byte> text) => text.Length == Version.Length + 1 && text.StartsWith(Version) && char.IsAsciiDigit((char)text[^1]);

    /// <summary>Splits a header field; false for what is none.</summary>
    public static bool TryField(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var colon = line.IndexOf((byte)':');
        name = colon < 0 ? default : line[..colon];
        value = colon < 0 ? default : line[(colon + 1)..].Trim(" \t"u8);
        return colon > 0;
    }

    public static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(text, word);

    /// <summary>A length in digits; negative where it isn't one, or none that could be.</summary>
    public static long Length(ReadOnlySpan<byte> digits) =>
        digits.Length is > 0 and <= 18 && System.Buffers.Text.Utf8Parser.TryParse(digits, out long length, out var used) && used == digits.Length ? length : -1;

    /// <summary>The size of a chunk in hexadecimal digits, with or without an extension; negative where it isn't one.</summary>
    public static long ChunkSize(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny((byte)';', (byte)' ');
        var digits = end < 0 ? line : line[..end];
        return digits.Length is > 0 and <= 15 && System.Buffers.Text.Utf8Parser.TryParse(digits, out long size, out var used, 'x') && used == digits.Length ? size : -1;
    }

    /// <summary>What the front of some bytes looks like: a request line or a status line. Of a longer request than a probe is shown its beginning will do, at the beginning.</summary>
    public static Verdict Recognise(ReadOnlySpan<byte> bytes, in ProbeHints hints)
    {
        if (bytes is [< (byte)'A' or > (byte)'Z', ..])
        {
            return Verdict.NotMine;
        }

        var end = bytes.IndexOf((byte)'\n');
        if (end >= 0)
        {
            var line = bytes[..end].TrimEnd((byte)'\r');
            return TryRequest(line, out _) || TryStatus(line, out _) ? Verdict.Certain : Verdict.NotMine;
        }

        var method = HttpMethods.AtFrontOf(bytes);
        var isLong = hints.Final || bytes.Length >= IProtocol.MaxProbeBytes;
        return method == HttpMethod.None
            ? !isLong && (HttpMethods.MayBegin(bytes) || bytes.StartsWith(Version[..Math.Min(bytes.Length, Version.Length)])) ? Verdict.Unsure : Verdict.NotMine
            : !isLong ? Verdict.Unsure
            : !hints.MidStream && bytes[HttpMethods.Text(method).Length..] is [_, (byte)'/', ..] ? Verdict.Certain
            : Verdict.NotMine;
    }
}
