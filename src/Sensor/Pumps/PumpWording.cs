using System.Globalization;
using Sensor.Dissectors.Pumps;

namespace Sensor.Pumps;

/// <summary>What a pump was told or says, in words for people.</summary>
internal static class PumpWording
{
    private static readonly (PumpQuantity Quantity, string After)[] Parts =
    [
        (PumpQuantity.Rate, ""), (PumpQuantity.BolusVolume, " as a bolus"), (PumpQuantity.BolusRate, " bolus rate"), (PumpQuantity.Vtbi, " to be infused"),
    ];

    /// <summary>"POTASSIUM CHLORIDE at 600 mL/h, 500 mL to be infused; it gave 12 mL/h before"; the command where there is nothing of that.</summary>
    /// <param name="sight">The event.</param>
    /// <param name="drug">Drug in the pump or the order; empty where it isn't known.</param>
    /// <param name="command">The command's name.</param>
    /// <param name="before">mL/h it gave before; not a number where that isn't known.</param>
    public static string Of(in PumpSight sight, string drug, string command, double before)
    {
        var values = new List<string>();
        foreach (var (quantity, after) in Parts)
        {
            var reading = sight.Said.Of(quantity);
            if (double.IsFinite(reading.New))
            {
                values.Add(string.Create(CultureInfo.InvariantCulture, $"{reading.New:0.##} {UnitOf(quantity)}{after}"));
            }
        }

        var told = values.Count == 0 ? command : string.Join(", ", values);
        var what = drug.Length == 0 ? told : values.Count == 0 ? $"{told} of {drug}" : $"{drug} at {told}";
        return before > 0 ? string.Create(CultureInfo.InvariantCulture, $"{what}; it gave {before:0.##} mL/h before") : what;
    }

    private static string UnitOf(PumpQuantity quantity) => quantity is PumpQuantity.Rate or PumpQuantity.BolusRate ? "mL/h" : "mL";
}
