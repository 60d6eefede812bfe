using System.Globalization;
using Sensor.Yaml;

namespace Sensor.Options.Keys;

/// <summary>Makes keys of the kinds there are.</summary>
internal static class Make
{
    /// <param name="name">Its name within its section.</param>
    /// <param name="otherwise">Value where it doesn't stand.</param>
    /// <param name="least">The least that may stand.</param>
    /// <param name="most">The most that may stand.</param>
    /// <param name="unit">What it is a number of.</param>
    /// <param name="meaning">What it is for.</param>
    /// <param name="reloads">A change takes effect at once.</param>
    /// <param name="defaultWords">The default in words, where it depends on the machine.</param>
    public static Key<long> Whole(string name, long otherwise, long least, long most, string unit, string meaning, bool reloads = false, string? defaultWords = null) =>
        new(name, otherwise, (v, _) => Is(v.AsWhole(least, most)), n => n.ToString(CultureInfo.InvariantCulture))
        {
            Type = string.Create(CultureInfo.InvariantCulture, $"{unit}, {least:N0} to {most:N0}"), Meaning = meaning, Reloads = reloads, DefaultWords = defaultWords,
        };

    public static Key<double> Number(string name, double otherwise, double least, double most, string unit, string meaning) =>
        new(name, otherwise, (v, _) => Is(v.AsNumber(least, most)), n => n.ToString(CultureInfo.InvariantCulture))
        {
            Type = string.Create(CultureInfo.InvariantCulture, $"{unit}, {least} to {most}"), Meaning = meaning,
        };

    public static Key<bool> Flag(string name, bool otherwise, string meaning) =>
        new(name, otherwise, (v, _) => Is(v.AsFlag()), f => f ? "true" : "false") { Type = "true, false", Meaning = meaning };

    /// <summary>A span of time in nanoseconds.</summary>
    public static Key<long> Time(string name, long otherwise, long least, long most, string meaning, bool reloads = false) =>
        new(name, otherwise, (v, _) => Is(v.AsDuration(least, most)), Duration.Write)
        {
            Type = $"time, {Duration.Write(least)} to {Duration.Write(most)}", Meaning = meaning, Reloads = reloads,
        };

    /// <summary>One of the words for an enumeration's members, in their order.</summary>
    public static Key<T> OneOf<T>(string name, T otherwise, IReadOnlyList<string> words, string meaning, bool reloads = false)
        where T : struct, Enum =>
        new(name, otherwise, (v, _) => v.AsOneOf(words) is { } i ? (Enum.GetValues<T>()[i], true) : default, e => words[Array.IndexOf(Enum.GetValues<T>(), e)])
        {
            Type = string.Join(", ", words), Meaning = meaning, Reloads = reloads,
        };

    /// <summary>A text that a parser has to understand; nothing by default.</summary>
    /// <param name="name">Its name within its section.</param>
    /// <param name="problem">Says in a sentence what is wrong with a text, or null.</param>
    /// <param name="type">What may stand there.</param>
    /// <param name="meaning">What it is for.</param>
    public static Key<string?> Text(string name, Func<string, string?> problem, string type, string meaning) =>
        new(name, null, (v, _) => Checked(v, problem), YamlText.OfScalar) { Type = type, Meaning = meaning, DefaultWords = "none" };

    /// <summary>A file or folder; in a file, relative paths begin at the file's folder.</summary>
    public static Key<string?> Path(string name, string meaning) =>
        new(name, null, (v, _) => Located(v), YamlText.OfScalar) { Type = "path", Meaning = meaning, DefaultWords = "none" };

    /// <summary>A secret, which is never shown.</summary>
    public static Key<string?> Secret(string name, string meaning) =>
        new(name, null, (v, _) => (v.AsText(), v.Text is not null), YamlText.OfScalar) { Type = "text", Meaning = meaning, DefaultWords = "none", IsSecret = true };

    public static Key<IReadOnlyList<string>> Texts(string name, Func<string, string?> problem, string type, string meaning) =>
        new(name, [], (v, _) => Checked(v, problem, type), list => $"[{string.Join(", ", list.Select(YamlText.OfScalar))}]") { Type = type, Meaning = meaning, DefaultWords = "none" };

    /// <summary>Anything else, lists of items above all.</summary>
    public static Key<T> Items<T>(string name, T otherwise, Func<YamlValue, Settings, T?> read, FieldList fields, string meaning, string defaultWords = "none")
        where T : class =>
        new(name, otherwise, (v, before) => read(v, before) is { } value ? (value, true) : (otherwise, false))
        {
            Type = "list", Meaning = meaning, Reloads = true, DefaultWords = defaultWords, Fields = fields,
        };

    private static (T Value, bool IsRight) Is<T>(T? value)
        where T : struct => (value.GetValueOrDefault(), value.HasValue);

    private static (string? Value, bool IsRight) Checked(YamlValue value, Func<string, string?> problem)
    {
        if (value.AsText() is not { } text)
        {
            return default;
        }

        if (problem(text) is { } sentence)
        {
            value.Complain(sentence);
            return default;
        }

        return (text, true);
    }

    private static (IReadOnlyList<string> Value, bool IsRight) Checked(YamlValue value, Func<string, string?> problem, string type)
    {
        if (value.Members is not null)
        {
            _ = value.Wrong<string>(type);
            return default;
        }

        var items = value.AsList().Select(i => Checked(i, problem)).ToList();
        return ([.. items.Select(i => i.Value ?? "")], items.TrueForAll(i => i.IsRight));
    }

    /// <summary>A path as it was meant where it was written.</summary>
    public static (string? Value, bool IsRight) Located(YamlValue value)
    {
        if (value.AsText() is not { } text)
        {
            return default;
        }

        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal))
        {
            value.Complain("Here belongs the path of a file or folder.");
            return default;
        }

        return (value.Place.Line == 0 ? text : System.IO.Path.GetFullPath(text, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(value.Place.File))!), true);
    }
}
