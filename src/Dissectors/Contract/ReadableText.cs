using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Sensor.Dissectors.Contract;

/// <summary>Text from the wire that can be shown.</summary>
public static class ReadableText
{
    /// <summary>UTF-8 where it is valid, Latin-1 otherwise; characters that steer or deceive can't reach a terminal or a log.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
        return text.Any(Deceives) ? string.Concat(text.Select(c => Deceives(c) ? '\uFFFD' : c)) : text;
    }

    /// <summary>Control characters steer a terminal, format characters (bidirectional overrides, invisible ones) make one name look like another.</summary>
    private static bool Deceives(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
