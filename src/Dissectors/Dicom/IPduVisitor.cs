using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>Hears from a framer what it found in its direction.</summary>
internal interface IPduVisitor
{
    /// <summary>A PDU's header was read. An A-ASSOCIATE's body goes into the negotiation this returns; null: it isn't wanted.</summary>
    Negotiation? OnPdu(Direction direction, PduType type, in Moment at);

    /// <summary>An A-ASSOCIATE's body is over, read to its end or not.</summary>
    void OnAssociate(Direction direction, PduType type, bool isComplete, in Moment at);

    /// <summary>A PDU of fixed length is over; its four bytes, or none where they are missing.</summary>
    void OnShort(Direction direction, PduType type, ReadOnlySpan<byte> body, in Moment at);

    /// <summary>
    /// A command set is over. The context is 0 where the PDV's header was lost; the damage says why the command isn't whole.
    /// </summary>
    void OnCommand(Direction direction, byte contextId, in CommandSet command, Quality damage, in Moment at);

    /// <summary>A data set's first fragment is about to be announced: how many of its bytes are to be read. 0: none.</summary>
    int WantsData(Direction direction, in PdvHeader pdv);

    /// <summary>The bytes that were wanted, and whether the data set has no others.</summary>
    void OnWanted(Direction direction, byte contextId, ReadOnlySpan<byte> bytes, bool isWhole);

    /// <summary>A data set's fragment is announced (and about to be skipped).</summary>
    void OnData(Direction direction, in PdvHeader pdv, in Moment at);

    /// <summary>Bytes of this direction that were wanted are missing or weren't understood.</summary>
    void OnDamage(Direction direction, Quality damage);
}
