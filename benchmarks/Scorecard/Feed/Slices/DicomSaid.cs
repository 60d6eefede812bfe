using System.Globalization;
using Hospital;
using Hospital.Network;
using Hospital.Sayings;

namespace Scorecard.Feed.Slices;

/// <summary>Associations and operations of a DICOM connection. One that began before the slice tells nothing: without its beginning nobody knows what was agreed.</summary>
internal sealed class DicomSaid(Conversation conversation)
{
    private readonly List<Statement> _told = [];
    private readonly Dictionary<(Side Asker, ushort Message), Exchange> _open = [];
    private readonly long[] _bytes = new long[2];
    private AssociateRequest? _request;
    private AssociateAccept? _accept;
    private AssociateReject? _reject;
    private Abort? _abort;
    private bool _isReleased;
    private bool _hasUnsaidBytes;
    private int _operations;
    private int _objects;

    public IEnumerable<Statement> Of(IReadOnlyList<Step> steps)
    {
        var isMidStream = steps[0].Saying is not Opened;
        foreach (var step in steps)
        {
            Take(in step);
        }

        var isOver = _isReleased || _reject is not null || _abort is not null || steps.Any(s => s.Saying is Closed or WasReset);
        TellOpen(isOver);
        if (_request is not null)
        {
            TellAssociation(isOver);
        }

        return _told.Select(s => s with { IsMidStream = isMidStream });
    }

    private void Take(in Step step)
    {
        switch (step.Saying)
        {
            case AssociateRequest request:
                _request = request;
                break;
            case AssociateAccept accept:
                _accept = accept;
                break;
            case AssociateReject reject:
                _reject = reject;
                break;
            case Abort abort:
                _abort ??= abort;
                break;
            case ReleaseResponse:
                _isReleased = true;
                break;
            case DimseRequest { Operation: not DimseOperation.Cancel } request:
                Ask(step.From, request);
                break;
            case DimseResponse response:
                Answer(step.From, response);
                break;
        }
    }

    private void Ask(Side from, DimseRequest request)
    {
        _operations++;
        _objects += request.Operation == DimseOperation.Store ? 1 : 0;
        _bytes[(int)from] += request.DataLength;
        _hasUnsaidBytes |= request.Identifier is not null;
        _open[(from, request.MessageId)] = new Exchange(request);
    }

    private void Answer(Side from, DimseResponse response)
    {
        _bytes[(int)from] += response.DataLength;
        var key = (1 - from, response.Request.MessageId);
        if (!_open.TryGetValue(key, out var exchange))
        {
            return;
        }

        exchange.Last = response;
        exchange.ResponseBytes += response.DataLength;
        if (response.Status is 0xFF00 or 0xFF01)
        {
            exchange.Pending++;
            return;
        }

        _open.Remove(key);
        Tell(key.Item1, exchange, isUnfinished: false);
    }

    /// <summary>What was never answered; the sensor tells it when it is certain of that.</summary>
    private void TellOpen(bool isOver)
    {
        foreach (var (key, exchange) in _open)
        {
            Tell(key.Asker, exchange, !isOver);
        }
    }

    private void Tell(Side from, Exchange exchange, bool isUnfinished)
    {
        var request = exchange.Request;
        var context = _request?.Contexts.FirstOrDefault(c => c.Id == request.ContextId);
        var counts = exchange.Last?.SubOperations;
        var isPending = exchange.Last?.Status is 0xFF00 or 0xFF01;
        _told.Add(new Statement(Vocabulary.Operation, Said.LineOf(conversation), new Dictionary<string, string?>
        {
            [Vocabulary.From] = Said.AddressOf(conversation, from),
            ["command"] = CommandOf(request.Operation),
            ["message_id"] = Said.Text(request.MessageId),
            ["context_id"] = Said.Text(request.ContextId),
            ["calling_ae"] = _request?.CallingAe,
            ["called_ae"] = _request?.CalledAe,
            ["sop_class"] = request.SopClass,
            ["transfer_syntax"] = context is { IsAccepted: true } ? context.TransferSyntaxes[0] : null,
            ["instance?"] = request.Instance.Length > 0 ? "said" : "",
            ["status"] = exchange.Last is { } last ? string.Create(CultureInfo.InvariantCulture, $"0x{last.Status:X4}") : "",
            ["request_bytes"] = request.Identifier is null ? Said.Text(request.DataLength) : null,
            ["response_bytes"] = Said.Text(exchange.ResponseBytes),
            ["pending"] = exchange.Pending > 0 ? Said.Text(exchange.Pending) : "",
            ["sub_operations.remaining"] = counts is null ? "" : Said.Text(isPending ? counts.Value.Remaining : 0),
            ["sub_operations.completed"] = counts is null ? "" : Said.Text(counts.Value.Completed),
            ["sub_operations.failed"] = counts is null ? "" : Said.Text(counts.Value.Failed),
            ["sub_operations.warning"] = counts is null ? "" : Said.Text(counts.Value.Warning),
            ["move_destination"] = request.MoveDestination,
            ["move_originator"] = request.MoveOriginator,
            ["move_originator_message_id"] = request.MoveOriginator.Length > 0 ? Said.Text(request.MoveOriginatorMessageId) : "",
            ["query.level"] = request.Identifier?.Level ?? "",
            ["query.keys"] = null,
        })
        {
            IsUnfinished = isUnfinished,
        });
    }

    private void TellAssociation(bool isOver)
    {
        var request = _request!;
        var result = _reject is not null ? "rejected" : _abort is not null ? "aborted" : _isReleased ? "released" : "closed";
        _told.Add(new Statement(Vocabulary.Association, Said.LineOf(conversation), new Dictionary<string, string?>
        {
            [Vocabulary.From] = Said.AddressOf(conversation, Side.Client),
            ["calling_ae"] = request.CallingAe,
            ["called_ae"] = request.CalledAe,
            ["result"] = result,
            ["reject.result"] = _reject?.Result switch { null => "", 1 => "rejected-permanent", 2 => "rejected-transient", _ => "unknown" },
            ["reject.source"] = _reject?.Source switch { null => "", 1 => "service-user", 2 => "service-provider-acse", 3 => "service-provider-presentation", _ => "unknown" },
            ["abort.source"] = result != "aborted" ? "" : _abort!.Source switch { 0 => "service-user", 2 => "service-provider", _ => "reserved" },
            ["requestor.implementation_uid"] = request.ImplementationUid,
            ["requestor.implementation_version"] = request.ImplementationVersion,
            ["requestor.max_pdu_length"] = Said.Text(request.MaxPduLength),
            ["acceptor.implementation_uid"] = _accept?.ImplementationUid ?? "",
            ["acceptor.implementation_version"] = _accept?.ImplementationVersion ?? "",
            ["acceptor.max_pdu_length"] = _accept is null ? "" : Said.Text(_accept.MaxPduLength),
            ["contexts.proposed"] = Said.Text(request.Contexts.Count),
            ["contexts.accepted"] = Said.Text(_accept is null ? 0 : request.Contexts.Count(c => c.IsAccepted)),
            ["user_identity.type"] = request.User.Length > 0 ? null : "",
            ["operations"] = Said.Text(_operations),
            ["objects"] = Said.Text(_objects),
            ["bytes_to_acceptor"] = _hasUnsaidBytes ? null : Said.Text(_bytes[(int)Side.Client]),
            ["bytes_to_requestor"] = _hasUnsaidBytes ? null : Said.Text(_bytes[(int)Side.Server]),
        })
        {
            IsUnfinished = !isOver,
        });
    }

    private static string CommandOf(DimseOperation operation) => operation switch
    {
        DimseOperation.Echo => "C-ECHO",
        DimseOperation.Store => "C-STORE",
        DimseOperation.Find => "C-FIND",
        DimseOperation.Move => "C-MOVE",
        DimseOperation.Get => "C-GET",
        DimseOperation.Create => "N-CREATE",
        DimseOperation.Set => "N-SET",
        DimseOperation.Action => "N-ACTION",
        DimseOperation.Delete => "N-DELETE",
        DimseOperation.NGet => "N-GET",
        _ => "N-EVENT-REPORT",
    };

    private sealed class Exchange(DimseRequest request)
    {
        public DimseRequest Request { get; } = request;

        public DimseResponse? Last { get; set; }

        public long ResponseBytes { get; set; }

        public long Pending { get; set; }
    }
}
