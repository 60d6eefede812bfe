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
    public void CompileTables(IReadOnlyList<ValueTable> tables, FieldScope scope)
    {
        if (tables.Sum(t => t.Values.Count) > MaxValues)
        {
            faults.Add(tables[0].Place, $"There are more than {MaxValues} values.");
            return;
        }

        foreach (var table in tables)
        {
            var keys = table.Values.Keys.ToArray();
            var plans = keys.Select(k => Compile(table.Values[k], scope, table.Place)).ToArray();
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

    public ValuePlan Compile(ValueDefinition value, FieldScope scope, Place place)
    {
        var at = value.Place == default ? place : value.Place;
        var unit = -1;
        if (value.UnitField is { } name && !scope.TryFind(name, out unit, out _))
        {
            faults.Add(at, $"There is no field {name} that could say the unit.");
        }

        Expect(value.Words.Count <= MaxValues, at, $"A value has at most {MaxValues} words.");
        Expect(value.Absent.Count <= 64, at, "A value has at most 64 spellings of none.");
        Expect(double.IsFinite(value.Scale) && value.Scale != 0, at, "A scale is a number other than 0.");
        Expect(value.Bits.All(b => b.Bit is >= 0 and < 53), at, "Bits are counted from 0 to 31.");
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
            quantity = _quantities.IndexOf(value.Quantity);
            if (quantity < 0)
            {
                quantity = _quantities.Count;
                _quantities.Add(value.Quantity);
            }
        }

        Expect(Enum.IsDefined(value.Type) && Enum.IsDefined(value.Means) && Enum.IsDefined(value.Quantity) && Enum.IsDefined(value.Unit), at, "There is no such type, meaning, quantity or unit.");
        return new ValuePlan(value, unit, quantity, texts);
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
