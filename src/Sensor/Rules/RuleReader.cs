using Sensor.Alerts;
using Sensor.Yaml;
using Sensor.Rules.Engine;
using Sensor.Rules.Language;

namespace Sensor.Rules;

/// <summary>How one reading of a rule differs from what is written.</summary>
/// <param name="Variant">Number of the reading, 0 for the written one.</param>
/// <param name="Set">Parameters with another value.</param>
/// <param name="Severity">Another severity, or null.</param>
/// <param name="Scope">What must hold besides; null: nothing.</param>
internal sealed record RuleVariant(int Variant, IReadOnlyDictionary<string, YamlValue> Set, Severity? Severity, Func<Vocabulary, Condition?>? Scope)
{
    public static RuleVariant AsWritten { get; } = new(0, new Dictionary<string, YamlValue>(), null, null);
}

/// <summary>Compiles one rule of a file. Complains where it is wrong; then there is no rule.</summary>
internal sealed class RuleReader
{
    private const long Second = 1_000_000_000, Day = 86_400 * Second;

    /// <summary>Different values or matches that are remembered one by one.</summary>
    private const double MaxRemembered = 1024;

    /// <summary>Steps, causes, techniques.</summary>
    private const int MaxTexts = 50;

    private static readonly string[] Severities = ["critical", "high", "medium", "low"];

    private readonly YamlMap _map;
    private readonly RuleKinds _kinds;
    private readonly RuleVariant _variant;
    private readonly bool _isFinding;
    private readonly Dictionary<string, YamlValue> _parameters = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _texts = [];

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
        var reason = ReadReason();
        var about = _map["about"]?.AsOneOf("src", "dest") == 1 ? Side.Destination : Side.Source;
        var again = Resolved("again")?.AsDuration(Second, 365 * Day) ?? (_isFinding ? 7 * Day : AlertDesk.Episode);
        var shape = ReadShape(out var steps, out var of, out var atLeast, out var within);
        if (steps.Count == 0)
        {
            // What can't be read without a step isn't unknown for that.
            foreach (var key in (string[])["when", "per", "explanation", "observed", "unit", "yields_to", "trials"])
            {
                _ = _map[key];
            }

            _map.RejectOthers();
            return null;
        }

        var vocabulary = shape == RuleShape.Absence ? Vocabulary.Surroundings : Vocabulary.Of(steps[^1].Kind);
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

    private AlertReason? ReadReason()
    {
        var slug = _map.Require("rule")?.AsText();
        var id = _map.Require("id")?.AsWhole(1, 999_999);
        var title = _map.Require("title")?.AsText();
        var severity = _map.Require("severity")?.AsOneOf(Severities);
        var meaning = _map.Require("meaning")?.AsText();
        var steps = _map.Require("next_steps")?.AsTexts();
        var causes = _map.Require("benign_causes")?.AsTexts();
        var mitre = _map["mitre"]?.AsTexts() ?? [];
        if (slug is not null && (slug.Length > 64 || !slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
        {
            _map["rule"]!.Complain("A rule's name consists of small letters, digits and hyphens, 64 at most.");
            slug = null;
        }

        foreach (var list in new[] { _map["next_steps"], _map["benign_causes"], _map["mitre"] }.OfType<YamlValue>().Where(l => l.Items?.Count > MaxTexts))
        {
            list.Complain($"At most {MaxTexts} belong here.");
        }

        foreach (var technique in mitre.Where(t => !IsTechnique(t)))
        {
            _map["mitre"]!.Complain($"'{technique}' is no ATT&CK technique such as T0859 or T1110.001.");
        }

        return slug is null || id is null || title is null || severity is null || meaning is null || steps is null || causes is null
            ? null
            : new AlertReason(slug, (int)id, _isFinding ? "posture" : "rule", title, _variant.Severity ?? (Severity)(severity.Value + 1))
            {
                Meaning = meaning,
                NextSteps = [.. steps],
                BenignCauses = [.. causes],
                Mitre = [.. mitre],
            };
    }

    private static bool IsTechnique(string text) =>
        text.Length is 5 or 9 && text[0] == 'T' && text.AsSpan(1, 4).IndexOfAnyExceptInRange('0', '9') < 0
        && (text.Length == 5 || (text[5] == '.' && text.AsSpan(6).IndexOfAnyExceptInRange('0', '9') < 0));

    private RuleShape ReadShape(out IReadOnlyList<RuleStep> steps, out IReadOnlyList<Operand> of, out double atLeast, out long within)
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
                steps = ReadStep(awaited.AsMap(), step.Per) is { } second ? [step, second] : [];
            }
            else
            {
                atLeast = Resolved(map["after"])?.AsWhole(2, 1_000_000) ?? 3;
            }
        }
        else
        {
            var most = sum is null ? MaxRemembered : 1e18;
            atLeast = Require(map, "at_least") is { } least ? Amount(least, sum is null ? 2 : double.Epsilon, most) : 1;
            if (count is null)
            {
                shape = sum is null ? RuleShape.Distinct : RuleShape.Sum;
                of = ReadOperands(map.Require("of"), Vocabulary.Of(step.Kind));
                if (sum is not null && of is not [{ Type: OperandType.Number }])
                {
                    map.Whole.Complain("What is added up has to be one number.");
                    steps = [];
                }

                steps = of.Count == 0 ? [] : steps;
            }
        }

        map.RejectOthers();
        return shape;
    }

    private List<RuleStep> ReadSequence(YamlValue sequence)
    {
        var steps = new List<RuleStep>();
        foreach (var item in sequence.AsList())
        {
            var map = item.AsMap();
            var within = steps.Count == 0 ? 0 : Require(map, "within")?.AsDuration(1_000_000, 30 * Day);
            var step = ReadStep(map, steps.Count == 0 ? null : steps[0].Per);
            map.RejectOthers();
            if (step is null || within is null)
            {
                return [];
            }

            if (steps.Count > 0 && step.Per.Count != steps[0].Per.Count)
            {
                item.Complain("'per' has as many values in each step.");
                return [];
            }

            steps.Add(step with { Within = within.Value });
        }

        if (steps.Count is < 2 or > 8)
        {
            sequence.Complain("A sequence has 2 to 8 steps.");
            return [];
        }

        return steps;
    }

    private RuleStep? ReadStep(YamlMap map, IReadOnlyList<Operand>? perByDefault)
    {
        if (map.Require("on") is not { } on || on.AsText() is not { } name)
        {
            return null;
        }

        if (_kinds.Find(name) is not { } kind)
        {
            on.Complain($"There is no kind of fact '{name}'{NearestName.Hint(name, _kinds.Names)}");
            return null;
        }

        var vocabulary = Vocabulary.Of(kind);
        var when = map["when"];
        var condition = when is null ? Condition.Always : Parse(when, vocabulary, _texts);
        var per = map["per"] is { } keys ? ReadOperands(keys, vocabulary) : perByDefault ?? [vocabulary.Find("src.ip")!, vocabulary.Find("dest.ip")!];
        if (condition is null || per.Count == 0)
        {
            return null;
        }

        return new RuleStep(kind, _variant.Scope?.Invoke(vocabulary) is { } scope ? new AllOf([condition, scope]) : condition, per);
    }

    /// <summary>A condition somebody wrote; null where it is wrong, which is complained about.</summary>
    public static Condition? Parse(YamlValue text, Vocabulary vocabulary, IReadOnlyDictionary<string, IReadOnlyList<string>> parameters)
    {
        if (text.AsText() is not { } expression)
        {
            return null;
        }

        try
        {
            return ExpressionParser.Parse(expression, vocabulary, parameters);
        }
        catch (ExpressionException e)
        {
            text.Complain(e.Message, text.IsPlain || text.IsQuoted ? e.Offset : 0);
            return null;
        }
    }

    private static List<Operand> ReadOperands(YamlValue? names, Vocabulary vocabulary)
    {
        var operands = new List<Operand>();
        foreach (var name in names?.AsList() ?? [])
        {
            if (name.AsText() is not { } text || vocabulary.Find(text) is not { } operand)
            {
                name.Complain($"'{name.Text}' isn't known here{NearestName.Hint(name.Text ?? "", vocabulary.Names)}");
                return [];
            }

            operands.Add(operand);
        }

        return operands;
    }

    private Template? ReadTemplate(string key, Vocabulary vocabulary)
    {
        if (_map.Require(key) is not { } value || value.AsText() is not { } text)
        {
            return null;
        }

        var template = Template.Parse(text, vocabulary, out var problem);
        if (problem is null)
        {
            return template;
        }

        value.Complain(problem);
        return null;
    }

    private static double Amount(YamlValue value, double least, double most)
    {
        if (value.Text is not null && Literals.TryRead(value.Text, "", out var number) && number >= least && number <= most)
        {
            return number;
        }

        value.Wrong<object>(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"a number{(least >= 2 ? $" from {least} to {most}" : " above 0")}"));
        return 2;
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
