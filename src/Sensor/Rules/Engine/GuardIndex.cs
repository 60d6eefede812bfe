using Sensor.Rules.Language;

namespace Sensor.Rules.Engine;

/// <summary>For each value of an operand the set of steps that may ask for it, as bits.</summary>
internal sealed class GuardIndex
{
    private readonly bool _isNumber;

    /// <summary>Of texts, pseudonyms and addresses, whose keys are hashes: a key stands at its lower bits or behind, before the next empty place.</summary>
    private readonly (ulong Key, ulong[]? Set)[] _byKey;

    /// <summary>By key, of flags and choices, whose keys are small numbers.</summary>
    private readonly ulong[][] _small;

    /// <summary>Of numbers: from each of these on, up to the next, the set behind it holds. The first is below all.</summary>
    private readonly double[] _starts;
    private readonly ulong[][] _sets;

    /// <summary>Of keys that no guard names.</summary>
    private readonly ulong[] _otherwise;

    /// <param name="operand">What is looked at.</param>
    /// <param name="guards">All guards on it, each with the step that it lets through.</param>
    /// <param name="steps">Steps in all.</param>
    public GuardIndex(Operand operand, IReadOnlyList<(Guard Guard, int Step)> guards, int steps)
    {
        Slot = operand.Slot;
        _isNumber = operand.Type == OperandType.Number;
        var smallKeys = operand.Type switch
        {
            OperandType.Flag => 2,
            OperandType.Choice => operand.Words.Count + 1,
            _ => 0,
        };
        _small = [.. Enumerable.Range(0, smallKeys).Select(k => SetWhere(g => g.Meets((ulong)k)))];
        var keys = guards.SelectMany(g => g.Guard.Keys).Distinct().ToList();
        _byKey = new (ulong, ulong[]?)[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(4 * keys.Count) + 1)];
        foreach (var key in keys)
        {
            _byKey[PlaceOf(key)] = (key, SetWhere(g => g.Meets(key)));
        }

        _otherwise = SetWhere(g => g.IsExcept);
        _starts = [double.NegativeInfinity, .. guards.SelectMany(g => new[] { g.Guard.From, double.BitIncrement(g.Guard.To) }).Where(double.IsFinite).Distinct().Order()];
        _sets = [.. _starts.Select(s => SetWhere(g => g.From <= s && s <= g.To))];

        ulong[] SetWhere(Func<Guard, bool> holds)
        {
            var set = new ulong[(steps + 63) / 64];
            foreach (var (guard, step) in guards)
            {
                set[step / 64] |= holds(guard) ? 1UL << (step % 64) : 0;
            }

            return set;
        }
    }

    public int Slot { get; }

    /// <summary>The steps that are left at a value.</summary>
    public ulong[] Find(in FieldValue value)
    {
        if (_isNumber)
        {
            var place = 1;
            while (place < _starts.Length && _starts[place] <= value.Number)
            {
                place++;
            }

            return _sets[place - 1];
        }

        return _small.Length > 0 ? _small[(int)value.Key] : _byKey[PlaceOf(value.Key)].Set ?? _otherwise;
    }

    /// <summary>Where a key stands, or an empty place.</summary>
    private int PlaceOf(ulong key)
    {
        var place = (int)key & (_byKey.Length - 1);
        while (_byKey[place].Set is not null && _byKey[place].Key != key)
        {
            place = (place + 1) & (_byKey.Length - 1);
        }

        return place;
    }
}
