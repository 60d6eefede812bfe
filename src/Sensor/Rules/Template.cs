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

    /// <summary>Of many values a few are listed.</summary>
    private const int MaxListed = 20;

    private readonly List<(string Text, Operand? Operand, bool IsWord)> _parts = [];

    private Template()
    {
    }

    /// <param name="text">The sentence.</param>
    /// <param name="vocabulary">What the fact can fill in.</param>
    /// <exception cref="ExpressionException">A place can't be filled in.</exception>
    public static Template Parse(string text, Vocabulary vocabulary)
    {
        var template = new Template();
        var at = 0;
        while (text.IndexOf('{', at) is >= 0 and var open)
        {
            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                throw new ExpressionException("A '{' isn't closed.", open);
            }

            template._parts.Add((text[at..open], null, false));
            template.AddPlace(text[(open + 1)..close], vocabulary, open + 1);
            at = close + 1;
        }

        template._parts.Add((text[at..], null, false));
        return template;
    }

    private void AddPlace(string name, Vocabulary vocabulary, int offset)
    {
        if (MatchWords.Contains(name))
        {
            _parts.Add((name, null, true));
            return;
        }

        var operand = vocabulary.Find(name)
            ?? throw new ExpressionException($"Nothing here is called '{name}'{NearestName.Hint(name, MatchWords.Concat(vocabulary.Names))}", offset);
        if (operand.Type is OperandType.Id or OperandType.Flag)
        {
            throw new ExpressionException($"'{name}' can't be written out.", offset);
        }

        _parts.Add((name, operand, false));
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
        _ => Listed(in match),
    };

    /// <summary>The values that can be read, each once: numbers by size, texts by letters.</summary>
    private static string Listed(in RuleMatch match)
    {
        var values = match.Values.ToArray();
        var texts = match.Rule.Of is [{ Type: OperandType.Number }, ..]
            ? values.Select(v => v.Value).Distinct().Order().Select(v => v.ToString(CultureInfo.InvariantCulture)).ToList()
            : values.Select(v => v.Text).OfType<string>().Where(t => t.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList();
        return texts.Count <= MaxListed ? string.Join(", ", texts) : $"{string.Join(", ", texts.Take(MaxListed))}, …";
    }

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
