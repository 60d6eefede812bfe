using Sensor.Facts;
using Sensor.Yaml;
using Sensor.Site;

namespace Sensor.Rules.Language;

/// <summary>
/// Reads a condition: comparisons joined by <c>and</c>, <c>or</c>, <c>not</c> and brackets. Bounds: <see cref="MaxLength"/> characters, <see cref="MaxDepth"/>
/// brackets in each other.
/// </summary>
internal sealed class ExpressionParser
{
    public const int MaxLength = 4000;

    public const int MaxDepth = 32;

    private readonly Vocabulary _vocabulary;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _parameters;
    private readonly List<Token> _tokens;
    private int _at;
    private int _depth;

    private ExpressionParser(string text, Vocabulary vocabulary, IReadOnlyDictionary<string, IReadOnlyList<string>> parameters)
    {
        if (text.Length > MaxLength)
        {
            throw new ExpressionException($"The condition is longer than {MaxLength} characters.", 0);
        }

        (_vocabulary, _parameters) = (vocabulary, parameters);
        _tokens = Lexer.Cut(text);
    }

    private Token Next => _tokens[_at];

    /// <param name="text">The expression.</param>
    /// <param name="vocabulary">What can be asked.</param>
    /// <param name="parameters">Values of <c>$name</c>, by name without the sign.</param>
    /// <exception cref="ExpressionException">It can't be understood.</exception>
    public static Condition Parse(string text, Vocabulary vocabulary, IReadOnlyDictionary<string, IReadOnlyList<string>> parameters)
    {
        var parser = new ExpressionParser(text, vocabulary, parameters);
        var condition = parser.Or();
        return parser.Next.Kind == TokenKind.End
            ? condition
            : throw new ExpressionException($"Here belongs 'and', 'or' or the end, not {parser.Next.Shown}.", parser.Next);
    }

    private Condition Or() => Joined("or", And, parts => new AnyOf(parts));

    private Condition And() => Joined("and", Unary, parts => new AllOf(parts));

    private Condition Joined(string word, Func<Condition> part, Func<Condition[], Condition> join)
    {
        var parts = new List<Condition> { part() };
        while (TryTake(word))
        {
            parts.Add(part());
        }

        return parts.Count == 1 ? parts[0] : join([.. parts]);
    }

    private Condition Unary()
    {
        if (++_depth > MaxDepth)
        {
            throw new ExpressionException($"More than {MaxDepth} brackets stand in each other.", Next);
        }

        Condition condition;
        if (TryTake("not"))
        {
            condition = new Not(Unary());
        }
        else if (TryTake("("))
        {
            condition = Or();
            Expect(")");
        }
        else
        {
            condition = Comparison();
        }

        _depth--;
        return condition;
    }

    private Condition Comparison()
    {
        var subject = Take();
        if (subject.Kind != TokenKind.Word)
        {
            throw new ExpressionException($"Here belongs the name of a field, not {subject.Shown}.", subject);
        }

        var operand = _vocabulary.Find(subject.Text)
            ?? throw new ExpressionException($"'{subject.Text}' isn't known here{NearestName.Hint(subject.Text, _vocabulary.Names)}", subject);
        if (TryTake("is"))
        {
            var negated = TryTake("not");
            Expect("known");
            return operand.Type is OperandType.Number or OperandType.Flag or OperandType.Choice
                ? throw new ExpressionException($"'{operand.Name}' is always known.", subject)
                : Negated(new IsKnown(operand), negated);
        }

        if (Next.Is("not") || Next.Is("in") || Next.Is("like"))
        {
            var negated = TryTake("not");
            return Negated(TryTake("like") ? Alike(operand) : In(operand), negated);
        }

        if (Next.Kind == TokenKind.Symbol && Next.Text is "==" or "!=" or "<" or "<=" or ">" or ">=")
        {
            var symbol = Take();
            return symbol.Text is "==" or "!=" ? Negated(Equal(operand, symbol), symbol.Text == "!=") : Ordered(operand, symbol);
        }

        return operand.Type == OperandType.Flag
            ? new IsSet(operand)
            : throw new ExpressionException($"'{operand.Name}' has to be compared with something.", Next);
    }

    private static Condition Negated(Condition condition, bool negated) => negated ? new Not(condition) : condition;

    private Condition Equal(Operand left, Token symbol)
    {
        if (left.Type == OperandType.Flag)
        {
            throw new ExpressionException($"'{left.Name}' is true or false: write '{left.Name}' or 'not {left.Name}'.", symbol);
        }

        if (OtherField(left) is { } right)
        {
            return left.Type == OperandType.Number ? new Compares(left, Language.Comparison.Equal, right, 0) : new SameWord(left, right);
        }

        return OneOf(left, Next, Values());
    }

    private Compares Ordered(Operand left, Token symbol)
    {
        if (left.Type != OperandType.Number)
        {
            throw new ExpressionException($"'{left.Name}' isn't a number: only == and != fit.", symbol);
        }

        var comparison = symbol.Text switch
        {
            "<" => Language.Comparison.Less,
            "<=" => Language.Comparison.LessOrEqual,
            ">" => Language.Comparison.Greater,
            _ => Language.Comparison.GreaterOrEqual,
        };
        if (OtherField(left) is { } right)
        {
            return new Compares(left, comparison, right, 0);
        }

        var at = Next;
        var values = Values();
        return values.Count == 1
            ? new Compares(left, comparison, null, Number(left, values[0]))
            : throw new ExpressionException($"Here belongs one number, not {values.Count}.", at);
    }

    private Condition In(Operand operand)
    {
        Expect("in");
        if (operand.Type == OperandType.Flag)
        {
            throw new ExpressionException($"'{operand.Name}' is true or false.", Next);
        }

        return OneOf(operand, Next, Values());
    }

    private IsAlike Alike(Operand operand) => operand.Type is OperandType.Text or OperandType.Choice
        ? new IsAlike(operand, [.. Values().Select(v => new Pattern(v.Text))])
        : throw new ExpressionException($"'{operand.Name}' isn't a text.", Next);

    private static Condition OneOf(Operand operand, Token at, List<Token> values) => operand.Type switch
    {
        OperandType.Number => new IsBetween(operand, [.. values.Select(v => Range(operand, v))]),
        OperandType.Address => new IsWithin(operand, [.. values.Select(Addresses)]),
        OperandType.Id => throw new ExpressionException($"'{operand.Name}' is a pseudonym: it can only be compared with another field.", at),
        _ => new HasKey(operand, [.. values.Select(v => KeyOf(operand, v))]),
    };

    private static ulong KeyOf(Operand operand, Token value)
    {
        var word = operand.Words.TakeWhile(w => w != value.Text).Count();
        if (operand.Words.Count > 0 && word == operand.Words.Count)
        {
            // A long list hides what is wrong.
            var others = operand.Words.Count > 12 ? "" : $" It is one of {string.Join(", ", operand.Words)}.";
            throw new ExpressionException($"'{operand.Name}' is never '{value.Text}'{NearestName.Hint(value.Text, operand.Words)}{others}", value);
        }

        return operand.Type == OperandType.Choice ? (ulong)word + 1 : value.Text.Length == 0 ? 0 : StableKey.Of(value.Text);
    }

    private static (double First, double Last) Range(Operand operand, Token value)
    {
        var dots = value.Text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            var number = Number(operand, value);
            return (number, number);
        }

        var (first, last) = (Number(operand, value with { Text = value.Text[..dots] }), Number(operand, value with { Text = value.Text[(dots + 2)..] }));
        return first <= last || operand.GoesRound ? (first, last) : throw new ExpressionException($"{value.Shown} ends before it begins.", value);
    }

    private static double Number(Operand operand, Token value) => Literals.TryRead(value.Text, operand.Unit, out var number)
        ? number
        : throw new ExpressionException($"{value.Shown} is no number{(operand.Unit == "ms" ? " and no time such as 250ms or 10m" : "")}.", value);

    private static AddressRange Addresses(Token value) => AddressRange.TryParse(value.Text, out var range, out var problem)
        ? range
        : throw new ExpressionException(problem, value);

    /// <summary>A field on the right side; null where a value stands there.</summary>
    private Operand? OtherField(Operand left)
    {
        if (Next.Kind != TokenKind.Word || left.Words.Contains(Next.Text) || _vocabulary.Find(Next.Text) is not { } right)
        {
            return null;
        }

        var token = Take();
        return right.Type == left.Type && left.Type != OperandType.Choice
            ? right
            : throw new ExpressionException($"'{left.Name}' and '{right.Name}' can't be compared; put '{right.Name}' in quotes if the word is meant.", token);
    }

    /// <summary>One value, a list in brackets, or what a parameter stands for.</summary>
    private List<Token> Values()
    {
        var values = new List<Token>();
        if (!TryTake("["))
        {
            Add(values, Take());
            return values;
        }

        while (!Next.Is("]"))
        {
            Add(values, Take());
            if (!Next.Is("]"))
            {
                Expect(",");
            }
        }

        Expect("]");
        return values;
    }

    private void Add(List<Token> values, Token token)
    {
        if (token.Kind is TokenKind.End or TokenKind.Symbol)
        {
            throw new ExpressionException($"Here belongs a value, not {token.Shown}.", token);
        }

        if (token.Kind == TokenKind.Quoted || !token.Text.StartsWith('$'))
        {
            values.Add(token);
            return;
        }

        var name = token.Text[1..];
        if (!_parameters.TryGetValue(name, out var texts))
        {
            throw new ExpressionException($"There is no parameter '{name}'{NearestName.Hint(name, _parameters.Keys)}", token);
        }

        values.AddRange(texts.Select((t, i) => new Token(TokenKind.Quoted, t, token.Offset, (name, i))));
    }

    private Token Take() => Next.Kind == TokenKind.End ? Next : _tokens[_at++];

    private bool TryTake(string text)
    {
        if (!Next.Is(text))
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(string text)
    {
        if (!TryTake(text))
        {
            throw new ExpressionException($"Here belongs '{text}', not {Next.Shown}.", Next);
        }
    }
}
