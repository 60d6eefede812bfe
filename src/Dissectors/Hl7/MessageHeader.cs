using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <summary>What MSH says, as facts carry it: names interned, the control id a pseudonym.</summary>
public struct MessageHeader
{
    /// <summary>MSH-9.1^MSH-9.2, with <c>^</c> whatever the message's delimiter is.</summary>
    public NameId Type;

    /// <summary>MSH-9.3.</summary>
    public NameId Structure;

    /// <summary>MSH-12.1.</summary>
    public NameId Version;

    /// <summary>MSH-11.1: P production, T training, D debugging.</summary>
    public NameId ProcessingId;

    /// <summary>MSH-18, first repetition.</summary>
    public NameId Charset;

    public NameId SendingApplication;
    public NameId SendingFacility;
    public NameId ReceivingApplication;
    public NameId ReceivingFacility;

    /// <summary>MSH-10.</summary>
    public Pseudonym ControlId;
}
