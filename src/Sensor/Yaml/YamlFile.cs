using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sensor.Yaml;

/// <summary>
/// Reads one YAML document into values that know their place. Only what people write by hand: no anchors, aliases or tags, one document, within bounds, so that a
/// hostile file can't grow in memory.
/// </summary>
internal sealed class YamlFile
{
    /// <summary>Characters of a file.</summary>
    public const int MaxLength = 4 << 20;

    public const int MaxDepth = 32;

    public const int MaxValues = 200_000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _file;
    private readonly string _text;
    private readonly Complaints _complaints;
    private readonly Parser _parser;
    private int _values;

    private YamlFile(string file, string text, Complaints complaints)
    {
        _file = file;
        _text = text;
        _complaints = complaints;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>The file's value; null where it has none or can't be read, which is then complained about.</summary>
    public static YamlValue? Load(string path, Complaints complaints) => Load(path, MaxLength, complaints);

    /// <summary>The same, of a file of which less is expected.</summary>
    public static YamlValue? Load(string path, int most, Complaints complaints)
    {
        try
        {
            using var reader = new StreamReader(path, StrictUtf8);
            var text = new StringBuilder();
            var block = new char[16 * 1024];
            for (int read; text.Length <= most && (read = reader.ReadBlock(block)) > 0;)
            {
                text.Append(block, 0, read);
            }

            if (text.Length > most)
            {
                complaints.Add(new Complaint(path, 1, 1, $"The file is longer than {most >> 20} MiB."));
                return null;
            }

            return Parse(path, text.ToString(), complaints);
        }
        catch (DecoderFallbackException e)
        {
            complaints.Add(new Complaint(path, 1, 1, $"The file isn't UTF-8: it has a byte {string.Concat((e.BytesUnknown ?? []).Select(b => $"0x{b:x2} "))}that means nothing there. Save it as UTF-8."));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            complaints.Add(new Complaint(path, 1, 1, $"The file can't be read: {e.Message.TrimEnd('.')}."));
            return null;
        }
    }

    /// <param name="file">Name of the text in complaints.</param>
    /// <param name="text">The document.</param>
    /// <param name="complaints">Takes what is wrong.</param>
    public static YamlValue? Parse(string file, string text, Complaints complaints)
    {
        var reader = new YamlFile(file, text, complaints);
        try
        {
            return reader.Document();
        }
        catch (YamlException) when (LineWithTab(text) is { } line)
        {
            complaints.Add(new Complaint(file, line, 1, "A tab indents this line; YAML is indented with blanks."));
            return null;
        }
        catch (YamlException e)
        {
            // The parser's own sentences carry the place again.
            var sentence = e.InnerException?.Message ?? e.Message;
            complaints.Add(new Complaint(file, (int)Math.Max(1, e.Start.Line), (int)Math.Max(1, e.Start.Column), $"This isn't YAML: {sentence.TrimEnd('.')}."));
            return null;
        }
        catch (RefusedException e)
        {
            complaints.Add(e.Complaint);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            // The parser trips over escapes and directives with impossible numbers, and over some punctuation, behind what it read last.
            var at = reader._parser.Current?.End ?? Mark.Empty;
            complaints.Add(new Complaint(file, (int)Math.Max(1, at.Line), (int)Math.Max(1, at.Column), "This isn't YAML: behind here is something that can't be read."));
            return null;
        }
    }

    /// <summary>The first line that a tab indents, from 1.</summary>
    private static int? LineWithTab(string text)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line[..(line.Length - line.TrimStart().Length)].Contains('\t') && !line.IsWhiteSpace())
            {
                return number;
            }
        }

        return null;
    }

    private YamlValue? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        var value = Value(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            throw Refused(second, "A second document begins here; only one is read.");
        }

        return value.IsEmpty ? null : value;
    }

    private YamlValue Value(int depth)
    {
        var at = _parser.Current!;
        if (depth > MaxDepth)
        {
            throw Refused(at, $"Lists and maps are nested deeper than {MaxDepth}.");
        }

        if (++_values > MaxValues)
        {
            throw Refused(at, $"There are more than {MaxValues} values.");
        }

        if (at is AnchorAlias || (at is NodeEvent { Anchor.IsEmpty: false }))
        {
            throw Refused(at, "Anchors and aliases aren't read; write the value out.");
        }

        if (at is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } })
        {
            throw Refused(at, "Tags aren't read.");
        }

        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return new YamlValue(_complaints, PlaceOf(at))
            {
                Text = scalar.Value,
                IsPlain = scalar.Style == ScalarStyle.Plain,
                IsEscaped = scalar.Style == ScalarStyle.DoubleQuoted,
                Source = new ScalarSource(_text, (int)scalar.Start.Index),
            };
        }

        if (_parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<YamlValue>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Value(depth + 1));
            }

            return Made(at, items);
        }

        _parser.Consume<MappingStart>();
        var members = new List<(YamlValue, YamlValue)>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var keyAt = _parser.Current!;
            var key = Value(depth + 1);
            if (key.Text is not { } name)
            {
                throw Refused(keyAt, "A key has to be a word.");
            }

            if (!keys.Add(name))
            {
                throw Refused(keyAt, $"'{name}' stands here twice.");
            }

            members.Add((key, Value(depth + 1)));
        }

        return Made(at, members);
    }

    private YamlValue Made(ParsingEvent at, List<YamlValue> items) => new(_complaints, PlaceOf(at)) { Items = items };

    private YamlValue Made(ParsingEvent at, List<(YamlValue Key, YamlValue Value)> members) => new(_complaints, PlaceOf(at)) { Members = members };

    private (string File, int Line, int Column) PlaceOf(ParsingEvent at) => (_file, (int)at.Start.Line, (int)at.Start.Column);

    private RefusedException Refused(ParsingEvent at, string sentence) => new(new Complaint(_file, (int)at.Start.Line, (int)at.Start.Column, sentence));

    private sealed class RefusedException(Complaint complaint) : Exception
    {
        public Complaint Complaint { get; } = complaint;
    }
}
