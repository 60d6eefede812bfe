using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Scorecard.Public;

/// <summary>Figures on public data for people and for programs.</summary>
internal static class PublicTable
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, Converters = { new JsonStringEnumConverter() } };

    public static string ToJson(PublicResult result) => JsonSerializer.Serialize(result, Json) + "\n";

    /// <exception cref="JsonException">It isn't what <see cref="ToJson"/> wrote.</exception>
    public static PublicResult FromJson(string text) => JsonSerializer.Deserialize<PublicResult>(text, Json) ?? throw new JsonException("There is nothing.");

    /// <param name="result">What to tell.</param>
    /// <param name="level">Of the headings, in number signs.</param>
    public static string ToMarkdown(PublicResult result, int level = 3)
    {
        var text = new StringBuilder();
        foreach (var set in result.Sets)
        {
            text.Append('#', level).Append(' ').Append(set.Name).Append("\n\n");
            if (set.Skipped.Length > 0)
            {
                text.Append("Not measured: ").Append(set.Skipped).Append("\n\n");
                continue;
            }

            text.Append(set.Measured).Append("\n\n| | Method | Measure | Figure | n | Note |\n|---|---|---|---:|---:|---|\n");
            foreach (var figure in set.Figures)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {Whose(figure.Origin)} | {figure.Method} | {figure.Measure} | {Number(figure.Value)} | {(figure.N > 0 ? figure.N.ToString("N0", CultureInfo.InvariantCulture) : "–")} | {figure.Note} |\n");
            }

            text.Append('\n');
            if (set.Remarks.Length > 0)
            {
                text.Append(set.Remarks).Append("\n\n");
            }
        }

        return text.ToString();
    }

    private static string Whose(Origin origin) => origin switch
    {
        Origin.Ours => "**ours**",
        Origin.Baseline => "baseline",
        _ => "published",
    };

    private static string Number(double? value) => value switch
    {
        null => "–",
        { } v when !double.IsFinite(v) => "–",
        { } v when v == Math.Round(v) && Math.Abs(v) > 1 => v.ToString("N0", CultureInfo.InvariantCulture),
        0 => "0",
        1 => "1",
        { } v when Math.Abs(v) < 0.01 => v.ToString("0.0000", CultureInfo.InvariantCulture),
        { } v when Math.Abs(v) < 10 => v.ToString("0.000", CultureInfo.InvariantCulture),
        { } v => v.ToString("N0", CultureInfo.InvariantCulture),
    };
}
