using System.Globalization;
using System.Text;
using Sensor.Alerts;
using Sensor.Dissectors.Packets;
using Sensor.Yaml;
using Sensor.Rules.Engine;
using Sensor.Rules.Language;

namespace Sensor.Rules;

/// <summary>A sentence with places for what was seen: <c>{src}</c>, <c>{count}</c>, <c>{called_ae}</c>.</summary>
internal sealed class Template
{
    /// <summary>What every match can fill in, whatever the fact.</summary>
    public static readonly IReadOnlyList<string> MatchWords = ["src", "dest", "count", "at_least", "within", "span", "values"];

    private readonly List<(string Text, Operand? Operand, bool IsWord)> _parts = [];

    private Template()
    {
    }

    /// <param name="text">The sentence.</param>
    /// <param name="vocabulary">What the fact can fill in.</param>
    /// <param name="problem">What can't be understood; null where all can.</param>
    public static Template Parse(string text, Vocabulary vocabulary, out string? problem)
    {
        problem = null;
        var template = new Template();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (open < 0)
            {
                template._parts.Add((text[at..], null, false));
                break;
            }

            if (close < 0)
            {
                problem = "A '{' isn't closed.";
                break;
            }

            template._parts.Add((text[at..open], null, false));
            var name = text[(open + 1)..close];
            var operand = MatchWords.Contains(name) ? null : vocabulary.Find(name);
            if (operand is null && !MatchWords.Contains(name))
            {
                problem = $"Nothing here is called '{{{name}}}'{NearestName.Hint(name, MatchWords.Concat(vocabulary.Names))}";
                break;
            }

            if (operand is { Type: OperandType.Id or OperandType.Flag })
            {
                problem = $"'{{{name}}}' can't be written out.";
                break;
            }

            template._parts.Add((name, operand, operand is null));
            at = close + 1;
        }

        return template;
    }

    /// <param name="match">What was found.</param>
    /// <param name="view">The fact that tipped the scales.</param>
    public string Fill(in RuleMatch match, FactView view)
    {
        var text = new StringBuilder();
        foreach (var (part, operand, isWord) in _parts)
        {
            text.Append(isWord ? Word(part, in match) : operand is null ? part : Value(operand, view));
        }

        return text.ToString();
    }

    private static string Word(string word, in RuleMatch match) => word switch
    {
        "src" => Label(match.Source, match.SourceAddress),
        "dest" => Label(match.Destination, match.DestinationAddress),
        "count" => Wording.Amount(match.Observed, SummedUnit(match.Rule)),
        "at_least" => Wording.Amount(match.Rule.AtLeast, SummedUnit(match.Rule)),
        "within" => Wording.Span(match.Rule.Within),
        "span" => match.Time - match.Since < 1_000_000 ? "a moment" : Wording.Span(match.Time - match.Since),
        _ => string.Join(", ", match.Values),
    };

    private static string SummedUnit(RuleDefinition rule) => rule is { Shape: RuleShape.Sum, Of: [{ Unit: "byte" }] } ? "byte" : "";

    private static string Label(Inventory.Device? device, IpAddress address) => device?.Label ?? address.ToString();

    private static string Value(Operand operand, FactView view) => operand.Type switch
    {
        OperandType.Number when operand.Unit is "status" => $"0x{(int)operand.Number(view):X4}",
        OperandType.Number when operand.Unit is "byte" => Wording.Amount(operand.Number(view), operand.Unit),
        OperandType.Number when operand.Unit is "ms" => Wording.Span((long)(operand.Number(view) * 1e6)),

        // What counts nothing names something: a port, a VLAN, a status code.
        OperandType.Number => operand.Number(view).ToString(operand.Unit is "" or "code" ? "0.##" : "#,0.##", CultureInfo.InvariantCulture),
        _ => operand.Text(view) is { Length: > 0 } text ? text : "(none)",
    };
}
