namespace Sensor.Dissectors.Pumps;

/// <summary>Units of readings, written in UCUM. Those that convert are converted to the first of their kind where they are read.</summary>
public enum PumpUnit : byte
{
    /// <summary>None, or one that isn't known: such values are never compared.</summary>
    Unknown,

    /// <summary>Rates of volume are kept in this.</summary>
    MlPerHour,

    /// <summary>Volumes are kept in this.</summary>
    Ml,

    /// <summary>Durations are kept in this.</summary>
    Second,

    /// <summary>Weights are kept in this.</summary>
    Kilogram,

    /// <summary>Pressures are kept in this.</summary>
    MmHg,
    Percent,
    Count,

    // Doses and concentrations hang on what is given, and aren't converted into each other.
    MgPerMl,
    MicrogramPerMl,
    UnitPerMl,
    MmolPerMl,
    Mg,
    Microgram,
    Nanogram,
    Gram,
    Units,
    Mmol,
    MgPerHour,
    MgPerMin,
    MicrogramPerHour,
    MicrogramPerMin,
    UnitPerHour,
    MmolPerHour,
    MgPerKgPerHour,
    MgPerKgPerMin,
    MicrogramPerKgPerHour,
    MicrogramPerKgPerMin,
    NanogramPerKgPerMin,
    UnitPerKgPerHour,
    MlPerKgPerHour,
}
