using System.Text;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Yaml;

namespace Sensor.Protocols;

/// <summary>Reads what a definition says of values.</summary>
internal static class ValueReading
{
    private const int MaxValues = 1024, MaxWords = 1024, MaxAbsent = 64, MaxBit = 63;

    /// <summary>Tables by name.</summary>
    public static IReadOnlyList<ValueTable> Tables(YamlValue? value)
    {
        var tables = new List<ValueTable>();
        var count = 0;
        foreach (var (name, table) in value?.AsMap().Members ?? [])
        {
            var values = new Dictionary<string, ValueDefinition>(StringComparer.Ordinal);
            foreach (var (key, entry) in table.AsMap().Members)
            {
                var map = entry.AsMap();
                var read = Of(map) with { Parts = MessageReading.Parts(map["parts"]) };
                map.RejectOthers();
                if (++count == MaxValues + 1)
                {
                    key.Complain($"There are at most {MaxValues} values.");
                }

                if (DefinitionBytes.Key(key) is { } raw && count <= MaxValues && !values.TryAdd(raw, read))
                {
                    key.Complain($"'{raw}' stands in this table already.");
                }
            }

            tables.Add(new ValueTable(name.Text!, values) { Place = name.At() });
        }

        return tables;
    }

    /// <summary>What a value means, from a map that may say other things besides.</summary>
    public static ValueDefinition Of(YamlMap map)
    {
        var (means, quantity) = map["as"]?.AsOneOf(DefinitionWords.Meanings) is { } word ? DefinitionWords.MeaningOf(word) : (Meaning.None, PumpQuantity.None);
        var (unit, factor) = Unit(map["unit"]);
        if (map["unit"] is { } said && map["unit-field"] is not null)
        {
            said.Complain("The unit is said either by 'unit' or by 'unit-field'.");
        }

        CheckUnit(map, quantity, unit);
        return new ValueDefinition
        {
            Type = map["type"].Word<FieldType>(DefinitionWords.FieldTypes) ?? FieldType.Text,
            Means = means,
            Quantity = quantity,
            Unit = unit,
            Scale = (map["scale"]?.AsNumber(-1e12, 1e12) ?? 1) * factor,
            UnitField = map["unit-field"]?.AsText(),
            Words = Words(map["words"], means),
            Bits = Bits(map["bits"]),
            Absent = [.. map["absent"].UpTo(MaxAbsent, "values that say that there is none").Select(DefinitionBytes.Key).OfType<string>()],
            Joins = map.IsTrue("join"),
            IsSecret = map.IsTrue("secret"),
            Place = map.Whole.At(),
        };
    }

    /// <summary>What is so: the state, remote control, or silence.</summary>
    public static (Meaning Means, string Word)? Fact(YamlValue key, YamlValue value)
    {
        switch (key.Text)
        {
            case "state":
                return value.AsOneOf(DefinitionWords.States) is { } state ? (Meaning.State, DefinitionWords.States[state]) : null;
            case "remote":
                return value.AsFlag() is { } remote ? (Meaning.Remote, YesOrNo(remote)) : null;
            case "silenced":
                return value.AsFlag() is { } silenced ? (Meaning.Silenced, YesOrNo(silenced)) : null;
            default:
                return null;
        }
    }

    private static string YesOrNo(bool value) => DefinitionWords.YesOrNo[value ? 0 : 1];

    private static (PumpUnit Unit, double Factor) Unit(YamlValue? value)
    {
        if (value?.AsText() is not { } text)
        {
            return (PumpUnit.Unknown, 1);
        }

        if (PumpUnits.TryFind(Encoding.UTF8.GetBytes(text), out var unit, out var factor))
        {
            return (unit, factor);
        }

        var known = Enum.GetValues<PumpUnit>().Where(u => u != PumpUnit.Unknown).Select(u => Encoding.ASCII.GetString(u.Ucum()));
        value.Complain($"The unit '{text}' isn't known{NearestName.Hint(text, known)}");
        return (PumpUnit.Unknown, 1);
    }

    /// <summary>A number without its unit, or in one of another kind, would be taken for something else.</summary>
    private static void CheckUnit(YamlMap map, PumpQuantity quantity, PumpUnit unit)
    {
        if (quantity == PumpQuantity.None)
        {
            return;
        }

        var named = map["as"]!.Text;
        var units = string.Join(", ", Enum.GetValues<PumpUnit>().Where(u => u != PumpUnit.Unknown && quantity.IsIn(u)).Select(u => Encoding.ASCII.GetString(u.Ucum())));
        if (map["unit"] is { } said)
        {
            if (unit != PumpUnit.Unknown && !quantity.IsIn(unit))
            {
                var instead = quantity != PumpQuantity.DoseRate && PumpQuantity.DoseRate.IsIn(unit) ? "; what has it is a dose-rate." : ".";
                said.Complain($"'{said.Text}' is no unit of '{named}', which is in {units}, or what converts into one of these{instead}");
            }
        }
        else if (map["unit-field"] is null && !quantity.IsIn(PumpUnit.Unknown))
        {
            map["as"]!.Complain($"In which unit is '{named}'? It needs 'unit' ({units}, or what converts into one of these) or 'unit-field'.");
        }
    }

    private static Dictionary<string, string> Words(YamlValue? value, Meaning means)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, word) in value?.AsMap().Members ?? [])
        {
            var said = means switch
            {
                Meaning.State => word.AsOneOf(DefinitionWords.States) is { } state ? DefinitionWords.States[state] : null,
                Meaning.Remote or Meaning.Silenced => word.AsFlag() is { } flag ? YesOrNo(flag) : null,
                _ => word.AsText(),
            };
            if (DefinitionBytes.Key(key) is { } raw && said is not null && !words.TryAdd(raw, said))
            {
                key.Complain($"'{raw}' has a word already.");
            }
        }

        if (words.Count > MaxWords)
        {
            value!.Complain($"There are at most {MaxWords} words for a value; these are {words.Count}.");
        }

        return words;
    }

    private static List<BitDefinition> Bits(YamlValue? value)
    {
        var bits = new List<BitDefinition>();
        foreach (var (key, meaning) in value?.AsMap().Members ?? [])
        {
            var isElse = key.Text == "else";
            if ((isElse ? 0 : DefinitionBytes.Number(key, MaxBit)) is not { } bit)
            {
                continue;
            }

            var map = meaning.AsMap();
            foreach (var (name, said) in map.Members)
            {
                var fact = name.Text == "alarm" ? said.AsText() is { } alarm ? (Meaning.Alarm, alarm) : null : Fact(name, said);
                if (fact is { } known)
                {
                    bits.Add(new BitDefinition(isElse ? -1 : (int)bit, known.Item1, known.Item2));
                }
            }

            foreach (var known in (string[])["state", "remote", "silenced", "alarm"])
            {
                _ = map[known];
            }

            map.RejectOthers();
        }

        return bits;
    }
}
