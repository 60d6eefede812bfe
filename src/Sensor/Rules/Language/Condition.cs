using Sensor.Rules.Engine;
using Sensor.Site;

namespace Sensor.Rules.Language;

/// <summary>A compiled condition. Testing allocates nothing and takes time that only depends on the condition.</summary>
internal abstract class Condition
{
    public abstract bool Holds(FactView view);

    /// <summary>An operand and the keys of which it must have one for the condition to hold: lets the engine pass over rules without testing them. Null where there is none.</summary>
    public virtual Guard? Guard => null;

    public static Condition Always { get; } = new True();

    private sealed class True : Condition
    {
        public override bool Holds(FactView view) => true;
    }
}

internal sealed class AllOf(Condition[] parts) : Condition
{
    public override Guard? Guard => parts.Select(p => p.Guard).OfType<Guard>().MinBy(g => g.Weight);

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
    public override Guard? Guard => parts.Select(p => p.Guard).Aggregate((a, b) => a?.Operand == b?.Operand ? a?.Or(b!) : null);

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
    public override Guard? Guard => inner is IsSet { Flag: var flag } ? new Guard(flag, [0]) : null;

    public override bool Holds(FactView view) => !inner.Holds(view);
}

internal sealed class IsSet(Operand flag) : Condition
{
    public Operand Flag => flag;

    public override Guard? Guard => new(flag, [1]);

    public override bool Holds(FactView view) => flag.Key(view) != 0;
}

/// <summary>A text, a choice or an address is there at all.</summary>
internal sealed class IsKnown(Operand operand) : Condition
{
    public override bool Holds(FactView view) => operand.Key(view) != 0;
}

internal sealed class HasKey(Operand operand, ulong[] keys) : Condition
{
    private readonly ulong[] _keys = [.. keys.Distinct().Order()];

    public override Guard? Guard => new(operand, _keys);

    public override bool Holds(FactView view) =>
        _keys.Length == 1 ? operand.Key(view) == _keys[0] : Array.BinarySearch(_keys, operand.Key(view)) >= 0;
}

internal sealed class IsAlike(Operand operand, Pattern[] patterns) : Condition
{
    public override bool Holds(FactView view)
    {
        var text = operand.Text(view);
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
}

/// <summary>What an operand must be for a condition to hold.</summary>
/// <param name="Operand">Has keys.</param>
/// <param name="Keys">One of these; without any the condition never holds.</param>
internal sealed record Guard(Operand Operand, ulong[] Keys)
{
    /// <summary>The less, the better: words tell more facts apart than flags, and few words more than many.</summary>
    public int Weight => (Operand.Type == OperandType.Flag ? 2000 : 0) + (Operand.IsField ? 0 : 1000) + Math.Min(Keys.Length, 999);

    public Guard Or(Guard other) => this with { Keys = [.. Keys.Union(other.Keys)] };
}
