using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sensor.Yaml;

/// <summary>Writes values as YAML that reads back the same.</summary>
internal static partial class YamlText
{
    /// <summary>A value on lines of its own, but for a scalar or an empty list or map, which stand in one.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isSecret">Says of a member's name whether what stands there is shown; null: nothing is secret.</param>
    public static string Of(YamlValue value, Func<string, bool>? isSecret = null)
    {
        var text = new StringBuilder();
        Write(text, value, 0, isSecret);
        return text.ToString();
    }

    /// <summary>A text in quotes where it needs them; nothing for null.</summary>
    public static string OfScalar(string? text) => text is null ? "" : Plain().IsMatch(text) && text is not ("null" or "~") ? text : Quoted(text);

    private static void Write(StringBuilder text, YamlValue value, int indent, Func<string, bool>? isSecret)
    {
        if (value.Text is { } scalar)
        {
            text.Append(value.IsPlain && (scalar.Length == 0 || Plain().IsMatch(scalar)) ? scalar : Quoted(scalar));
        }
        else if (value.Items is { } items)
        {
            text.Append(items.Count == 0 ? "[]" : "");
            foreach (var item in items)
            {
                Break(text, indent).Append("- ");
                Write(text, item, indent + 2, isSecret);
            }
        }
        else
        {
            text.Append(value.Members!.Count == 0 ? "{}" : "");
            foreach (var (key, member) in value.Members)
            {
                // The first key of an item stands behind its dash.
                _ = text.Length >= 2 && text[^1] == ' ' && text[^2] == '-' ? text : Break(text, indent);
                text.Append(OfScalar(key.Text)).Append(':');
                if (isSecret?.Invoke(key.Text!) == true)
                {
                    text.Append(" \"***\"");
                    continue;
                }

                _ = member.Text is not null || member.Items is [] || member.Members is [] ? text.Append(' ') : text;
                Write(text, member, indent + 2, isSecret);
            }
        }
    }

    private static StringBuilder Break(StringBuilder text, int indent) => (text.Length == 0 ? text : text.Append('\n')).Append(' ', indent);

    /// <summary>What JSON writes in quotes YAML reads as the same text.</summary>
    private static string Quoted(string text) => JsonSerializer.Serialize(text, Options);

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex(@"^[A-Za-z0-9_/+](?:[A-Za-z0-9_./+-]|[ :](?=[A-Za-z0-9_./+-]))*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
