namespace Sensor.Dissectors.Pumps;

/// <summary>What a pump event is.</summary>
public enum PumpEventKind : byte
{
    /// <summary>The pump was asked to tell something.</summary>
    Query,

    /// <summary>The pump was told to do or to change something.</summary>
    Set,

    /// <summary>The pump said what it does: something of that is new, or a minute has passed.</summary>
    Status,

    /// <summary>The pump said that an alarm began, changed or ended.</summary>
    Alarm,

    /// <summary>Frames of the connection fail their checks.</summary>
    Damage,
}

/// <summary>What a pump is doing, as far as it says.</summary>
public enum PumpState : byte
{
    Unknown,
    Stopped,
    Running,
    Paused,
    Bolus,

    /// <summary>Keeps the vein open.</summary>
    Kvo,
    Standby,
    Purging,
    Alarm,
    Off,

    /// <summary>What was ordered has been given.</summary>
    Completed,
}

/// <summary>Something that is or isn't, or that nobody said.</summary>
public enum Tristate : byte
{
    Unknown,
    No,
    Yes,
}

/// <summary>How sure it is that the bytes mean what the event says.</summary>
public enum Confidence : byte
{
    /// <summary>By a published specification or code, tried with its own examples.</summary>
    Verified,

    /// <summary>Concluded from what is published.</summary>
    Inferred,

    /// <summary>A hint.</summary>
    Guess,
}

/// <summary>What is measured or set.</summary>
public enum PumpQuantity : byte
{
    None,
    Rate,
    DoseRate,
    BolusRate,

    /// <summary>Volume to be infused.</summary>
    Vtbi,
    VolumeInfused,
    VolumeRemaining,
    BolusVolume,
    BolusCount,
    Dose,
    Concentration,
    Weight,
    Pressure,
    PressureLimit,
    TimeRemaining,
    TimeElapsed,

    /// <summary>Of the syringe or bag.</summary>
    ContainerVolume,
    RateLimit,
}

/// <summary>The words of pump events.</summary>
public static class PumpWords
{
    public static ReadOnlySpan<byte> Word(this PumpEventKind value) => value switch
    {
        PumpEventKind.Query => "query"u8,
        PumpEventKind.Set => "set"u8,
        PumpEventKind.Status => "status"u8,
        PumpEventKind.Alarm => "alarm"u8,
        _ => "damage"u8,
    };

    public static ReadOnlySpan<byte> Word(this PumpState value) => value switch
    {
        PumpState.Stopped => "stopped"u8,
        PumpState.Running => "running"u8,
        PumpState.Paused => "paused"u8,
        PumpState.Bolus => "bolus"u8,
        PumpState.Kvo => "kvo"u8,
        PumpState.Standby => "standby"u8,
        PumpState.Purging => "purging"u8,
        PumpState.Alarm => "alarm"u8,
        PumpState.Off => "off"u8,
        PumpState.Completed => "completed"u8,
        _ => "unknown"u8,
    };

    public static ReadOnlySpan<byte> Word(this Tristate value) => value switch
    {
        Tristate.No => "no"u8,
        Tristate.Yes => "yes"u8,
        _ => "unknown"u8,
    };

    public static ReadOnlySpan<byte> Word(this Confidence value) => value switch
    {
        Confidence.Verified => "verified"u8,
        Confidence.Inferred => "inferred"u8,
        _ => "guess"u8,
    };

    public static ReadOnlySpan<byte> Word(this PumpQuantity value) => value switch
    {
        PumpQuantity.Rate => "rate"u8,
        PumpQuantity.DoseRate => "dose-rate"u8,
        PumpQuantity.BolusRate => "bolus-rate"u8,
        PumpQuantity.Vtbi => "vtbi"u8,
        PumpQuantity.VolumeInfused => "volume-infused"u8,
        PumpQuantity.VolumeRemaining => "volume-remaining"u8,
        PumpQuantity.BolusVolume => "bolus-volume"u8,
        PumpQuantity.BolusCount => "bolus-count"u8,
        PumpQuantity.Dose => "dose"u8,
        PumpQuantity.Concentration => "concentration"u8,
        PumpQuantity.Weight => "weight"u8,
        PumpQuantity.Pressure => "pressure"u8,
        PumpQuantity.PressureLimit => "pressure-limit"u8,
        PumpQuantity.TimeRemaining => "time-remaining"u8,
        PumpQuantity.TimeElapsed => "time-elapsed"u8,
        PumpQuantity.ContainerVolume => "container-volume"u8,
        PumpQuantity.RateLimit => "rate-limit"u8,
        _ => "none"u8,
    };

    /// <summary>Goes on by itself while a pump runs: a change of it is no news.</summary>
    public static bool FlowsOn(this PumpQuantity value) =>
        value is PumpQuantity.VolumeInfused or PumpQuantity.VolumeRemaining or PumpQuantity.TimeRemaining or PumpQuantity.TimeElapsed
            or PumpQuantity.Pressure;
}
