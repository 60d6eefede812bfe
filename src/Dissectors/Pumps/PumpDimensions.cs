namespace Sensor.Dissectors.Pumps;

/// <summary>Which units quantities have. A number in another one is never compared, nor told as if it were in its own.</summary>
public static class PumpDimensions
{
    /// <summary>A reading of the quantity can be in this unit.</summary>
    public static bool IsIn(this PumpQuantity quantity, PumpUnit unit) => quantity switch
    {
        PumpQuantity.DoseRate => unit is >= PumpUnit.MgPerHour and <= PumpUnit.MlPerKgPerHour,
        PumpQuantity.Dose => unit is >= PumpUnit.Mg and <= PumpUnit.Mmol,
        PumpQuantity.Concentration => unit is (>= PumpUnit.MgPerMl and <= PumpUnit.MmolPerMl) or PumpUnit.Percent,
        PumpQuantity.BolusCount => unit is PumpUnit.Count or PumpUnit.Unknown,

        // Some pumps have levels of pressure, or parts of the highest.
        PumpQuantity.Pressure or PumpQuantity.PressureLimit => unit is PumpUnit.MmHg or PumpUnit.Percent or PumpUnit.Count,
        _ => unit != PumpUnit.Unknown && unit == quantity.KeptIn(),
    };

    /// <summary>The unit in which all readings of the quantity are kept; unknown where there are several.</summary>
    public static PumpUnit KeptIn(this PumpQuantity quantity) => quantity switch
    {
        PumpQuantity.Rate or PumpQuantity.BolusRate or PumpQuantity.RateLimit => PumpUnit.MlPerHour,
        PumpQuantity.Vtbi or PumpQuantity.VolumeInfused or PumpQuantity.VolumeRemaining or PumpQuantity.BolusVolume or PumpQuantity.ContainerVolume => PumpUnit.Ml,
        PumpQuantity.Weight => PumpUnit.Kilogram,
        PumpQuantity.Pressure or PumpQuantity.PressureLimit => PumpUnit.MmHg,
        PumpQuantity.TimeRemaining or PumpQuantity.TimeElapsed => PumpUnit.Second,
        PumpQuantity.BolusCount => PumpUnit.Count,
        _ => PumpUnit.Unknown,
    };
}
