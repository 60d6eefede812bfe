namespace Sensor.Dissectors.Pumps;

/// <summary>What a command may do to a patient, whatever the family calls it.</summary>
public enum SafetyClass : byte
{
    /// <summary>The definition doesn't know the command.</summary>
    Unknown,
    Read,
    Identify,

    /// <summary>Takes, keeps or gives up control of the pump.</summary>
    Session,
    Start,
    Stop,
    Rate,

    /// <summary>Volume to be infused, and limits of it.</summary>
    Volume,
    Bolus,
    Drug,

    /// <summary>Drug library.</summary>
    Library,
    Firmware,
    Power,

    /// <summary>Silences, pauses or switches off an alarm.</summary>
    AlarmSilence,

    /// <summary>Moves the limit at which there is an alarm.</summary>
    AlarmLimit,
    Credentials,
    Configuration,
    Clock,

    /// <summary>Clears or changes what the pump has recorded.</summary>
    Record,
}

/// <summary>Words and kinships of safety classes.</summary>
public static class SafetyClasses
{
    public static ReadOnlySpan<byte> Word(this SafetyClass value) => value switch
    {
        SafetyClass.Read => "read"u8,
        SafetyClass.Identify => "identify"u8,
        SafetyClass.Session => "session-control"u8,
        SafetyClass.Start => "start"u8,
        SafetyClass.Stop => "stop"u8,
        SafetyClass.Rate => "rate"u8,
        SafetyClass.Volume => "volume"u8,
        SafetyClass.Bolus => "bolus"u8,
        SafetyClass.Drug => "drug"u8,
        SafetyClass.Library => "library"u8,
        SafetyClass.Firmware => "firmware"u8,
        SafetyClass.Power => "power"u8,
        SafetyClass.AlarmSilence => "alarm-silence"u8,
        SafetyClass.AlarmLimit => "alarm-limit"u8,
        SafetyClass.Credentials => "credentials"u8,
        SafetyClass.Configuration => "configuration"u8,
        SafetyClass.Clock => "clock"u8,
        SafetyClass.Record => "record"u8,
        _ => "unknown"u8,
    };

    /// <summary>What reaches the patient.</summary>
    public static bool ChangesTherapy(this SafetyClass value) =>
        value is SafetyClass.Start or SafetyClass.Stop or SafetyClass.Rate or SafetyClass.Volume or SafetyClass.Bolus or SafetyClass.Drug or SafetyClass.Power;

    /// <summary>Changes nothing.</summary>
    public static bool OnlyAsks(this SafetyClass value) => value is SafetyClass.Read or SafetyClass.Identify;
}
