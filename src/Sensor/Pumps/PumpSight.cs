using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Pumps;

/// <summary>A pump event as checks see it.</summary>
internal readonly ref struct PumpSight
{
    private const Quality Holes = Quality.Gap | Quality.Cut | Quality.LossyMirror;

    private readonly ref readonly PumpEvent _said;

    public PumpSight(in PumpEvent said, long time, Quality quality)
    {
        _said = ref said;
        Time = time;
        quality |= said.Quality;
        IsWhole = (quality & Holes) == 0;
        IsSure = (quality & (Holes | Quality.OneSided)) == 0;
    }

    public ref readonly PumpEvent Said => ref _said;

    /// <summary>Packet time.</summary>
    public long Time { get; }

    /// <summary>Nothing was lost.</summary>
    public bool IsWhole { get; }

    /// <summary>
    /// What wasn't seen wasn't there. Not before the sensor came to it, which is why nothing is concluded from absence before a first order: the conversation may have
    /// begun earlier.
    /// </summary>
    public bool IsSure { get; }

    /// <summary>A value that is set or said, in the quantity's own unit; not a number without, or in another.</summary>
    public double this[PumpQuantity quantity] => _said.Comparable(quantity).New;

    /// <summary>The pump says how it is: by itself, or as an answer.</summary>
    public bool IsPumpsWord => _said.What is PumpEventKind.Status or PumpEventKind.Alarm;

    public bool IsAccepted => _said.Outcome is Outcome.Ok or Outcome.Warning;

    public PumpDiscrepancy Discrepancy(Discrepancy what, double expected = double.NaN, double observed = double.NaN, PumpUnit unit = PumpUnit.Unknown, long lasted = 0) => new()
    {
        What = what,
        Family = _said.Family,
        Serial = _said.Serial,
        Command = _said.Command,
        Drug = _said.Drug,
        Confidence = _said.Confidence,
        Order = _said.Order,
        Patient = _said.Patient,
        Expected = expected,
        Observed = observed,
        Unit = unit,
        ForNanoseconds = lasted,
    };
}
