namespace Sensor.Dissectors.Contract;

/// <summary>How an action ended, as far as its answer tells.</summary>
public enum Outcome : byte
{
    Unknown,
    Ok,
    Pending,
    Warning,
    Failure,
    Refused,
    NoAnswer,
}

/// <summary>What an endpoint says of itself.</summary>
public enum Attribute : byte
{
    AeTitle,
    Hl7Application,
    Hl7Facility,
    ImplementationUid,
    Software,
    Mac,
    Vendor,
    Hostname,

    /// <summary>Serial number.</summary>
    Serial,
    Model,

    /// <summary>Drug library of a pump.</summary>
    DrugLibrary,
}

/// <summary>How an actor relates to a name it uses, beyond the command itself.</summary>
public enum Relation : byte
{
    /// <summary>The name the actor goes by (calling AE title, sending application).</summary>
    ActsAs,

    /// <summary>The name the actor asks for (called AE title, receiving application).</summary>
    Addresses,

    /// <summary>Where the actor wants data sent (C-MOVE destination).</summary>
    SendsTo,

    /// <summary>What the actor works on (SOP class, message structure).</summary>
    WorksOn,
}

/// <summary>Something measured on a unit of work, comparable between devices.</summary>
/// <param name="Slug">Stable name, <c>protocol.what_per_what</c>.</param>
/// <param name="Unit">Unit of the value, so chosen that ordinary values are well above 1: models work on ln(1 + value).</param>
/// <param name="Text">What it is, for people.</param>
/// <param name="IsDuration">Less of it is nobody's concern: only more is said.</param>
public sealed record Quantity(string Slug, string Unit, string Text, bool IsDuration = false);

/// <summary>
/// Takes what a fact means, in words that no protocol owns. Inventory and models listen; a new protocol that speaks here is learned and judged without
/// a line elsewhere. The flow and the time are the fact's.
/// </summary>
public interface IMeaning
{
    /// <summary>
    /// An end speaks for a device of its own: a gateway or terminal server for a pump behind it. What the fact says of that end from here on is the device's.
    /// </summary>
    /// <param name="end">The gateway.</param>
    /// <param name="family">Whose serial numbers: they are unique in it.</param>
    /// <param name="serial">The device.</param>
    void OnBehalf(Endpoint end, NameId family, NameId serial);

    /// <summary>An endpoint claimed an attribute. <paramref name="confidence"/>: 0 to 1.</summary>
    void Claim(Endpoint who, Attribute attribute, NameId value, double confidence);

    /// <summary>An endpoint asks something of its peer: <paramref name="command"/> is the protocol's own standard term. Said once, when it is asked.</summary>
    void Act(Endpoint actor, ReadOnlySpan<byte> command);

    /// <summary>The same for protocols whose commands are named on the wire.</summary>
    void Act(Endpoint actor, NameId command);

    /// <summary>How what was asked ended. <paramref name="about"/>: what it was about (SOP class), where the command alone doesn't say what was done.</summary>
    void Conclude(Endpoint actor, ReadOnlySpan<byte> command, Outcome outcome, NameId about = default);

    /// <summary>The same for protocols whose commands are named on the wire.</summary>
    void Conclude(Endpoint actor, NameId command, Outcome outcome);

    /// <summary>An endpoint used a name in a role.</summary>
    void Relate(Endpoint actor, Relation relation, NameId name);

    /// <summary>A unit of work was measured.</summary>
    void Measure(Endpoint actor, Quantity quantity, double value);

    /// <summary>A unit of conversation with a purpose has begun; the next act says which.</summary>
    void OpenSession();

    /// <summary>The unit of conversation (association, connection) is over; <paramref name="orderly"/>: by its own end, so that the order of commands in it is complete.</summary>
    void CloseSession(bool orderly);
}
