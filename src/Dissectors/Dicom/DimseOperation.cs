using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>A DIMSE request with its final response, or with what was seen of the two.</summary>
public struct DimseOperation : IFact<DimseOperation>
{
    /// <summary>
    /// Packet times: the request's command, the announcement of its data set's last fragment, the first and the last response's command.
    /// </summary>
    public long Start;
    public long RequestEnd;
    public long FirstResponse;
    public long LastResponse;
    public long RequestBytes;
    public long ResponseBytes;

    /// <summary>Responses with a pending status: the matches of a C-FIND.</summary>
    public long Pending;
    public Pseudonym Instance;
    public QueryShape Query;
    public NameId CallingAe;
    public NameId CalledAe;
    public NameId SopClass;
    public NameId TransferSyntax;
    public NameId MoveDestination;
    public NameId MoveOriginator;

    /// <summary>Command field of the request.</summary>
    public ushort Command;
    public ushort MessageId;
    public ushort OriginatorMessageId;

    /// <summary>Of the last response.</summary>
    public ushort Status;
    public SubOperations SubOperations;
    public byte ContextId;

    /// <summary>Row in <see cref="SopClasses"/>.</summary>
    public byte SopClassRow;
    public bool WasRequested;

    /// <summary>A C-STORE by which the acceptor answers a C-GET (PS3.7 9.1.3): the requestor's doing, and told as that.</summary>
    public bool IsSubOperation;
    public bool WasAnswered;

    /// <summary>The last response's status wasn't lost.</summary>
    public bool HasStatus;

    /// <summary>The last response was the final one.</summary>
    public bool IsFinal;
    public bool HasSubOperations;
    public Quality Quality;
    public Endpoint Requester;

    public static FactKind Kind { get; } = FactKind.Of<DimseOperation>("dicom", "dicom.operation", DicomFields.Operation);

    public readonly Outcome Outcome =>
        HasStatus ? DimseStatus.OutcomeOf(Status) : Quality == Quality.Clean && !WasAnswered ? Outcome.NoAnswer : Outcome.Unknown;

    /// <summary>Both sides seen whole: what is measured on it counts.</summary>
    private readonly bool IsMeasurable => Quality == Quality.Clean && WasRequested && IsFinal && HasStatus;

    public static void Write(in DimseOperation fact, EventWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        Span<byte> scratch = stackalloc byte[DimseCommand.HexLength];
        to.Text("type"u8, "dimse"u8);
        to.Text("command"u8, DimseCommand.Operation(fact.Command, scratch));
        to.Number("message_id"u8, fact.MessageId);
        to.NonZero("context_id"u8, fact.ContextId);
        to.Name("calling_ae"u8, fact.CallingAe);
        to.Name("called_ae"u8, fact.CalledAe);
        to.Name("sop_class"u8, fact.SopClass);
        var name = SopClasses.Name(fact.SopClassRow);
        if (!name.IsEmpty)
        {
            to.Text("sop_class_name"u8, name);
        }

        to.Name("transfer_syntax"u8, fact.TransferSyntax);
        to.Pseudonym("instance"u8, fact.Instance);
        to.Flag("requested"u8, fact.WasRequested);
        WriteAnswer(fact, to);
        to.Number("request_bytes"u8, fact.RequestBytes);
        to.Number("response_bytes"u8, fact.ResponseBytes);
        to.NonZero("pending"u8, fact.Pending);
        if (fact.HasSubOperations)
        {
            to.Json.WriteStartObject("sub_operations"u8);
            to.Number("remaining"u8, fact.SubOperations.Remaining);
            to.Number("completed"u8, fact.SubOperations.Completed);
            to.Number("failed"u8, fact.SubOperations.Failed);
            to.Number("warning"u8, fact.SubOperations.Warning);
            to.Json.WriteEndObject();
        }

        to.Name("move_destination"u8, fact.MoveDestination);
        to.Name("move_originator"u8, fact.MoveOriginator);
        to.NonZero("move_originator_message_id"u8, fact.OriginatorMessageId);
        WriteQuery(fact.Query, to);
        to.Quality(fact.Quality);
    }

    public static void Tell(in DimseOperation fact, IMeaning to)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (fact.IsSubOperation)
        {
            return;
        }

        Span<byte> scratch = stackalloc byte[DimseCommand.HexLength];
        to.Conclude(fact.Requester, DimseCommand.Operation(fact.Command, scratch), fact.Outcome, fact.SopClass);
        if (!fact.IsMeasurable)
        {
            return;
        }

        if (fact.FirstResponse >= fact.RequestEnd)
        {
            to.Measure(fact.Requester.Peer(), DicomQuantities.AnswerTime, (fact.FirstResponse - fact.RequestEnd) / 1e3);
        }

        var status = DimseStatus.ClassOf(fact.Status);
        switch (fact.Command)
        {
            case DimseCommand.StoreRequest when status is StatusClass.Success or StatusClass.Warning:
                to.Measure(fact.Requester, DicomQuantities.BytesPerObject, fact.RequestBytes);
                if (fact.RequestBytes >= DicomQuantities.MinBytesForRate && fact.LastResponse > fact.Start)
                {
                    to.Measure(fact.Requester, DicomQuantities.BytesPerSecond, fact.RequestBytes * 1e9 / (fact.LastResponse - fact.Start));
                }

                break;
            case DimseCommand.FindRequest when status != StatusClass.Failure:
                to.Measure(fact.Requester, DicomQuantities.MatchesPerQuery, fact.Pending);
                break;
            case DimseCommand.MoveRequest or DimseCommand.GetRequest when fact.HasSubOperations:
                to.Measure(fact.Requester, DicomQuantities.ObjectsPerRetrieval, fact.SubOperations.Completed);
                break;
        }
    }

    private static void WriteAnswer(in DimseOperation fact, EventWriter to)
    {
        if (!fact.WasAnswered)
        {
            return;
        }

        if (fact.HasStatus)
        {
            to.Hex16("status"u8, fact.Status);
            to.Text("status_class"u8, DimseStatus.Text(DimseStatus.ClassOf(fact.Status)));
        }

        if (fact.WasRequested)
        {
            // A mirror of two ports may show an answer before its question.
            to.Milliseconds("first_response_ms"u8, Math.Max(0, fact.FirstResponse - fact.Start));
            to.Milliseconds("last_response_ms"u8, Math.Max(0, fact.LastResponse - fact.Start));
        }
    }

    private static void WriteQuery(in QueryShape query, EventWriter to)
    {
        if (!query.IsKnown)
        {
            return;
        }

        to.Json.WriteStartObject("query"u8);
        if (query.Level != QueryLevel.None)
        {
            to.Text("level"u8, QueryShape.Text(query.Level));
        }

        to.Number("keys"u8, query.Keys);
        to.Number("matching_keys"u8, query.MatchingKeys);
        to.Flag("universal"u8, query.IsUniversal);
        to.Flag("wildcard"u8, query.HasWildcard);
        to.Pseudonym("patient"u8, query.Patient);
        if (!query.IsComplete)
        {
            to.Flag("complete"u8, false);
        }

        to.Json.WriteEndObject();
    }
}
