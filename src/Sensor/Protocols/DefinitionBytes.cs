using System.Globalization;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Yaml;

namespace Sensor.Protocols;

/// <summary>Bytes, raw values and alphabets as definitions write them.</summary>
internal static class DefinitionBytes
{
    /// <summary>Bytes of one turn of a vector.</summary>
    public const int MaxTurn = 16 * 1024;

    /// <summary>Bytes of a literal, a delimiter, an end.</summary>
    private const int MaxLiteral = 256;

    /// <summary>Words for alphabets, and the classes that they mean.</summary>
    private static readonly (string Word, string Class)[] Alphabets =
        [("text", " -~"), ("digits", "0-9"), ("hex", "0-9A-Fa-f"), ("letters", "A-Za-z"), ("upper", "A-Z")];

    /// <summary>
    /// Bytes: a text of which each character up to U+00FF is one, or <c>{hex: "01 30"}</c>. Escapes are undone between double quotes and nowhere else in YAML; so that
    /// nobody takes two characters for one, other texts may hold no backslash.
    /// </summary>
    public static byte[] Of(YamlValue? value, int most = MaxLiteral)
    {
        if (value is null)
        {
            return [];
        }

        if (value.Members is not null)
        {
            var map = value.AsMap();
            var bytes = map.Require("hex") is { } hex ? OfHex(hex, most) : [];
            map.RejectOthers();
            return bytes;
        }

        return Raw(value) is { } text ? Bounded(value, text, most) : [];
    }

    /// <summary>The same; complains where there are none.</summary>
    public static byte[] Some(YamlValue? value, int most = MaxLiteral)
    {
        var bytes = Of(value, most);
        if (bytes.Length == 0 && value is { Text: "" })
        {
            value.Complain("Here belongs at least one byte.");
        }

        return bytes;
    }

    /// <summary>Several, or one alone.</summary>
    public static IReadOnlyList<byte[]> List(YamlValue? value) => value is null ? [] : value.Items is { } items ? [.. items.Select(i => Some(i))] : [Some(value)];

    /// <summary>One byte: a number (<c>0x1b</c>, <c>27</c>) or a text of one character.</summary>
    public static byte? One(YamlValue? value)
    {
        if (value is null)
        {
            return null;
        }

        if (value.IsPlain && TryNumber(value.Text!, out var number) && number <= byte.MaxValue)
        {
            return (byte)number;
        }

        // A digit without quotes is a number.
        if (value.Text is { Length: 1 } text && text[0] <= byte.MaxValue)
        {
            return (byte)text[0];
        }

        return value.WrongValue<byte>("a byte: a number up to 0xff or a text of one character");
    }

    /// <summary>
    /// A value as the wire has it, for comparing: text, each character a byte; of a number with 0x its decimal digits, which binary fields are compared by.
    /// </summary>
    public static string? Raw(YamlValue? value)
    {
        if (value?.AsText() is not { } text)
        {
            return null;
        }

        if (!value.IsEscaped && text.IndexOf('\\', StringComparison.Ordinal) is >= 0 and var at)
        {
            value.Complain("A backslash means something between double quotes only: write \"\\r\" for the byte 0x0d and \"\\\\\" for the backslash itself.", at);
            return null;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] > byte.MaxValue)
            {
                value.Complain($"'{text[i]}' is no byte; where a device writes such letters, give its bytes as \"\\xNN\" or {{hex: …}}.", i);
                return null;
            }
        }

        return text;
    }

    /// <summary>The same of a key, a condition or a word for a raw value: numbers with 0x are their decimal digits.</summary>
    public static string? Key(YamlValue? value) =>
        value is { IsPlain: true, Text: { } text } && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && TryNumber(text, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : Raw(value);

    /// <summary>Several, or one alone.</summary>
    public static IReadOnlyList<string> Keys(YamlValue? value) => value is null ? [] : [.. (value.Items ?? [value]).Select(Key).OfType<string>()];

    /// <summary>A number from 0, decimal or with 0x.</summary>
    public static uint? Number(YamlValue? value, uint most) =>
        value is null ? null : TryNumber(value.Text ?? "", out var number) && number <= most ? number : value.WrongValue<uint>($"a whole number up to {most} or 0x{most:x}");

    /// <summary>A set of bytes: a word, or a class such as "A-Z0-9_", in which a hyphen at the front or the end is one.</summary>
    public static ByteSet? Alphabet(YamlValue? value)
    {
        if (value?.AsText() is not { } text)
        {
            return null;
        }

        if (Array.Find(Alphabets, a => a.Word == text).Class is { } known)
        {
            return Class(value, known);
        }

        if (value.IsPlain && text.Length > 1 && text.All(char.IsAsciiLetter))
        {
            value.Complain($"'{text}' isn't one of {string.Join(", ", Alphabets.Select(a => a.Word))}{NearestName.Hint(text, Alphabets.Select(a => a.Word))} A class of bytes stands in quotes.");
            return null;
        }

        return Some(value).Length == 0 ? null : Class(value, text);
    }

    private static ByteSet? Class(YamlValue value, string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            var last = i + 2 < text.Length && text[i + 1] == '-' ? text[i + 2] : text[i];
            if (last < text[i])
            {
                value.Complain($"The range from '{text[i]}' to '{last}' is empty.", i);
                return null;
            }

            for (int of = text[i]; of <= last; of++)
            {
                bytes.Add((byte)of);
            }

            i += i + 2 < text.Length && text[i + 1] == '-' ? 2 : 0;
        }

        return ByteSet.Of([.. bytes]);
    }

    private static byte[] OfHex(YamlValue value, int most)
    {
        var digits = string.Concat((value.AsText() ?? "").Where(c => !char.IsWhiteSpace(c)));
        if (value.Text is null)
        {
            return [];
        }

        if (digits.Length % 2 != 0 || digits.Length == 0 || !digits.All(char.IsAsciiHexDigit))
        {
            value.Complain("Here belong pairs of hexadecimal digits, as in \"02 30 0d\".");
            return [];
        }

        return IsWithin(value, digits.Length / 2, most) ? Convert.FromHexString(digits) : [];
    }

    private static byte[] Bounded(YamlValue value, string text, int most)
    {
        if (value.IsPlain && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && TryNumber(text, out _))
        {
            value.Complain($"Without quotes these are the {text.Length} characters '{text}'; write \"\\x{text[2..]}\" or {{hex: \"{text[2..]}\"}} for the byte.");
            return [];
        }

        return IsWithin(value, text.Length, most) ? [.. text.Select(c => (byte)c)] : [];
    }

    private static bool IsWithin(YamlValue value, int length, int most)
    {
        if (length > most)
        {
            value.Complain($"These are {length} bytes; there is room for {most}.");
        }

        return length <= most;
    }

    private static bool TryNumber(string text, out uint number) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
