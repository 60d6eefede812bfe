namespace Sensor.Dissectors.Contract;

/// <summary>Number of an interned string in its partition; 0 is no name, or one too many.</summary>
public readonly record struct NameId(int Value)
{
    public static NameId None => default;

    public bool IsNone => Value == 0;
}

/// <summary>What a name is: each kind has its own bound. Only names of low cardinality are interned; patients, orders and messages never are.</summary>
public enum NameKind : byte
{
    AeTitle,
    Uid,
    Version,
    Application,
    MessageType,
    Other,

    /// <summary>Hosts as others call them.</summary>
    Host,

    /// <summary>How software introduces itself to whoever asks.</summary>
    Banner,

    /// <summary>Subjects and issuers of certificates.</summary>
    Certificate,

    /// <summary>Serial numbers of devices, and what else a protocol tells one of them by.</summary>
    Serial,

    /// <summary>What a protocol calls commands, alarms, reasons, drugs and models.</summary>
    Term,
}
