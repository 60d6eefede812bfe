using Sensor.Rules.Language;

namespace Sensor.Rules.Engine;

/// <summary>For each value of an operand the set of steps that may ask for it, as bits.</summary>
/// <param name="operand">The operand.</param>
/// <param name="words">Length of a set.</param>
internal sealed class GuardIndex(Operand operand, int words)
{
    private readonly bool _isNumber = operand.Type == OperandType.Number;

    /// <summary>By key, of texts, pseudonyms and addresses.</summary>
    private readonly Dictionary<ulong, ulong[]> _byKey = [];

    /// <summary>By key, of flags and choices, whose keys are small numbers.</summary>
    private readonly ulong[]?[] _small = new ulong[]?[operand.Type is OperandType.Flag ? 2 : operand.Type is OperandType.Choice ? operand.Words.Count + 1 : 0];

    /// <summary>Of numbers: from each of these on, up to the next, the set behind it holds; below the first none does.</summary>
    private readonly List<double> _starts = [];
    private readonly List<ulong[]> _sets = [];

    public int Slot { get; } = operand.Slot;

    public void Add(Guard guard, int step)
    {
        if (_isNumber)
        {
            Split(guard.From);
            Split(double.BitIncrement(guard.To));
            for (var i = 0; i < _starts.Count; i++)
            {
                if (_starts[i] >= guard.From && _starts[i] <= guard.To)
                {
                    KindProgram.Set(_sets[i], step);
                }
            }
        }

        foreach (var key in guard.Keys)
        {
            KindProgram.Set(SetOf(key), step);
        }
    }

    /// <summary>The steps that are left at a value; null: none.</summary>
    public ulong[]? Find(in FieldValue value)
    {
        if (!_isNumber)
        {
            return _small.Length > 0 ? _small[(int)value.Key] : _byKey.GetValueOrDefault(value.Key);
        }

        var place = 0;
        while (place < _starts.Count && _starts[place] <= value.Number)
        {
            place++;
        }

        return place == 0 ? null : _sets[place - 1];
    }

    private ulong[] SetOf(ulong key)
    {
        if (_small.Length > 0)
        {
            return _small[(int)key] ??= new ulong[words];
        }

        if (!_byKey.TryGetValue(key, out var set))
        {
            _byKey.Add(key, set = new ulong[words]);
        }

        return set;
    }

    /// <summary>Has a set begin at a number, with what held there before.</summary>
    private void Split(double start)
    {
        var place = _starts.BinarySearch(start);
        if (place < 0)
        {
            _starts.Insert(~place, start);
            _sets.Insert(~place, ~place == 0 ? new ulong[words] : [.. _sets[~place - 1]]);
        }
    }
}
