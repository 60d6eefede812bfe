using System.Collections.Frozen;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Values;

/// <summary>Units by what a field that says them writes, where its definition gives words for that. Immutable.</summary>
internal sealed class UnitWords
{
    private readonly FieldType _type;
    private readonly ByteKeys _texts;
    private readonly FrozenDictionary<double, int> _numbers;
    private readonly (PumpUnit Unit, double Factor)[] _units;

    private UnitWords(ValueDefinition says)
    {
        _type = says.Type;
        _texts = new ByteKeys([.. says.Words.Keys.Select(PumpTexts.Bytes)]);
        _units = [.. says.Words.Values.Select(Unit)];
        _numbers = says.Words.Keys.Select((raw, index) => (Number: Numbers.TryRaw(raw, out var n) ? n : double.NaN, Index: index))
            .Where(w => double.IsFinite(w.Number)).DistinctBy(w => w.Number).ToFrozenDictionary(w => w.Number, w => w.Index);
    }

    /// <summary>Null where the field writes units as everybody does.</summary>
    public static UnitWords? Of(ValueDefinition says) => says.Words.Count == 0 ? null : new UnitWords(says);

    /// <summary>False where there is no word for it.</summary>
    public bool TryFind(ReadOnlySpan<byte> raw, out PumpUnit unit, out double factor)
    {
        var index = _type != FieldType.Text && Numbers.TryRead(_type, raw, out var number) ? _numbers.GetValueOrDefault(number, -1) : _texts.Find(raw.WithoutBlanks());
        (unit, factor) = index < 0 ? (PumpUnit.Unknown, 1) : _units[index];
        return index >= 0;
    }

    private static (PumpUnit Unit, double Factor) Unit(string word) =>
        PumpUnits.TryFind(PumpTexts.Bytes(word), out var unit, out var factor) ? (unit, factor) : (PumpUnit.Unknown, 1);
}
