using System.Globalization;
using Sensor.Options.Keys;

namespace Sensor.Yaml;

/// <summary>
/// A scalar, a list or a map as somebody wrote it, with its place. Readers that find something else than they want complain there and answer null, so that one
/// reading finds all that is wrong.
/// </summary>
internal sealed class YamlValue(Complaints complaints, (string File, int Line, int Column) place)
{
    /// <summary>A scalar's text; null for lists and maps.</summary>
    public string? Text { get; init; }

    /// <summary>A scalar written without quotes.</summary>
    public bool IsPlain { get; init; }

    /// <summary>A scalar written in double quotes: its escapes have been undone.</summary>
    public bool IsEscaped { get; init; }

    /// <summary>Of a scalar in a file: the text it was read from.</summary>
    public ScalarSource? Source { get; init; }

    public IReadOnlyList<YamlValue>? Items { get; init; }

    public IReadOnlyList<(YamlValue Key, YamlValue Value)>? Members { get; init; }

    /// <summary>Nothing stands after the key.</summary>
    public bool IsEmpty => IsPlain && Text is "" or "~" or "null";

    /// <summary>Line and column from 1; both 0 where it doesn't stand in a file.</summary>
    public (string File, int Line, int Column) Place => place;

    /// <summary>The same in words.</summary>
    public string Origin => place.Line == 0 ? place.File : $"{place.File}:{place.Line}";

    /// <summary>A text from elsewhere than a file; of several texts it has commas between them.</summary>
    /// <param name="origin">Where it is from: an option, a variable of the environment.</param>
    /// <param name="text">What it says.</param>
    /// <param name="complaints">Takes what is wrong.</param>
    public static YamlValue OfText(string origin, string text, Complaints complaints) => new(complaints, (origin, 0, 0)) { Text = text };

    /// <param name="sentence">What is wrong.</param>
    public void Complain(string sentence) => complaints.Add(new Complaint(place.File, place.Line, place.Column, sentence));

    /// <param name="sentence">What is wrong.</param>
    /// <param name="offset">Where: characters into the text of a scalar.</param>
    public void Complain(string sentence, int offset)
    {
        var (line, column) = Source?.PlaceOf(Text!, offset) ?? (place.Line, place.Column);
        complaints.Add(new Complaint(place.File, line, column, sentence));
    }

    public string? AsText() => Text ?? Wrong<string>("a text");

    /// <summary>The list's items; a scalar alone is a list of one.</summary>
    public IReadOnlyList<YamlValue> AsList() => Items
        ?? (Text is null ? Wrong<IReadOnlyList<YamlValue>>("a list") : place.Line > 0 ? [this] : [.. Text.Split(',').Select(t => OfText(place.File, t.Trim(), complaints))])
        ?? [];

    /// <summary>Texts of a list, those that aren't complained about.</summary>
    public IReadOnlyList<string> AsTexts() => [.. AsList().Select(i => i.AsText()).OfType<string>()];

    /// <summary>The map; an empty one where it isn't one.</summary>
    public YamlMap AsMap()
    {
        if (Members is null && !IsEmpty)
        {
            Wrong<object>("a map of keys and values");
        }

        return new YamlMap(this, Members ?? []);
    }

    public bool? AsFlag() => Text switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => WrongValue<bool>("true or false"),
    };

    public long? AsWhole(long least, long most) =>
        long.TryParse(Text?.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : WrongValue<long>($"a whole number from {least} to {most}");

    public double? AsNumber(double least, double most) =>
        double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : WrongValue<double>(string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));

    /// <summary>A span of time such as 90s, 10m, 12h, 2d; all in nanoseconds.</summary>
    public long? AsDuration(long least, long most) =>
        Text is not null && Duration.TryParse(Text, out var nanoseconds) && nanoseconds >= least && nanoseconds <= most
            ? nanoseconds
            : WrongValue<long>($"a time such as 90s, 10m, 12h or 2d, from {Duration.Write(least)} to {Duration.Write(most)}");

    /// <summary>One of some words, as its place among them.</summary>
    public int? AsOneOf(params IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == Text)
            {
                return i;
            }
        }

        // A long list hides what is wrong, where it is known.
        var known = words.Count > 12 && (Text is null || NearestName.Of(Text, words) is not null) ? "a word known here" : $"one of {string.Join(", ", words)}";
        Complain(Text is null ? $"Here belongs {known}." : $"'{Shown}' isn't {known}{NearestName.Hint(Text, words)}");
        return null;
    }

    public T? Wrong<T>(string wanted)
        where T : class
    {
        Complain(Text is null ? $"Here belongs {wanted}." : $"Here belongs {wanted}, not '{Shown}'.");
        return null;
    }

    public T? WrongValue<T>(string wanted)
        where T : struct
    {
        Wrong<object>(wanted);
        return null;
    }

    private string Shown => Text!.Length > 80 ? Text[..80] + "…" : Text;
}

/// <summary>A map being read: what isn't asked for is unknown there.</summary>
internal sealed class YamlMap(YamlValue whole, IReadOnlyList<(YamlValue Key, YamlValue Value)> members)
{
    private readonly List<string> _known = [];

    public YamlValue Whole => whole;

    public IReadOnlyList<(YamlValue Key, YamlValue Value)> Members => members;

    /// <summary>The value of an item's key; complains where it has to be there and isn't.</summary>
    public YamlValue? this[Field field] => field.Default == Field.Required ? Require(field.Name) : this[field.Name];

    /// <summary>The key's value; null where it isn't there or nothing stands after it.</summary>
    public YamlValue? this[string key]
    {
        get
        {
            _known.Add(key);
            foreach (var (name, value) in members)
            {
                if (name.Text == key)
                {
                    return value.IsEmpty ? null : value;
                }
            }

            return null;
        }
    }

    /// <summary>The same; complains where it is missing.</summary>
    public YamlValue? Require(string key)
    {
        var value = this[key];
        if (value is null)
        {
            whole.Complain($"'{key}' is missing here.");
        }

        return value;
    }

    /// <summary>Complains about keys that weren't asked for.</summary>
    public void RejectOthers()
    {
        foreach (var (key, _) in members)
        {
            if (!_known.Contains(key.Text!))
            {
                key.Complain($"There is no key '{key.Text}' here{NearestName.Hint(key.Text!, _known)}");
            }
        }
    }
}
