using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Pumps;

/// <summary>
/// A command to a pump with its outcome, or what a pump said of itself (EVE <c>pump</c>). One shape for all families, so that rules and models
/// need to know none of them.
/// </summary>
public struct PumpEvent : IFact<PumpEvent>
{
    /// <summary>A latency that isn't known: no answer, or the answer's packet came first.</summary>
    public const long NoLatency = -1;

    /// <summary>What a device says of itself in a protocol that checks nothing but sums.</summary>
    private const double ClaimConfidence = 0.7;

    /// <summary>Whose language it is: alaris, bcc, pcd, …</summary>
    public NameId Family;

    /// <summary>The pump's serial number, or how else its protocol names this one pump; none while that hasn't been said.</summary>
    public NameId Serial;
    public NameId Model;
    public NameId Firmware;

    /// <summary>Drug library.</summary>
    public NameId Library;
    public NameId Drug;

    /// <summary>Of an alarm, or of a status while there is one.</summary>
    public NameId Alarm;

    /// <summary>The protocol's own name of the command, as on the wire.</summary>
    public NameId Command;

    /// <summary>The same for models: tells a query from a command of the same name.</summary>
    public NameId Act;

    /// <summary>Why it was refused: the pump's code or words.</summary>
    public NameId Reason;

    public PumpReadings Readings;

    /// <summary>Order number, where the family has one.</summary>
    public Pseudonym Order;

    public Pseudonym Patient;

    /// <summary>
    /// The message's own id, where the family has one (MSH-10); of an answer that came on another connection than its command (RRG^O16), the command's
    /// (MSA-2): by it, and by <see cref="Order"/>, they meet.
    /// </summary>
    public Pseudonym ControlId;

    /// <summary>Nanoseconds from the request's end to the answer's.</summary>
    public long LatencyNanoseconds;

    /// <summary>Of damage: frames in a row that failed their checks.</summary>
    public int Failures;

    /// <summary>How often the same was asked again in this session, answered alike: told at its end, in place of an event each.</summary>
    public long Repeats;

    public byte ReadingCount;
    public PumpEventKind What;
    public SafetyClass Class;
    public Confidence Confidence;
    /// <summary>How the command ended. Of a status: what an answer that came on another connection says of its command.</summary>
    public Outcome Outcome;
    public PumpState State;

    /// <summary>State that was said before; <see cref="PumpState.Unknown"/> where none was.</summary>
    public PumpState OldState;

    /// <summary>The pump can be commanded from afar.</summary>
    public Tristate Remote;

    /// <summary>The pump's alarms are silenced or switched off.</summary>
    public Tristate Silenced;

    /// <summary>What the command must know of the pump (a code, its serial number) is right.</summary>
    public Tristate CodeIsRight;

    /// <summary>The definition doesn't know this command, though it knows all there are.</summary>
    public bool IsForeign;

    /// <summary>The device is reached at its own address: nobody speaks for it. It need not be a pump (patient monitors, SDC devices of any kind).</summary>
    public bool IsAtOwnAddress;

    /// <summary>Of alarms: it ended.</summary>
    public bool HasEnded;

    /// <summary>Which end asks; of what pumps say by themselves, the pump's.</summary>
    public Endpoint Actor;

    /// <summary>Which end is the pump, or speaks for it.</summary>
    public Endpoint Pump;

    public Quality Quality;

    public static FactKind Kind { get; } = FactKind.Of<PumpEvent>("pump", "pump.event", PumpFields.Event);

    /// <summary>Adds a reading; false where there is no room.</summary>
    public bool Add(in PumpReading reading)
    {
        if (ReadingCount == PumpReadings.Max)
        {
            return false;
        }

        Readings[ReadingCount++] = reading;
        return true;
    }

    /// <summary>The reading of a quantity; its values are NaN where there is none.</summary>
    public readonly PumpReading Of(PumpQuantity quantity)
    {
        for (var i = 0; i < ReadingCount; i++)
        {
            if (Readings[i].Quantity == quantity)
            {
                return Readings[i];
            }
        }

        return new PumpReading { Quantity = quantity, New = double.NaN, Old = double.NaN };
    }

    /// <summary>The same, for who compares it with others of its kind; without values where it isn't in the quantity's own unit.</summary>
    public readonly PumpReading Comparable(PumpQuantity quantity)
    {
        var reading = Of(quantity);
        return reading.Unit == quantity.KeptIn() ? reading : new PumpReading { Quantity = quantity, New = double.NaN, Old = double.NaN };
    }

    public static void Write(in PumpEvent fact, EventWriter to)
    {
        to.Name("family"u8, fact.Family);
        to.Text("kind"u8, fact.What.Word());
        to.Name("serial"u8, fact.Serial);
        to.Name("model"u8, fact.Model);
        to.Name("firmware"u8, fact.Firmware);
        to.Name("library"u8, fact.Library);
        to.Name("command"u8, fact.Command);
        if (fact.What is PumpEventKind.Query or PumpEventKind.Set)
        {
            to.Text("class"u8, fact.Class.Word());
            to.Text("outcome"u8, OutcomeWord(fact.Outcome));
            to.Name("reason"u8, fact.Reason);
            if (fact.LatencyNanoseconds >= 0)
            {
                to.Milliseconds("latency_ms"u8, fact.LatencyNanoseconds);
            }
        }
        else if (fact.Outcome != Outcome.Unknown)
        {
            to.Text("outcome"u8, OutcomeWord(fact.Outcome));
            to.Name("reason"u8, fact.Reason);
        }

        WriteReadings(fact, to);
        IfKnown(to, "state"u8, fact.State);
        IfKnown(to, "old_state"u8, fact.OldState);
        to.Name("drug"u8, fact.Drug);
        to.Name("alarm"u8, fact.Alarm);
        IfKnown(to, "remote"u8, fact.Remote);
        IfKnown(to, "silenced"u8, fact.Silenced);
        IfKnown(to, "code_is_right"u8, fact.CodeIsRight);
        IfSet(to, "foreign"u8, fact.IsForeign);
        IfSet(to, "ended"u8, fact.HasEnded);
        to.NonZero("failures"u8, fact.Failures);
        to.NonZero("repeats"u8, fact.Repeats);
        to.Pseudonym("order"u8, fact.Order);
        to.Pseudonym("patient"u8, fact.Patient);
        to.Pseudonym("control_id"u8, fact.ControlId);
        to.Text("confidence"u8, fact.Confidence.Word());
        to.Quality(fact.Quality);
    }

    public static void Tell(in PumpEvent fact, IMeaning to)
    {
        if (fact.What == PumpEventKind.Damage)
        {
            return;
        }

        if (!fact.Serial.IsNone)
        {
            if (!fact.IsAtOwnAddress)
            {
                to.OnBehalf(fact.Pump, fact.Family, fact.Serial);
            }

            to.Claim(fact.Pump, Contract.Attribute.Serial, fact.Serial, ClaimConfidence);
        }

        Claim(to, fact, Contract.Attribute.Model, fact.Model);
        Claim(to, fact, Contract.Attribute.Software, fact.Firmware);
        Claim(to, fact, Contract.Attribute.DrugLibrary, fact.Library);
        if (fact.What is not (PumpEventKind.Query or PumpEventKind.Set) || fact.Repeats > 0)
        {
            return;
        }

        to.Act(fact.Actor, fact.Act);
        to.Conclude(fact.Actor, fact.Act, fact.Outcome);
    }

    /// <summary>The word of an outcome in events.</summary>
    public static ReadOnlySpan<byte> OutcomeWord(Outcome outcome) => outcome switch
    {
        Outcome.Ok => "ok"u8,
        Outcome.Pending => "pending"u8,
        Outcome.Warning => "warning"u8,
        Outcome.Failure => "failure"u8,
        Outcome.Refused => "refused"u8,
        Outcome.NoAnswer => "no_answer"u8,
        _ => "unknown"u8,
    };

    private static void Claim(IMeaning to, in PumpEvent fact, Contract.Attribute attribute, NameId value)
    {
        if (!value.IsNone)
        {
            to.Claim(fact.Pump, attribute, value, ClaimConfidence);
        }
    }

    private static void WriteReadings(in PumpEvent fact, EventWriter to)
    {
        if (fact.ReadingCount == 0)
        {
            return;
        }

        to.Json.WriteStartArray("values"u8);
        for (var i = 0; i < fact.ReadingCount; i++)
        {
            var reading = fact.Readings[i];
            to.Json.WriteStartObject();
            to.Text("quantity"u8, reading.Quantity.Word());
            Value(to, "new"u8, reading.New);
            Value(to, "old"u8, reading.Old);
            if (reading.Unit != PumpUnit.Unknown)
            {
                to.Text("unit"u8, reading.Unit.Ucum());
            }

            to.Json.WriteEndObject();
        }

        to.Json.WriteEndArray();
    }

    private static void Value(EventWriter to, ReadOnlySpan<byte> key, double value)
    {
        if (double.IsFinite(value))
        {
            to.Json.WriteNumber(key, Math.Round(value, 4));
        }
    }

    private static void IfKnown(EventWriter to, ReadOnlySpan<byte> key, PumpState value)
    {
        if (value != PumpState.Unknown)
        {
            to.Text(key, value.Word());
        }
    }

    private static void IfKnown(EventWriter to, ReadOnlySpan<byte> key, Tristate value)
    {
        if (value != Tristate.Unknown)
        {
            to.Flag(key, value == Tristate.Yes);
        }
    }

    private static void IfSet(EventWriter to, ReadOnlySpan<byte> key, bool value)
    {
        if (value)
        {
            to.Flag(key, true);
        }
    }
}
