using Sensor.Rules.Engine;
using Sensor.Site;

namespace Sensor.Rules.Language;

/// <summary>A compiled condition. Testing allocates nothing and takes time that only depends on the condition.</summary>
internal abstract class Condition
{
    public abstract bool Holds(FactView view);

    /// <summary>Of these one must be met for the condition to hold, which lets the engine pass over rules without testing them. Null: it can hold anyway.</summary>
    public virtual IReadOnlyList<Guard>? Guards => null;

    public static Condition Always { get; } = new True();

    private sealed class True : Condition
    {
        public override bool Holds(FactView view) => true;
    }
}

internal sealed class AllOf(Condition[] parts) : Condition
{
    public override IReadOnlyList<Guard>? Guards => parts.Select(p => p.Guards).OfType<IReadOnlyList<Guard>>().MinBy(guards => guards.Select(g => g.Weight).DefaultIfEmpty().Max());

    public override bool Holds(FactView view)
    {
        foreach (var part in parts)
        {
            if (!part.Holds(view))
            {
                return false;
            }
        }

        return true;
    }
}

internal sealed class AnyOf(Condition[] parts) : Condition
{
    public override IReadOnlyList<Guard>? Guards => parts.Any(p => p.Guards is null) ? null : [.. parts.SelectMany(p => p.Guards!)];

    public override bool Holds(FactView view)
    {
        foreach (var part in parts)
        {
            if (part.Holds(view))
            {
                return true;
            }
        }

        return false;
    }
}

internal sealed class Not(Condition inner) : Condition
{
    public override IReadOnlyList<Guard>? Guards => inner is IsSet or HasKey or IsKnown ? [.. inner.Guards!.Select(g => g with { IsExcept = !g.IsExcept })] : null;

    public override bool Holds(FactView view) => !inner.Holds(view);
}

internal sealed class IsSet(Operand flag) : Condition
{
    public override IReadOnlyList<Guard>? Guards => [new(flag, [1])];

    public override bool Holds(FactView view) => flag.Key(view) != 0;
}

/// <summary>A text, a choice or an address is there at all.</summary>
internal sealed class IsKnown(Operand operand) : Condition
{
    public override IReadOnlyList<Guard>? Guards => [new(operand, [0]) { IsExcept = true }];

    public override bool Holds(FactView view) => operand.Key(view) != 0;
}

internal sealed class HasKey(Operand operand, ulong[] keys) : Condition
{
    private readonly ulong[] _keys = [.. keys.Distinct().Order()];

    public override IReadOnlyList<Guard>? Guards => [new(operand, _keys)];

    public override bool Holds(FactView view) =>
        _keys.Length == 1 ? operand.Key(view) == _keys[0] : Array.BinarySearch(_keys, operand.Key(view)) >= 0;
}

internal sealed class IsAlike(Operand operand, Pattern[] patterns) : Condition
{
    private const int Remembered = 64;

    /// <summary>
    /// Names come again and again as the same objects: the latest that were alike, and those that weren't. Two lists of references, so that several threads may ask.
    /// </summary>
    private readonly string?[] _alike = new string?[Remembered], _unlike = new string?[Remembered];

    public override bool Holds(FactView view)
    {
        var text = operand.Text(view);
        var place = (int)(operand.Key(view) % Remembered);
        if (ReferenceEquals(_unlike[place], text))
        {
            return false;
        }

        if (ReferenceEquals(_alike[place], text))
        {
            return true;
        }

        var isAlike = Matches(text);
        (isAlike ? _alike : _unlike)[place] = text;
        return isAlike;
    }

    private bool Matches(string text)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(text))
            {
                return true;
            }
        }

        return false;
    }
}

internal sealed class IsWithin(Operand operand, IReadOnlyList<AddressRange> ranges) : Condition
{
    private readonly RangeTable<object> _ranges = new(ranges.Select(r => (r, new object())));

    public override bool Holds(FactView view) => _ranges.Find(operand.Address(view)) is not null;
}

internal sealed class SameWord(Operand left, Operand right) : Condition
{
    public override bool Holds(FactView view) => left.Word(view) == right.Word(view);
}

internal enum Comparison : byte
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>Compares a number with another or with a constant.</summary>
internal sealed class Compares(Operand left, Comparison comparison, Operand? right, double constant) : Condition
{
    public override IReadOnlyList<Guard>? Guards => right is not null ? null
        : comparison is Comparison.Less or Comparison.LessOrEqual ? [new Guard(left, []) { To = constant }]
        : [new Guard(left, []) { From = constant, To = comparison == Comparison.Equal ? constant : double.PositiveInfinity }];

    public override bool Holds(FactView view)
    {
        var (a, b) = (left.Number(view), right?.Number(view) ?? constant);
        return comparison switch
        {
            Comparison.Equal => a == b,
            Comparison.Less => a < b,
            Comparison.LessOrEqual => a <= b,
            Comparison.Greater => a > b,
            _ => a >= b,
        };
    }
}

/// <summary>A number lies in one of some ranges, both ends included; where the first end is above the second it goes round the largest (22..5 of hours).</summary>
internal sealed class IsBetween(Operand operand, (double First, double Last)[] ranges) : Condition
{
    public override IReadOnlyList<Guard>? Guards =>
        [.. ranges.SelectMany(r => r.First <= r.Last ? [Within(r.First, r.Last)] : (Guard[])[Within(r.First, double.PositiveInfinity), Within(double.NegativeInfinity, r.Last)])];

    public override bool Holds(FactView view)
    {
        var value = operand.Number(view);
        foreach (var (first, last) in ranges)
        {
            if (first <= last ? value >= first && value <= last : value >= first || value <= last)
            {
                return true;
            }
        }

        return false;
    }

    private Guard Within(double first, double last) => new(operand, []) { From = first, To = last };
}

/// <summary>What an operand must be for a condition to hold.</summary>
/// <param name="Operand">The operand.</param>
/// <param name="Keys">One of these; of a number none.</param>
internal sealed record Guard(Operand Operand, ulong[] Keys)
{
    /// <summary>None of the keys instead.</summary>
    public bool IsExcept { get; init; }

    /// <summary>A number's least and largest value.</summary>
    public double From { get; init; } = double.NegativeInfinity;

    public double To { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// The less, the better: words tell more facts apart than words to leave out, these more than numbers and flags, few words more than many; and what surrounds a
    /// fact takes longer to find out than any of its fields.
    /// </summary>
    public int Weight => Math.Min(Keys.Length, 999) + (Operand.IsField ? 0 : 10_000) + Operand.Type switch
    {
        OperandType.Flag => 3000,
        OperandType.Number => 2000,
        _ => IsExcept ? 1000 : 0,
    };

    /// <summary>Whether a key meets it.</summary>
    public bool Meets(ulong key) => Keys.Contains(key) != IsExcept;
}
