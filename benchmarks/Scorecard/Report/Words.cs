using System.Globalization;
using Scorecard.Scoring;

namespace Scorecard.Report;

/// <summary>Figures as people read them. What isn't known is a dash.</summary>
internal static class Words
{
    public const string Nothing = "–";

    public static string Text(FormattableString text) => FormattableString.Invariant(text);

    public static string Number(double? value, string format = "0.00") =>
        value is { } v && double.IsFinite(v) ? v.ToString(format, CultureInfo.InvariantCulture) : Nothing;

    public static string Percent(double? value) => value is { } v && double.IsFinite(v) ? Text($"{100 * v:0} %") : Nothing;

    /// <summary>With its interval.</summary>
    public static string Interval(Share share) => share.Value is null ? Nothing : Text($"{Percent(share.Value)} [{100 * share.Low:0}–{100 * share.High:0}]");

    public static string Interval(FalseRate rate) => Text($"{Number(rate.Rate, "0.000")} [{Number(rate.Low, "0.000")}–{Number(rate.High, "0.000")}]");

    public static string Time(double? seconds) => seconds switch
    {
        null => Nothing,
        { } s when !double.IsFinite(s) => Nothing,
        { } s when s < 120 => Text($"{s:0} s"),
        { } s when s < 2 * 3600 => Text($"{s / 60:0} min"),
        { } s when s < 2 * 86_400 => Text($"{s / 3600:0} h"),
        { } s => Text($"{s / 86_400:0.#} d"),
    };

    public static string Budget(double target) => target.ToString("0.##", CultureInfo.InvariantCulture);

    public static string P(double value) => value < 0.001 ? "< 0.001" : Number(value, "0.000");

    /// <summary>Nothing that a table could take for its own.</summary>
    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ');

    public static string Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var lines = rows.Select(r => "| " + string.Join(" | ", r) + " |").ToArray();
        return lines.Length == 0
            ? "Nothing to tell.\n"
            : "| " + string.Join(" | ", head) + " |\n|" + string.Concat(head.Select((_, i) => i == 0 ? "---|" : "---:|")) + "\n" + string.Join('\n', lines) + "\n";
    }
}
