using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <summary>
/// A message began. Said when MSH has been read, so that a sender, a receiver or a type never seen before is known before the message is
/// acknowledged. Not an event: <see cref="Hl7Message"/> is.
/// </summary>
public struct Hl7MessageSeen : IFact<Hl7MessageSeen>
{
    /// <summary>What a peer writes of itself is taken at its word, but anyone can write it.</summary>
    private const double SenderConfidence = 0.6;

    /// <summary>Engines are known to echo a message's own sender in its acknowledgement instead of naming themselves.</summary>
    private const double AckConfidence = 0.4;

    public MessageHeader Header;
    public Endpoint Sender;

    /// <summary>It only acknowledges: it says who answers, and is no action of its own.</summary>
    public bool IsAck;

    public static FactKind Kind { get; } = FactKind.Of<Hl7MessageSeen>(null, "hl7.message_seen", Hl7Fields.Seen);

    public static void Write(in Hl7MessageSeen fact, EventWriter to)
    {
    }

    public static void Tell(in Hl7MessageSeen fact, IMeaning to)
    {
        var confidence = fact.IsAck ? AckConfidence : SenderConfidence;
        Claim(to, fact.Sender, Contract.Attribute.Hl7Application, fact.Header.SendingApplication, confidence);
        Claim(to, fact.Sender, Contract.Attribute.Hl7Facility, fact.Header.SendingFacility, confidence);
        if (fact.IsAck)
        {
            return;
        }

        to.Act(fact.Sender, fact.Header.Type);
        Relate(to, fact.Sender, Relation.ActsAs, fact.Header.SendingApplication);
        Relate(to, fact.Sender, Relation.Addresses, fact.Header.ReceivingApplication);
        Relate(to, fact.Sender, Relation.WorksOn, fact.Header.Structure.IsNone ? fact.Header.Type : fact.Header.Structure);
    }

    private static void Claim(IMeaning to, Endpoint who, Contract.Attribute attribute, NameId name, double confidence)
    {
        if (!name.IsNone)
        {
            to.Claim(who, attribute, name, confidence);
        }
    }

    private static void Relate(IMeaning to, Endpoint who, Relation relation, NameId name)
    {
        if (!name.IsNone)
        {
            to.Relate(who, relation, name);
        }
    }
}
