using Sensor.Alerts;
using Sensor.Yaml;
using Sensor.Rules.Engine;
using Sensor.Rules.Language;

namespace Sensor.Rules;

/// <summary>How one reading of a rule differs from what is written.</summary>
/// <param name="Variant">Number of the reading, 0 for the written one.</param>
/// <param name="Set">Parameters with another value.</param>
/// <param name="Scope">What must hold besides; null: nothing.</param>
internal sealed record RuleVariant(int Variant, IReadOnlyDictionary<string, YamlValue> Set, Func<Vocabulary, Condition>? Scope)
{
    public static RuleVariant AsWritten { get; } = new(0, new Dictionary<string, YamlValue>(), null);
}

/// <summary>Compiles one rule of a file. Complains where it is wrong; then there is no rule.</summary>
internal sealed class RuleReader
{
    private const long Second = 1_000_000_000, Day = 86_400 * Second;

    /// <summary>Different values or matches that are remembered one by one.</summary>
    private const long MaxRemembered = 1024;

    private readonly YamlMap _map;
    private readonly RuleKinds _kinds;
    private readonly RuleVariant _variant;
    private readonly bool _isFinding;
    private readonly Dictionary<string, YamlValue> _parameters = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _texts = [];

    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoParameters = new Dictionary<string, IReadOnlyList<string>>();

    /// <param name="value">The rule as it is written.</param>
    /// <param name="isFinding">It stands among findings.</param>
    /// <param name="kinds">What can be looked for.</param>
    /// <param name="variant">How this reading differs.</param>
    public RuleReader(YamlValue value, bool isFinding, RuleKinds kinds, RuleVariant variant)
    {
        (_map, _isFinding, _kinds, _variant) = (value.AsMap(), isFinding, kinds, variant);
        ReadParameters();
    }

    /// <summary>The rule's name, where it has one.</summary>
    public static string? SlugOf(YamlValue value) => value.Members is { } members ? members.FirstOrDefault(m => m.Key.Text == "rule").Value?.Text : null;

    public RuleDefinition? Read()
    {
        var reason = RuleWords.Read(_map, _isFinding);
        var about = _map["about"]?.AsOneOf("src", "dest") == 1 ? Side.Destination : Side.Source;
        var again = Resolved("again")?.AsDuration(Second, 365 * Day) ?? (_isFinding ? 7 * Day : AlertDesk.Episode);
        var shape = ReadShape(out var steps, out var of, out var atLeast, out var within);
        if (steps.Length == 0)
        {
            // What can't be read without a step isn't unknown for that.
            foreach (var key in (string[])["on", "when", "per", "explanation", "observed", "unit", "yields_to", "trials"])
            {
                _ = _map[key];
            }

            _map.RejectOthers();
            return null;
        }

        var vocabulary = shape == RuleShape.Absence ? _kinds.Surroundings : _kinds.VocabularyOf(steps[^1].Kind);
        var explanation = ReadTemplate("explanation", vocabulary);
        var observed = ReadTemplate("observed", vocabulary);
        var unit = _map["unit"]?.AsText() ?? "";
        _ = _map["yields_to"];
        _ = _map["trials"];
        _map.RejectOthers();
        return reason is null || explanation is null || observed is null ? null : new RuleDefinition
        {
            Reason = reason,
            IsFinding = _isFinding,
            Shape = shape,
            Steps = steps,
            Of = of,
            AtLeast = atLeast,
            Within = within,
            Again = again,
            About = about,
            Explanation = explanation,
            Observed = observed,
            Unit = unit,
            Variant = _variant.Variant,
            Source = (_map.Whole.Place.File, _map.Whole.Place.Line),
        };
    }

    private void ReadParameters()
    {
        foreach (var (key, value) in _map["parameters"]?.AsMap().Members ?? [])
        {
            _parameters[key.Text!] = _variant.Set.GetValueOrDefault(key.Text!) ?? value;
        }

        foreach (var (name, value) in _variant.Set)
        {
            if (!_parameters.ContainsKey(name))
            {
                value.Complain($"The rule has no parameter '{name}'{NearestName.Hint(name, _parameters.Keys)}");
            }
        }

        foreach (var (name, value) in _parameters)
        {
            _texts[name] = value.AsTexts();
        }
    }

    private RuleShape ReadShape(out RuleStep[] steps, out Operand[] of, out double atLeast, out long within)
    {
        (steps, of, atLeast, within) = ([], [], 1, 0);
        var (count, distinct, sum, sequence, absence) = (_map["count"], _map["distinct"], _map["sum"], _map["sequence"], _map["absence"]);
        var shapes = new[] { count, distinct, sum, sequence, absence }.OfType<YamlValue>().ToList();
        if (shapes.Count > 1)
        {
            shapes[1].Complain("A rule has one of count, distinct, sum, sequence and absence.");
            return RuleShape.Each;
        }

        if (sequence is not null)
        {
            steps = ReadSequence(sequence);
            return RuleShape.Sequence;
        }

        if (ReadStep(_map, null) is not { } step)
        {
            return RuleShape.Each;
        }

        steps = [step];
        if (shapes.Count == 0)
        {
            return RuleShape.Each;
        }

        var map = shapes[0].AsMap();
        within = Require(map, "within")?.AsDuration(1_000_000, 30 * Day) ?? 0;
        var shape = RuleShape.Count;
        if (absence is not null)
        {
            shape = RuleShape.Absence;
            if (map["of"] is { } awaited)
            {
                var awaitedMap = awaited.AsMap();
                steps = ReadStep(awaitedMap, step) is { } second ? [step, second] : [];
                awaitedMap.RejectOthers();
            }
            else
            {
                atLeast = Resolved(map["after"])?.AsWhole(2, 1_000_000) ?? 3;
            }
        }
        else
        {
            if (count is null)
            {
                shape = sum is null ? RuleShape.Distinct : RuleShape.Sum;
                of = ReadOperands(map.Require("of"), _kinds.VocabularyOf(step.Kind));
                if (sum is not null && of is not [{ Type: OperandType.Number }] && of.Length > 0)
                {
                    map["of"]!.Complain("What is added up has to be one number.");
                    of = [];
                }

                steps = of.Length == 0 ? [] : steps;
            }

            atLeast = Require(map, "at_least") is not { } least ? 1
                : sum is null ? least.AsWhole(2, MaxRemembered) ?? 2
                : Amount(least, of is [var added] ? added.Unit : "");
        }

        map.RejectOthers();
        return shape;
    }

    private RuleStep[] ReadSequence(YamlValue sequence)
    {
        var steps = new List<RuleStep>();
        foreach (var item in sequence.AsList())
        {
            var map = item.AsMap();
            var within = steps.Count == 0 ? 0 : Require(map, "within")?.AsDuration(1_000_000, 30 * Day);
            var step = ReadStep(map, steps.Count == 0 ? null : steps[0]);
            map.RejectOthers();
            if (step is null || within is null)
            {
                return [];
            }

            steps.Add(step with { Within = within.Value });
        }

        if (steps.Count is < 2 or > 8)
        {
            sequence.Complain("A sequence has 2 to 8 steps.");
            return [];
        }

        return [.. steps];
    }

    /// <param name="map">Where it is written.</param>
    /// <param name="first">The step that it follows, whose stories it belongs to; null: it is the first.</param>
    private RuleStep? ReadStep(YamlMap map, RuleStep? first)
    {
        var (when, keys) = (map["when"], map["per"]);
        if (map.Require("on") is not { } on || on.AsText() is not { } name)
        {
            return null;
        }

        if (_kinds.Find(name) is not { } kind)
        {
            on.Complain($"There is no kind of fact '{name}'{NearestName.Hint(name, _kinds.Names)}");
            return null;
        }

        var vocabulary = _kinds.VocabularyOf(kind);
        var condition = when is null ? Condition.Always : Parse(when, vocabulary);
        var per = keys is not null ? ReadOperands(keys, vocabulary)
            : first is null ? [vocabulary.Find("src.ip")!, vocabulary.Find("dest.ip")!]
            : [.. first.Per.Select(p => vocabulary.Find(p.Name)).OfType<Operand>()];
        if (condition is null || (keys is not null && per.Length == 0))
        {
            return null;
        }

        if (first is not null && !per.Select(p => p.Type).SequenceEqual(first.Per.Select(p => p.Type)))
        {
            (keys ?? on).Complain("'per' has to name values like those of the first step, as many and of the same sorts.");
            return null;
        }

        return new RuleStep(kind, _variant.Scope?.Invoke(vocabulary) is { } scope ? new AllOf([condition, scope]) : condition, per);
    }

    /// <summary>A condition without parameters; null where it is wrong, which is complained about.</summary>
    public static Condition? ParseAlone(YamlValue text, Vocabulary vocabulary) => Understood(text, null, t => ExpressionParser.Parse(t, vocabulary, NoParameters));

    private Condition? Parse(YamlValue text, Vocabulary vocabulary) => Understood(text, _parameters, t => ExpressionParser.Parse(t, vocabulary, _texts));

    /// <summary>What a text says; null where it can't be understood, which is complained about: at the very place, which may be that of a parameter's value.</summary>
    private static T? Understood<T>(YamlValue value, Dictionary<string, YamlValue>? parameters, Func<string, T> read)
        where T : class
    {
        if (value.AsText() is not { } text)
        {
            return null;
        }

        try
        {
            return read(text);
        }
        catch (ExpressionException e) when (e.Parameter is { } wrong)
        {
            parameters![wrong.Name].AsList()[wrong.Index].Complain(e.Message);
        }
        catch (ExpressionException e)
        {
            value.Complain(e.Message, e.Offset);
        }

        return null;
    }

    private static Operand[] ReadOperands(YamlValue? names, Vocabulary vocabulary)
    {
        var operands = new List<Operand>();
        foreach (var name in names?.AsList() ?? [])
        {
            if (name.AsText() is not { } text)
            {
                return [];
            }

            if (vocabulary.Find(text) is not { } operand)
            {
                name.Complain($"'{text}' isn't known here{NearestName.Hint(text, vocabulary.Names)}");
                return [];
            }

            operands.Add(operand);
        }

        return [.. operands];
    }

    private Template? ReadTemplate(string key, Vocabulary vocabulary) =>
        _map.Require(key) is { } value ? Understood(value, null, text => Template.Parse(text, vocabulary)) : null;

    /// <summary>A number above 0.</summary>
    private static double Amount(YamlValue value, string unit)
    {
        if (value.Text is not null && Literals.TryRead(value.Text, unit, out var number) && number is > 0 and <= 1e18)
        {
            return number;
        }

        value.Wrong<object>(unit == "ms" ? "a time such as 250ms or 10m" : "a number above 0");
        return 1;
    }

    private YamlValue? Resolved(string key) => Resolved(_map[key]);

    private YamlValue? Require(YamlMap map, string key) => Resolved(map.Require(key));

    /// <summary>What <c>$name</c> stands for, or the value itself.</summary>
    private YamlValue? Resolved(YamlValue? value)
    {
        if (value?.Text is not { } text || !text.StartsWith('$'))
        {
            return value;
        }

        if (_parameters.TryGetValue(text[1..], out var parameter))
        {
            return parameter;
        }

        value.Complain($"There is no parameter '{text[1..]}'{NearestName.Hint(text[1..], _parameters.Keys)}");
        return null;
    }
}
