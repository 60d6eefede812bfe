using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Values;

/// <summary>Compiles values and tables of them, and says what is wrong with them.</summary>
internal sealed class ValuesCompiler(PumpTexts texts, DefinitionFaults faults)
{
    private const int MaxValues = 1024;

    private readonly Dictionary<string, TablePlan> _tables = new(StringComparer.Ordinal);
    private readonly List<PumpQuantity> _quantities = [];

    /// <summary>Quantities of the definition: readings are kept at their places in it.</summary>
    public IReadOnlyList<PumpQuantity> Quantities => _quantities;

    public TablePlan? Table(string name) => _tables.GetValueOrDefault(name);

    /// <param name="tables">Of the definition.</param>
    /// <param name="scope">Fields of its messages: units may be among them.</param>
    /// <param name="parts">Compiles values that have parts.</param>
    public void CompileTables(IReadOnlyList<ValueTable> tables, FieldScope scope, PartsCompiler parts)
    {
        if (tables.Sum(t => t.Values.Count) > MaxValues)
        {
            faults.Add(tables[0].Place, $"There are more than {MaxValues} values.");
            return;
        }

        foreach (var table in tables)
        {
            var keys = table.Values.Keys.ToArray();
            var plans = keys.Select(k => Compile(table.Values[k], scope, table.Place, table, parts)).ToArray();
            if (!_tables.TryAdd(table.Name, new TablePlan(new ByteKeys([.. keys.Select(PumpTexts.Bytes)]), plans)))
            {
                faults.Add(table.Place, $"There are two tables of values {table.Name}.");
            }

            if (keys.Any(k => k.Length == 0))
            {
                faults.Add(table.Place, $"A value of {table.Name} has an empty key.");
            }
        }
    }

    public ValuePlan Compile(ValueDefinition value, FieldScope scope, Place place, ValueTable? table = null, PartsCompiler? parts = null)
    {
        var at = value.Place == default ? place : value.Place;
        var (unit, key, words) = (-1, Array.Empty<byte>(), (UnitWords?)null);
        if (value.UnitField is { } name)
        {
            if (table is not null && table.Values.TryGetValue(name, out var said))
            {
                (key, words) = (PumpTexts.Bytes(name), UnitWords.Of(said));
                Expect(!said.IsSecret, at, $"The value {name} is secret, and can't say the unit.");
            }
            else if (scope.TryFind(name, out unit, out var field))
            {
                words = UnitWords.Of(field.Value);
                Expect(!field.Value.IsSecret, at, $"The field {name} is secret, and can't say the unit.");
            }
            else
            {
                faults.Add(at, $"There is no field {name} that could say the unit.");
            }
        }

        Expect(value.Words.Count <= MaxValues, at, $"A value has at most {MaxValues} words.");
        Expect(value.Absent.Count <= 64, at, "A value has at most 64 spellings of none.");
        Expect(double.IsFinite(value.Scale) && value.Scale != 0, at, "A scale is a number other than 0.");
        Expect(value.Bits.All(b => b.Bit is >= -1 and < 53), at, "Bits are counted from 0 to 52.");
        Expect(value.Bits.Count <= 64, at, "A value has at most 64 bits.");
        Expect(value.Bits.Count == 0 || value.Type is not (FieldType.Text or FieldType.F32BigEndian or FieldType.F32LittleEndian or FieldType.MedicalFloat), at, "Bits need a type that is a whole number.");
        foreach (var bit in value.Bits)
        {
            CheckWord(bit.Means, bit.Word, at);
            Expect(bit.Means is Meaning.State or Meaning.Remote or Meaning.Silenced or Meaning.Alarm, at, "A bit says a state, remote, silenced or an alarm.");
        }

        foreach (var word in value.Words.Values)
        {
            CheckWord(value.Means, word, at);
        }

        var quantity = -1;
        if (value.Means == Meaning.Quantity && !value.IsSecret)
        {
            Expect(value.Quantity != PumpQuantity.None, at, "A quantity needs to be one.");
            Expect(value.Type != FieldType.Text, at, "A quantity needs a type that is a number.");
            quantity = PlaceOf(value.Quantity);
        }

        Expect(Enum.IsDefined(value.Type) && Enum.IsDefined(value.Means) && Enum.IsDefined(value.Quantity) && Enum.IsDefined(value.Unit), at, "There is no such type, meaning, quantity or unit.");
        var (plan, slots) = Parts(value, parts, at);
        return new ValuePlan(value, unit, quantity, texts)
        {
            UnitKey = key,
            DoseRateIndex = quantity >= 0 && value is { Quantity: PumpQuantity.Rate, UnitField: not null } ? PlaceOf(PumpQuantity.DoseRate) : -1,
            Units = words,
            Parts = plan,
            PartSlots = slots,
            IsJoined = !value.Joins && table is not null && table.Values.Values.Any(v => v.Joins && v.Means == value.Means),
        };
    }

    private int PlaceOf(PumpQuantity quantity)
    {
        var place = _quantities.IndexOf(quantity);
        if (place < 0)
        {
            place = _quantities.Count;
            _quantities.Add(quantity);
        }

        return place;
    }

    /// <summary>Parts of a value stand by themselves, and hold no lists: nothing goes round in circles.</summary>
    private (PartsPlan? Plan, int Slots) Parts(ValueDefinition value, PartsCompiler? parts, Place at)
    {
        if (value.Parts.Count == 0)
        {
            return (null, 0);
        }

        Expect(parts is not null, at, "Only a value of a table has parts.");
        Expect(value.Means == Meaning.None && value.Bits.Count == 0, at, "A value is one thing or has parts.");
        Expect(value.Parts.All(p => p is FieldPart or LiteralPart or SkipPart or SplitPart), at, "Parts of a value are fields, literals, skips and splits.");
        Expect(value.Parts.All(p => p is not FieldPart { Mask: > 0 } && (p is not SplitPart split || split.Fields.All(f => f is not { Mask: > 0 }))), at, "Parts of a value have no mask.");
        if (parts is null || value.Parts.Any(p => p is not (FieldPart or LiteralPart or SkipPart or SplitPart)))
        {
            return (null, 0);
        }

        var scope = new FieldScope(null, 0);
        PartsCompiler.Declare(value.Parts, scope);
        var plan = parts.Compile(value.Parts, scope, at);
        Expect(scope.Next <= FieldScope.MaxFields, at, $"There are more than {FieldScope.MaxFields} fields at a time.");
        return (plan, Math.Min(scope.Next, FieldScope.MaxFields));
    }

    /// <summary>A word must be one of those that its meaning has.</summary>
    public void CheckWord(Meaning means, string word, Place at)
    {
        Expect(means != Meaning.State || PumpTexts.State(word) != PumpState.Unknown || word == "unknown", at, $"There is no state {word}.");
        Expect(means is not (Meaning.Remote or Meaning.Silenced) || PumpTexts.Is(word) != Tristate.Unknown, at, $"It is yes or no, not {word}.");
    }

    private void Expect(bool holds, Place at, string sentence)
    {
        if (!holds)
        {
            faults.Add(at, sentence);
        }
    }
}
