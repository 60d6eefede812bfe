using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Facts;

namespace Sensor.Pumps;

/// <summary>Whether what a pump is, whom it is at, and in what units it counts is what it was, and was ordered.</summary>
internal static class ProgramCheck
{
    /// <summary>Nanoseconds for which a pump is taken to be at the patient that it said.</summary>
    private const long Stay = 300L * 1_000_000_000;

    /// <summary>A delivery's event that comes again within that time, in nanoseconds, is the same one.</summary>
    private const long Echo = 5L * 1_000_000_000;

    public static void Take(in PumpSight sight, PumpRecord record, NameDirectory names, List<PumpDiscrepancy> found)
    {
        ref readonly var said = ref sight.Said;
        record.Library = Follow(in sight, Discrepancy.LibraryChanged, record.Library, said.Library, names, found);
        record.Firmware = Follow(in sight, Discrepancy.FirmwareChanged, record.Firmware, said.Firmware, names, found);
        record.Drug = said.Drug.IsNone ? record.Drug : names[said.Drug];
        if (sight.IsPumpsWord && RateCheck.IsIdle(said.State))
        {
            // The next patient may get another drug from it.
            (record.Dose, record.Patient, record.PatientSaid) = (default, default, 0);
            record.Drug = said.Drug.IsNone ? Name.None : record.Drug;
            return;
        }

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

        var isEcho = sight.Time - record.DeliverySaid < Echo;
        if (sight.IsSure && !isEcho && !record.MissedSome && ((begins && record.Delivery == DeliveryPhase.Begun) || (ends && record.Delivery == DeliveryPhase.Over)))
        {
            found.Add(sight.Discrepancy(Discrepancy.DeliveryOutOfOrder));
        }

        (record.Delivery, record.DeliverySaid) = (begins ? DeliveryPhase.Begun : DeliveryPhase.Over, sight.Time);
    }

    private static Name Follow(in PumpSight sight, Discrepancy what, Name before, NameId name, NameDirectory names, List<PumpDiscrepancy> found)
    {
        if (name.IsNone)
        {
            return before;
        }

        var now = names[name];
        if (before.Key != 0 && now.Key != before.Key)
        {
            var discrepancy = sight.Discrepancy(what);
            discrepancy.Value = name;
            discrepancy.Before = names.Lend(before);
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

    /// <summary>A pooled pump goes from patient to patient, and who orders may know them by other numbers: compared is what agreed before, while it runs.</summary>
    private static void TakePatient(in PumpSight sight, PumpRecord record, List<PumpDiscrepancy> found)
    {
        ref readonly var said = ref sight.Said;
        if (said.Patient.IsNone)
        {
            return;
        }

        if (sight.IsPumpsWord)
        {
            record.ArePatientsAlike |= record.Latest is { } order && order.Patient == said.Patient;
            (record.Patient, record.PatientSaid) = (said.Patient, sight.Time);
        }
        else if (said.What == PumpEventKind.Set && said.Patient == record.Patient)
        {
            record.ArePatientsAlike = true;
        }
        else if (said.What == PumpEventKind.Set && record.ArePatientsAlike && !record.Patient.IsNone && record.State == PumpState.Running && sight.Time - record.PatientSaid <= Stay)
        {
            found.Add(sight.Discrepancy(Discrepancy.PatientMismatch));
        }
    }
}
