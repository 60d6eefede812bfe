using System.Collections.Frozen;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Values;

/// <summary>A word's meaning, made when the definition was compiled.</summary>
/// <param name="Text">The word; of names its number among the definition's.</param>
/// <param name="State">As a state.</param>
/// <param name="Is">As yes or no.</param>
internal readonly record struct Word(int Text, PumpState State, Tristate Is);

/// <summary>What a set bit means.</summary>
internal readonly record struct BitWord(int Bit, Meaning Means, Word Word);

/// <summary>What a value means and how it is read. Immutable, shared by all partitions.</summary>
internal sealed class ValuePlan
{
    private readonly FrozenDictionary<double, Word>? _byNumber;
    private readonly ByteKeys? _byText;
    private readonly Word[] _words = [];
    private readonly ByteKeys? _absent;
    private readonly double[] _absentNumbers = [];
    private readonly double _scale;
    private readonly double _divisor;

    public ValuePlan(ValueDefinition definition, int unitSlot, int quantityIndex, PumpTexts texts)
    {
        Joins = definition.Joins;
        Type = definition.Type;
        Means = definition.IsSecret ? Meaning.None : definition.Means;
        Quantity = definition.Quantity;
        QuantityIndex = quantityIndex;
        Unit = definition.Quantity.IsIn(definition.Unit) ? definition.Unit : PumpUnit.Unknown;
        _scale = definition.Scale;

        // A tenth is no binary fraction, ten is: dividing gives the number that the same digits with a point in them give.
        var inverse = Math.Round(1 / definition.Scale);
        _divisor = Math.Abs(definition.Scale) < 1 && Math.Abs((inverse * definition.Scale) - 1) < 1e-12 ? inverse : 0;
        UnitSlot = unitSlot;
        Bits = definition.IsSecret ? [] : [.. definition.Bits.Select(b => new BitWord(b.Bit, b.Means, texts.Word(b.Word)))];
        _absent = definition.Absent.Count == 0 ? null : new ByteKeys([.. definition.Absent.Select(PumpTexts.Bytes)]);
        if (Type != FieldType.Text)
        {
            _absentNumbers = [.. definition.Absent.Select(a => Numbers.TryRaw(a, out var n) ? n : double.NaN).Where(double.IsFinite)];
            _byNumber = definition.Words
                .Select(w => (Number: Numbers.TryRaw(w.Key, out var n) ? n : double.NaN, w.Value)).Where(w => double.IsFinite(w.Number))
                .DistinctBy(w => w.Number).ToFrozenDictionary(w => w.Number, w => texts.Word(w.Value));
        }

        if (definition.Words.Count > 0)
        {
            _byText = new ByteKeys([.. definition.Words.Keys.Select(PumpTexts.Bytes)]);
            _words = [.. definition.Words.Values.Select(texts.Word)];
        }

        IsSilent = Means == Meaning.None && Bits.Length == 0 && definition.Parts.Count == 0;
    }

    public FieldType Type { get; }

    public Meaning Means { get; }

    public PumpQuantity Quantity { get; }

    /// <summary>Place among the quantities of the definition.</summary>
    public int QuantityIndex { get; }

    /// <summary>Where it is among them when its unit is a dose rate's; -1 where it can't be one.</summary>
    public int DoseRateIndex { get; init; } = -1;

    public PumpUnit Unit { get; }

    /// <summary>A raw number in the value's unit.</summary>
    public double Scaled(double number) => _divisor != 0 ? number / _divisor : number * _scale;

    /// <summary>Slot of the field that says the unit; -1 where there is none.</summary>
    public int UnitSlot { get; }

    /// <summary>In a table: key of the value that says the unit; empty where there is none.</summary>
    public byte[] UnitKey { get; init; } = [];

    /// <summary>Words by which the unit is said; null where it is said as everybody does.</summary>
    public UnitWords? Units { get; init; }

    /// <summary>Its parts, which say all that it says; null where it is one thing.</summary>
    public PartsPlan? Parts { get; init; }

    /// <summary>Slots of <see cref="Parts"/>.</summary>
    public int PartSlots { get; init; }

    /// <summary>Follows what the same message says of the same thing before it.</summary>
    public bool Joins { get; }

    /// <summary>Another value may follow it that belongs to it.</summary>
    public bool IsJoined { get; init; }

    public BitWord[] Bits { get; }

    /// <summary>Says nothing.</summary>
    public bool IsSilent { get; }

    /// <summary>The value says that there is none. The number is what <see cref="Numbers.TryRead"/> made of it, or NaN.</summary>
    public bool IsAbsent(ReadOnlySpan<byte> bytes, double number) =>
        _absent is not null && (_absent.Find(bytes) >= 0 || _absent.Find(bytes.Trim((byte)' ')) >= 0 || _absentNumbers.AsSpan().Contains(number));

    public bool TryWord(ReadOnlySpan<byte> bytes, double number, out Word word)
    {
        if (_byText is not null)
        {
            if (_byNumber is not null && double.IsFinite(number) && _byNumber.TryGetValue(number, out word))
            {
                return true;
            }

            var index = _byText.Find(bytes);
            index = index < 0 ? _byText.Find(bytes.WithoutBlanks()) : index;
            if (index >= 0)
            {
                word = _words[index];
                return true;
            }
        }

        word = default;
        return false;
    }

    /// <summary>The definition gives words for its values.</summary>
    public bool HasWords => _byText is not null;
}
