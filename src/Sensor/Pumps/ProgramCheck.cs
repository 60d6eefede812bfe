using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Facts;

namespace Sensor.Pumps;

/// <summary>Whether what a pump is, whom it is at, and in what units it counts is what it was, and was ordered.</summary>
internal static class ProgramCheck
{
    public static void Take(in PumpSight sight, PumpRecord record, NameDirectory names, List<PumpDiscrepancy> found)
    {
        ref readonly var said = ref sight.Said;
        record.Library = Follow(in sight, Discrepancy.LibraryChanged, record.Library, said.Library, names, found);
        record.Firmware = Follow(in sight, Discrepancy.FirmwareChanged, record.Firmware, said.Firmware, names, found);
        TakeUnit(in sight, record, names, found);
        TakePatient(in sight, record, found);
    }

    /// <summary>Takes what a pump says of its delivery by events.</summary>
    public static void TakeDelivery(in PumpSight sight, PumpRecord record, string command, List<PumpDiscrepancy> found)
    {
        var begins = command.EndsWith("DELIV_START", StringComparison.Ordinal);
        var ends = command.EndsWith("DELIV_COMP", StringComparison.Ordinal);
        if (!begins && !ends && !command.EndsWith("DELIV_STOP", StringComparison.Ordinal))
        {
            return;
        }

        if (sight.IsSure && !record.MissedSome && ((begins && record.Delivery == DeliveryPhase.Begun) || (ends && record.Delivery == DeliveryPhase.Over)))
        {
            found.Add(sight.Discrepancy(Discrepancy.DeliveryOutOfOrder));
        }

        record.Delivery = begins ? DeliveryPhase.Begun : DeliveryPhase.Over;
    }

    private static ulong Follow(in PumpSight sight, Discrepancy what, ulong before, NameId name, NameDirectory names, List<PumpDiscrepancy> found)
    {
        if (name.IsNone)
        {
            return before;
        }

        var now = names[name].Key;
        if (before != 0 && now != before)
        {
            var discrepancy = sight.Discrepancy(what);
            discrepancy.Value = name;
            found.Add(discrepancy);
        }

        return now;
    }

    private static void TakeUnit(in PumpSight sight, PumpRecord record, NameDirectory names, List<PumpDiscrepancy> found)
    {
        ref readonly var said = ref sight.Said;
        var dose = said.Of(PumpQuantity.DoseRate);
        if (dose.Unit == PumpUnit.Unknown || said.Drug.IsNone)
        {
            return;
        }

        var drug = names[said.Drug].Key;
        if (record.Dose.Drug == drug && record.Dose.Unit != dose.Unit)
        {
            var discrepancy = sight.Discrepancy(Discrepancy.UnitChanged, double.NaN, dose.New, dose.Unit);
            discrepancy.Value = said.Drug;
            found.Add(discrepancy);
        }

        record.Dose = (drug, dose.Unit);
    }

    private static void TakePatient(in PumpSight sight, PumpRecord record, List<PumpDiscrepancy> found)
    {
        ref readonly var said = ref sight.Said;
        if (said.Patient.IsNone)
        {
            return;
        }

        if (sight.IsPumpsWord)
        {
            record.Patient = said.Patient;
        }
        else if (said.What == PumpEventKind.Set && !record.Patient.IsNone && said.Patient != record.Patient)
        {
            found.Add(sight.Discrepancy(Discrepancy.PatientMismatch));
        }
    }
}
