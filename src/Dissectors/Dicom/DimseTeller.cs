using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>
/// Tells operations: adds what the association knows, at the last moment, because its two directions may be seen in any order.
/// </summary>
internal sealed class DimseTeller(DicomPartition partition, Association association)
{
    public void TellRequested(in DimseOperation operation, in Moment at)
    {
        var fact = new DimseRequested
        {
            Command = operation.Command,
            MessageId = operation.MessageId,
            CallingAe = association.Negotiation.CallingAe,
            CalledAe = association.Negotiation.CalledAe,
            SopClass = operation.SopClass,
            MoveDestination = operation.MoveDestination,
            Requester = operation.Requester,
            IsSubOperation = IsSubOperation(operation),
        };
        var quality = association.Quality | operation.Quality;
        partition.Context.Facts.Write(fact, association.Flow, at.Time, at.Ordinal, quality, operation.Requester);
    }

    private bool IsSubOperation(in DimseOperation operation) =>
        operation.Command == DimseCommand.StoreRequest && association.IsRequested && operation.Requester != association.Requestor;

    public void Tell(in Exchange exchange, in Moment at)
    {
        var operation = exchange.Operation;
        operation.CallingAe = association.Negotiation.CallingAe;
        operation.CalledAe = association.Negotiation.CalledAe;
        operation.TransferSyntax = association.Negotiation.Contexts[operation.ContextId].TransferSyntax;
        operation.IsSubOperation = IsSubOperation(operation);
        operation.Quality |= association.Quality & Quality.MidStream;
        if (!operation.WasRequested || !operation.IsFinal)
        {
            operation.Quality |= association.MissingSide;
            partition.Counters.Unanswered += operation.IsFinal ? 0 : 1;
            partition.Counters.Unasked += operation.WasRequested ? 0 : 1;
        }

        partition.Context.Facts.Write(operation, association.Flow, at.Time, exchange.FirstOrdinal, operation.Quality, operation.Requester);
    }
}
