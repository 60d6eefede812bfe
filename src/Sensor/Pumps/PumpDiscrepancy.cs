using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Pumps;

/// <summary>
/// What a pump was told and what it says don't go together. Made by the analysis of pump events, for rules; its destination is the pump, its source the other end of
/// the event that showed it. Not written as an event: the pump events are.
/// </summary>
internal struct PumpDiscrepancy : IFact<PumpDiscrepancy>
{
    private static readonly IReadOnlyList<string> Units = Choices.Of<PumpUnit>(PumpUnits.Ucum);

    public double Expected;
    public double Observed;

    /// <summary>Nanoseconds for which it has been so, or within which it came about.</summary>
    public long ForNanoseconds;

    public NameId Family;
    public NameId Serial;

    /// <summary>Library, firmware or drug that it is about.</summary>
    public NameId Value;

    /// <summary>Library or firmware before; of a dose, the unit.</summary>
    public NameId Before;

    /// <summary>In the pump, or in the order, as far as that is known.</summary>
    public NameId Drug;

    public NameId Command;

    /// <summary>What it was told, or said, in words: drug, rate, volumes, and what it gave before. Always there once an event is known.</summary>
    public NameId Told;

    public Pseudonym Order;
    public Pseudonym Patient;
    public Discrepancy What;
    public PumpUnit Unit;
    public Confidence Confidence;

    /// <summary>Who commands it took over where others command or watch it, less than a day ago.</summary>
    public bool IsByNewcomer;

    /// <summary>Who commands it does so for less than ten minutes.</summary>
    public bool IsByFresh;

    public static FactKind Kind { get; } = FactKind.Of<PumpDiscrepancy>(null, "pump.discrepancy", fields => fields
        .Choice("what", "what doesn't go together", Choices.Of<Discrepancy>(Discrepancies.Word), (in f) => (int)f.What)
        .Name("family", "the pump's language", (in f) => f.Family)
        .Name("serial", "serial number", (in f) => f.Serial)
        .Number("expected", "", "what was ordered, or follows from it, in the unit", (in f) => f.Expected)
        .Number("observed", "", "what the pump says, in the unit", (in f) => f.Observed)
        .Choice("unit", "unit of both", Units, (in f) => (int)f.Unit)
        .Number("lasted", "ms", "how long it has been so, or within what time it came about", (in f) => f.ForNanoseconds / 1e6)
        .Name("value", "the library, firmware or drug it is about", (in f) => f.Value)
        .Number("times", "", "observed in times of expected", (in f) => f.Expected > 0 ? f.Observed / f.Expected : double.NaN)
        .Name("before", "the library or firmware before", (in f) => f.Before)
        .Name("drug", "the drug in the pump, or of the order", (in f) => f.Drug)
        .Name("command", "command, as the protocol names it", (in f) => f.Command)
        .Name("told", "what the pump was told or said, in words: drug, rate, volumes, and what it gave before", (in f) => f.Told)
        .Choice("confidence", "how sure it is what the bytes mean", Choices.Of<Confidence>(PumpWords.Word), (in f) => (int)f.Confidence)
        .Flag("newcomer", "who commands took over less than a day ago, where others command or watch the pump", (in f) => f.IsByNewcomer)
        .Flag("fresh", "who commands this pump has done so for less than ten minutes", (in f) => f.IsByFresh)
        .Id("order", "order number, or else the order's own id", (in f) => f.Order)
        .Id("patient", "patient of the order", (in f) => f.Patient));

    public static void Write(in PumpDiscrepancy fact, EventWriter to)
    {
    }

    public static void Tell(in PumpDiscrepancy fact, IMeaning to)
    {
    }
}
