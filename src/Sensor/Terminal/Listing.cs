using System.Globalization;
using System.Text;
using Sensor.Outputs;

namespace Sensor.Terminal;

/// <summary>How a list is written.</summary>
internal enum ListingFormat : byte
{
    /// <summary>Aligned columns for people.</summary>
    Table,

    /// <summary>One JSON object a line.</summary>
    Json,

    /// <summary>RFC 4180, with a line of names.</summary>
    Csv,
}

/// <summary>
/// Writes a list for people or for programs. What devices say of themselves stands in it: control characters are taken out of tables, and in CSV what a spreadsheet
/// would take for a formula gets an apostrophe.
/// </summary>
/// <param name="columns">Names of the columns: keys in JSON.</param>
internal sealed class Listing(params IReadOnlyList<string> columns)
{
    private readonly List<IReadOnlyList<object?>> _rows = [];

    public int Count => _rows.Count;

    /// <summary>Adds a row: texts, numbers, flags, lists of texts or null, as many as there are columns.</summary>
    public void Add(params IReadOnlyList<object?> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Count, columns.Count);
        _rows.Add(values);
    }

    public void Write(TextWriter output, ListingFormat format)
    {
        switch (format)
        {
            case ListingFormat.Table:
                WriteTable(output);
                break;
            case ListingFormat.Json:
                WriteJson(output);
                break;
            default:
                WriteCsv(output);
                break;
        }
    }

    private void WriteTable(TextWriter output)
    {
        var rows = _rows.Select(r => r.Select(v => Screen.Plain(Text(v, ", "))).ToArray()).Prepend([.. columns]).ToList();
        var widths = columns.Select((_, i) => rows.Max(r => r[i].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((text, i) => text.PadRight(widths[i]))).TrimEnd());
        }
    }

    private void WriteJson(TextWriter output)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using var json = JsonLines.WriterOn(buffer);
        foreach (var row in _rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < columns.Count; i++)
            {
                json.WritePropertyName(columns[i]);
                switch (row[i])
                {
                    case null:
                        json.WriteNullValue();
                        break;
                    case bool flag:
                        json.WriteBooleanValue(flag);
                        break;
                    case int or long:
                        json.WriteNumberValue(Convert.ToInt64(row[i], CultureInfo.InvariantCulture));
                        break;
                    case double number:
                        json.WriteNumberValue(number);
                        break;
                    case IEnumerable<string> list:
                        json.WriteStartArray();
                        foreach (var item in list)
                        {
                            json.WriteStringValue(item);
                        }

                        json.WriteEndArray();
                        break;
                    default:
                        json.WriteStringValue(row[i]!.ToString());
                        break;
                }
            }

            json.WriteEndObject();
            json.Flush();
            output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
            buffer.ResetWrittenCount();
            json.Reset();
        }
    }

    private void WriteCsv(TextWriter output)
    {
        output.Write(string.Join(',', columns) + "\r\n");
        foreach (var row in _rows)
        {
            output.Write(string.Join(',', row.Select(v => Cell(Text(v, "; "), v is string or IEnumerable<string>))) + "\r\n");
        }
    }

    private static string Cell(string text, bool isFromOutside)
    {
        if (isFromOutside && text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
        {
            text = "'" + text;
        }

        return text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Text(object? value, string separator) => value switch
    {
        null => "",
        bool flag => flag ? "yes" : "no",
        IEnumerable<string> list => string.Join(separator, list),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
