namespace Sensor.Models;

/// <summary>
/// One use of a relation: this device and that partner, command, name or content. Judged by whether the device, or its group, ever did so
/// before.
/// </summary>
/// <param name="Time">Packet time, nanoseconds since the Unix epoch.</param>
/// <param name="Key">Stable 64-bit hash of the relation's text, made by the caller. Roles and names make it comparable between devices; raw
/// addresses don't.</param>
/// <param name="Kind">What sort of relation it is; novelty is counted for each kind on its own.</param>
/// <param name="Quality">Damaged evidence is judged but never teaches.</param>
public readonly record struct RelationObservation(long Time, ulong Key, RelationKind Kind, DataQuality Quality = DataQuality.Clean);

/// <summary>One measured quantity: bytes of an object, seconds of a response, messages of an hour.</summary>
/// <param name="Time">Packet time at which the transaction or interval ended, nanoseconds since the Unix epoch.</param>
/// <param name="Feature">Stable hash of quantity and role.</param>
/// <param name="Kind">Measured once a transaction or once an interval.</param>
/// <param name="Value">At least 0 and finite, in the caller's unit; explanations come back in the same unit. Models work on ln(1 + value),
/// so typical values should be well above 1: bytes, microseconds, not gigabytes, seconds. Anything else isn't judged, doesn't teach and is
/// counted.</param>
/// <param name="Quality">A damaged rate is neither judged nor learnt: lost packets are not low traffic.</param>
public readonly record struct RateObservation(
    long Time,
    ulong Feature,
    RateKind Kind,
    double Value,
    DataQuality Quality = DataQuality.Clean);

/// <summary>One step of a conversation, in order within its session.</summary>
/// <param name="Time">Packet time, nanoseconds since the Unix epoch.</param>
/// <param name="Grammar">Stable hash of protocol and role: which language this conversation speaks.</param>
/// <param name="Session">Which conversation; two connections are never mixed into one context.</param>
/// <param name="Token">What was said (direction, operation, class, status), as a stable 32-bit code of the caller. Few (at most 60) are
/// expected for a grammar.</param>
/// <param name="First">True when this token opens the session. A later token of an unknown session (picked up in mid-stream, or forgotten)
/// has no context yet.</param>
/// <param name="Quality">Damaged: something before this token may be missing. It is neither judged nor learnt and the context starts
/// anew.</param>
public readonly record struct SequenceObservation(
    long Time,
    ulong Grammar,
    ulong Session,
    uint Token,
    bool First = false,
    DataQuality Quality = DataQuality.Clean);

/// <summary>
/// A session's orderly end, judged as the grammar's END token. Damaged (reset, evicted, lost): the session is only forgotten.
/// </summary>
/// <param name="Time">Packet time, nanoseconds since the Unix epoch.</param>
/// <param name="Grammar">As in <see cref="SequenceObservation.Grammar"/>.</param>
/// <param name="Session">As in <see cref="SequenceObservation.Session"/>.</param>
/// <param name="Quality">Damaged: the end isn't judged.</param>
public readonly record struct SessionEnd(long Time, ulong Grammar, ulong Session, DataQuality Quality = DataQuality.Clean);
