using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>An association from its beginning to its end.</summary>
public struct DicomAssociation : IFact<DicomAssociation>
{
    /// <summary>Packet times of its first PDU and of its last.</summary>
    public long Start;
    public long End;
    public NameId CallingAe;
    public NameId CalledAe;
    public AssociatePeer RequestorInfo;
    public AssociatePeer AcceptorInfo;
    public AssociationResult Result;

    /// <summary>Valid by <see cref="Result"/>.</summary>
    public AssociateRefusal Refusal;
    public long Pdus;
    public long Operations;

    /// <summary>C-STORE requests of either side.</summary>
    public long Objects;
    public long BytesToAcceptor;
    public long BytesToRequestor;
    public bool WasRequested;
    public bool WasAccepted;
    public Quality Quality;
    public Endpoint Requestor;

    public static FactKind Kind { get; } = FactKind.Of<DicomAssociation>("dicom", "dicom.association", DicomFields.Association);

    public readonly Outcome Outcome => Result switch
    {
        AssociationResult.Released => Outcome.Ok,
        AssociationResult.Rejected => Outcome.Refused,
        AssociationResult.Aborted => Outcome.Failure,
        AssociationResult.Closed => WasAccepted ? Outcome.Warning : Outcome.NoAnswer,
        _ => WasAccepted ? Outcome.Pending : Outcome.Unknown,
    };

    public static void Write(in DicomAssociation fact, EventWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Text("type"u8, "association"u8);
        to.Name("calling_ae"u8, fact.CallingAe);
        to.Name("called_ae"u8, fact.CalledAe);
        to.Text("result"u8, AssociateOutcome.Text(fact.Result));
        WriteRefusal(fact, to);
        to.Milliseconds("duration_ms"u8, fact.End - fact.Start);
        if (fact.WasRequested)
        {
            WritePeer("requestor"u8, fact.RequestorInfo, to);
        }

        if (fact.WasAccepted)
        {
            WritePeer("acceptor"u8, fact.AcceptorInfo, to);
        }

        to.Json.WriteStartObject("contexts"u8);
        to.Number("proposed"u8, fact.RequestorInfo.Contexts);
        to.Number("accepted"u8, fact.AcceptorInfo.Contexts);
        to.Json.WriteEndObject();
        WriteIdentity(fact, to);
        to.Number("pdus"u8, fact.Pdus);
        to.Number("operations"u8, fact.Operations);
        to.Number("objects"u8, fact.Objects);
        to.Number("bytes_to_acceptor"u8, fact.BytesToAcceptor);
        to.Number("bytes_to_requestor"u8, fact.BytesToRequestor);
        to.Quality(fact.Quality);
    }

    public static void Tell(in DicomAssociation fact, IMeaning to)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (fact.WasRequested)
        {
            to.Conclude(fact.Requestor, "A-ASSOCIATE"u8, fact.Outcome);
        }

        if (fact.Quality == Quality.Clean && fact.Result == AssociationResult.Released)
        {
            to.Measure(fact.Requestor, DicomQuantities.OperationsPerAssociation, fact.Operations);
            if (fact.Objects > 0)
            {
                to.Measure(fact.Requestor, DicomQuantities.ObjectsPerAssociation, fact.Objects);
            }

            var bytes = fact.BytesToAcceptor + fact.BytesToRequestor;
            if (bytes > 0 && fact.End > fact.Start)
            {
                to.Measure(fact.Requestor, DicomQuantities.BytesPerAssociationSecond, bytes * 1e9 / (fact.End - fact.Start));
            }
        }

        to.CloseSession(fact.Result == AssociationResult.Released);
    }

    private static void WriteRefusal(in DicomAssociation fact, EventWriter to)
    {
        if (fact.Result == AssociationResult.Rejected)
        {
            to.Json.WriteStartObject("reject"u8);
            to.Text("result"u8, AssociateOutcome.RejectResult(fact.Refusal));
            to.Text("source"u8, AssociateOutcome.RejectSource(fact.Refusal));
            to.Text("reason"u8, AssociateOutcome.RejectReason(fact.Refusal));
            to.Json.WriteEndObject();
        }
        else if (fact.Result == AssociationResult.Aborted)
        {
            to.Json.WriteStartObject("abort"u8);
            to.Text("source"u8, AssociateOutcome.AbortSource(fact.Refusal));
            var reason = AssociateOutcome.AbortReason(fact.Refusal);
            if (!reason.IsEmpty)
            {
                to.Text("reason"u8, reason);
            }

            to.Json.WriteEndObject();
        }
    }

    private static void WritePeer(ReadOnlySpan<byte> key, in AssociatePeer peer, EventWriter to)
    {
        to.Json.WriteStartObject(key);
        to.Name("implementation_uid"u8, peer.ImplementationUid);
        to.Name("implementation_version"u8, peer.ImplementationVersion);
        to.Number("max_pdu_length"u8, peer.MaxPduLength);
        to.NonZero("max_operations_invoked"u8, peer.MaxOperationsInvoked);
        to.NonZero("max_operations_performed"u8, peer.MaxOperationsPerformed);
        to.NonZero("role_selections"u8, peer.RoleSelections);
        to.NonZero("extended_negotiations"u8, peer.ExtendedNegotiations);
        to.Json.WriteEndObject();
    }

    private static void WriteIdentity(in DicomAssociation fact, EventWriter to)
    {
        var identity = fact.RequestorInfo.UserIdentity;
        if (identity == UserIdentity.None)
        {
            return;
        }

        to.Json.WriteStartObject("user_identity"u8);
        to.Text("type"u8, AssociatePeer.Text(identity));

        // This dissector only ever sees clear text: whatever secret there was could be read by everyone on the way.
        to.Flag("passcode_in_clear"u8, identity == UserIdentity.UsernamePasscode);
        to.Flag("answered"u8, fact.AcceptorInfo.AnsweredIdentity);
        to.Json.WriteEndObject();
    }
}
