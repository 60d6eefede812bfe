using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Pumps;

/// <summary>What an order does to what the pump gives.</summary>
internal static class OrderCheck
{
    /// <summary>A rate that is multiplied less than this isn't spoken of: rules know the bound.</summary>
    private const double LeastStep = 2;

    /// <param name="sight">A command that isn't another's, passed on.</param>
    /// <param name="record">The pump's, before the command; null where it isn't known which pump it is.</param>
    /// <param name="isOtherDrug">The order is for another drug than was in the pump.</param>
    /// <param name="found">Where to.</param>
    public static void Take(in PumpSight sight, PumpRecord? record, bool isOtherDrug, List<PumpDiscrepancy> found)
    {
        ref readonly var said = ref sight.Said;
        if (said.What != PumpEventKind.Set || said.Outcome is Outcome.Refused or Outcome.Failure)
        {
            return;
        }

        if (said.Class == SafetyClass.Bolus)
        {
            found.Add(sight.Discrepancy(Discrepancy.Bolus, double.NaN, sight[PumpQuantity.BolusVolume], PumpUnit.Ml));
        }

        var rate = said.Of(PumpQuantity.Rate);
        var before = rate.Old > 0 ? rate.Old : isOtherDrug || record is null ? double.NaN : Before(record);
        if (before > 0 && rate.New >= before * LeastStep)
        {
            found.Add(sight.Discrepancy(Discrepancy.RateJump, before, rate.New, PumpUnit.MlPerHour));
        }
    }

    /// <summary>What the pump gave by its own word, or else was to give, in mL/h; not a number where that isn't known.</summary>
    public static double Before(PumpRecord record) =>
        record.IsShared ? double.NaN : record.Rate > 0 && record.State != PumpState.Kvo ? record.Rate : record.Latest is { State: not OrderState.Refused } order ? order.Rate : double.NaN;
}
