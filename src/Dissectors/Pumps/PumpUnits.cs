using System.Text;

namespace Sensor.Dissectors.Pumps;

/// <summary>Spellings of units: UCUM, ISO/IEEE 11073-10101 codes and reference ids, and what devices write.</summary>
public static class PumpUnits
{
    /// <summary>Longest spelling that is looked up, in bytes.</summary>
    private const int MaxSpelling = 32;

    /// <summary>Spelling, unit, and what a value in it is multiplied by.</summary>
    private static readonly Dictionary<string, (PumpUnit Unit, double Factor)> Spellings = Gather();

    private static readonly Dictionary<string, (PumpUnit Unit, double Factor)>.AlternateLookup<ReadOnlySpan<char>> BySpan = Spellings.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The unit in UCUM's case-sensitive form; empty for none.</summary>
    public static ReadOnlySpan<byte> Ucum(this PumpUnit unit) => unit switch
    {
        PumpUnit.MlPerHour => "mL/h"u8,
        PumpUnit.Ml => "mL"u8,
        PumpUnit.Second => "s"u8,
        PumpUnit.Kilogram => "kg"u8,
        PumpUnit.MmHg => "mm[Hg]"u8,
        PumpUnit.Percent => "%"u8,
        PumpUnit.Count => "1"u8,
        PumpUnit.MgPerMl => "mg/mL"u8,
        PumpUnit.MicrogramPerMl => "ug/mL"u8,
        PumpUnit.UnitPerMl => "[iU]/mL"u8,
        PumpUnit.MmolPerMl => "mmol/mL"u8,
        PumpUnit.Mg => "mg"u8,
        PumpUnit.Microgram => "ug"u8,
        PumpUnit.Nanogram => "ng"u8,
        PumpUnit.Gram => "g"u8,
        PumpUnit.Units => "[iU]"u8,
        PumpUnit.Mmol => "mmol"u8,
        PumpUnit.MgPerHour => "mg/h"u8,
        PumpUnit.MgPerMin => "mg/min"u8,
        PumpUnit.MicrogramPerHour => "ug/h"u8,
        PumpUnit.MicrogramPerMin => "ug/min"u8,
        PumpUnit.UnitPerHour => "[iU]/h"u8,
        PumpUnit.MmolPerHour => "mmol/h"u8,
        PumpUnit.MgPerKgPerHour => "mg/kg/h"u8,
        PumpUnit.MgPerKgPerMin => "mg/kg/min"u8,
        PumpUnit.MicrogramPerKgPerHour => "ug/kg/h"u8,
        PumpUnit.MicrogramPerKgPerMin => "ug/kg/min"u8,
        PumpUnit.NanogramPerKgPerMin => "ng/kg/min"u8,
        PumpUnit.UnitPerKgPerHour => "[iU]/kg/h"u8,
        PumpUnit.MlPerKgPerHour => "mL/kg/h"u8,
        _ => default,
    };

    /// <summary>Looks a spelling up, without regard to case, blanks around it, and UCUM's brackets and dots.</summary>
    /// <param name="text">As a device writes it: <c>ml/h</c>, <c>265266</c>, <c>MDC_DIM_MILLI_L_PER_HR</c>.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="factor">What a value in that spelling is multiplied by.</param>
    public static bool TryFind(ReadOnlySpan<byte> text, out PumpUnit unit, out double factor)
    {
        Span<char> folded = stackalloc char[MaxSpelling];
        var length = 0;
        foreach (var value in text.Trim(" \0"u8))
        {
            if (length == MaxSpelling)
            {
                (unit, factor) = (PumpUnit.Unknown, 1);
                return false;
            }

            // Micro is written in many ways: UCUM's u, mc, and in Latin-1 or UTF-8 its own letter.
            folded[length++] = value is >= (byte)'A' and <= (byte)'Z' ? (char)(value | 0x20) : (char)value;
        }

        if (BySpan.TryGetValue(folded[..length], out var known))
        {
            (unit, factor) = known;
            return true;
        }

        (unit, factor) = (PumpUnit.Unknown, 1);
        return false;
    }

    private static Dictionary<string, (PumpUnit, double)> Gather()
    {
        var all = new Dictionary<string, (PumpUnit, double)>(StringComparer.Ordinal);
        foreach (var unit in Enum.GetValues<PumpUnit>().Where(u => u != PumpUnit.Unknown))
        {
            all[Encoding.ASCII.GetString(unit.Ucum()).ToLowerInvariant()] = (unit, 1);
        }

        // Codes by ISO/IEEE 11073-10101: those of the unit partition are 262144 and the term's code.
        Add(all, PumpUnit.MlPerHour, 1, "ml/hr", "265266", "mdc_dim_milli_l_per_hr");
        Add(all, PumpUnit.MlPerHour, 60, "ml/min", "265234", "mdc_dim_milli_l_per_min");
        Add(all, PumpUnit.MlPerHour, 1000, "l/h", "l/hr");
        Add(all, PumpUnit.MlPerHour, 0.001, "ul/h", "ul/hr");
        Add(all, PumpUnit.MlPerHour, 0.06, "ul/min");
        Add(all, PumpUnit.Ml, 1, "263762", "mdc_dim_milli_l", "cc");
        Add(all, PumpUnit.Ml, 1000, "l", "263744", "mdc_dim_l");
        Add(all, PumpUnit.Ml, 0.001, "ul");
        Add(all, PumpUnit.Second, 1, "sec", "264320", "mdc_dim_sec");
        Add(all, PumpUnit.Second, 60, "min", "264352", "mdc_dim_min");
        Add(all, PumpUnit.Second, 3600, "h", "hr", "264384", "mdc_dim_hr");
        Add(all, PumpUnit.Kilogram, 1, "263875", "mdc_dim_kilo_g");
        Add(all, PumpUnit.MmHg, 1, "mmhg", "266016", "mdc_dim_mmhg");
        Add(all, PumpUnit.MmHg, 7.50062, "kpa");
        Add(all, PumpUnit.MmHg, 0.750062, "mbar", "hpa");
        Add(all, PumpUnit.MmHg, 750.062, "bar");
        Add(all, PumpUnit.MmHg, 51.7149, "psi");
        Add(all, PumpUnit.Percent, 1, "262688", "mdc_dim_percent");
        Add(all, PumpUnit.Mg, 1, "263890", "mdc_dim_milli_g");
        Add(all, PumpUnit.Microgram, 1, "mcg", "\u00b5g", "\u00c2\u00b5g", "\u00ce\u00bcg", "263891", "mdc_dim_micro_g");
        Add(all, PumpUnit.Gram, 1, "263872", "mdc_dim_g");
        Add(all, PumpUnit.Units, 1, "u", "iu", "unit", "units");
        Add(all, PumpUnit.UnitPerHour, 1, "u/h", "u/hr", "units/hr", "iu/h");
        Add(all, PumpUnit.UnitPerMl, 1, "u/ml", "iu/ml", "units/ml");
        Add(all, PumpUnit.UnitPerKgPerHour, 1, "u/kg/h", "units/kg/hr");
        Add(all, PumpUnit.MgPerHour, 1, "mg/hr");
        Add(all, PumpUnit.MicrogramPerHour, 1, "mcg/h", "mcg/hr", "\u00b5g/h", "\u00c2\u00b5g/h", "\u00ce\u00bcg/h");
        Add(all, PumpUnit.MicrogramPerMin, 1, "mcg/min", "\u00b5g/min", "\u00c2\u00b5g/min", "\u00ce\u00bcg/min");
        Add(all, PumpUnit.MicrogramPerMl, 1, "mcg/ml", "\u00b5g/ml", "\u00c2\u00b5g/ml", "\u00ce\u00bcg/ml");
        Add(all, PumpUnit.MicrogramPerKgPerMin, 1, "mcg/kg/min", "ug.kg-1.min-1", "\u00b5g/kg/min", "\u00c2\u00b5g/kg/min", "\u00ce\u00bcg/kg/min", "265619", "mdc_dim_micro_g_per_kg_per_min");
        Add(all, PumpUnit.MicrogramPerKgPerHour, 1, "mcg/kg/h", "mcg/kg/hr", "\u00b5g/kg/h", "\u00c2\u00b5g/kg/h", "\u00ce\u00bcg/kg/h");
        Add(all, PumpUnit.MgPerMl, 1, "264306", "mdc_dim_milli_g_per_ml");
        Add(all, PumpUnit.MgPerMl, 1000, "g/ml");
        Add(all, PumpUnit.MgPerMl, 0.001, "mg/l", "mdc_dim_milli_g_per_l");
        Add(all, PumpUnit.Mmol, 1, "mdc_dim_milli_mole");
        Add(all, PumpUnit.Kilogram, 0.45359237, "[lb_av]", "lb", "mdc_dim_lb");
        Add(all, PumpUnit.MgPerKgPerHour, 1, "mg/kg/hr");
        Add(all, PumpUnit.MlPerKgPerHour, 1, "ml/kg/hr");
        return all;
    }

    private static void Add(Dictionary<string, (PumpUnit, double)> all, PumpUnit unit, double factor, params ReadOnlySpan<string> spellings)
    {
        foreach (var spelling in spellings)
        {
            all.Add(spelling, (unit, factor));
        }
    }
}
