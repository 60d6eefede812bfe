using System.Diagnostics;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>The state of an association (PS3.8 9.2) as someone sees it who may miss parts of it, and tells it.</summary>
internal sealed class Association(DicomPartition partition)
{
    private readonly long[] _bytes = new long[2];
    private readonly bool[] _isSeen = new bool[2];
    private FlowIdentity _flow;
    private Endpoint? _requestor;
    private long _start;
    private long _end;
    private long _firstOrdinal;
    private long _pdus;
    private bool _isMidStream;
    private bool _isBegun;
    private bool _isRequested;
    private bool _isRequestTold;
    private bool _isAccepted;
    private bool _isAcceptRead;
    private bool _isAcceptTold;
    private bool _releaseAsked;
    private bool _releaseAnswered;
    private AssociationResult _refused;
    private AssociateRefusal _refusal;
    private bool _isTold;
    private Quality _damage;

    public Negotiation Negotiation { get; } = new();

    public ref readonly FlowIdentity Flow => ref _flow;

    public long Operations { get; set; }

    public long Objects { get; set; }

    public bool IsRequested => _isRequested;

    /// <summary>The request and its sender come first where they were seen; without them whoever asks first.</summary>
    public Endpoint Requestor => _requestor ?? Endpoint.Client;

    /// <summary>What a fact told now has to say about what it rests on.</summary>
    public Quality Quality => _damage | (_isRequested ? Quality.Clean : Quality.MidStream);

    /// <summary>
    /// Nothing more can come. A release or a rejection is said by both sides; after an abort the other side's last words may still be on
    /// their way, if something is waited for.
    /// </summary>
    public bool IsOver(bool isWaited) => !_isTold && ((_releaseAsked && _releaseAnswered)
        || (_refused == AssociationResult.Rejected && _isRequestTold)
        || (_refused == AssociationResult.Aborted && !isWaited && (_isMidStream || (_isRequestTold && _isAcceptRead))));

    public void Begin(in FlowIdentity flow, bool midStream)
    {
        _flow = flow;
        _isMidStream = midStream;
        _isSeen.AsSpan().Clear();
        Restart();
    }

    /// <summary>Another association on the same connection: not foreseen, but not forbidden either.</summary>
    public void Restart()
    {
        Negotiation.Clear();
        _bytes.AsSpan().Clear();
        _requestor = null;
        _pdus = 0;
        _end = 0;
        _isBegun = _isRequested = _isRequestTold = _isAccepted = _isAcceptRead = false;
        _isAcceptTold = _releaseAsked = _releaseAnswered = false;
        _refused = AssociationResult.Open;
        _refusal = default;
        _damage = Quality.Clean;
        Operations = 0;
        Objects = 0;
        _isTold = false;
    }

    public void Saw(Direction direction) => _isSeen[(int)direction] = true;

    /// <summary>For what lacks its other half: whether that is because its direction wasn't captured.</summary>
    public Quality MissingSide => _isSeen[0] && _isSeen[1] ? Quality.Clean : Quality.OneSided;

    public void Damage(Quality damage) => _damage |= damage;

    public void AssumeRequestor(Endpoint sender) => _requestor ??= sender;

    public void AddBytes(Direction direction, uint bytes) => _bytes[(int)direction] += bytes;

    /// <summary>Notes a PDU; returns where an A-ASSOCIATE's body is to be read into.</summary>
    public Negotiation? OnPdu(Direction direction, PduType type, in Moment at)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            _start = at.Time;
            _firstOrdinal = at.Ordinal;
        }

        _end = Math.Max(_end, at.Time);
        _pdus++;
        switch (type)
        {
            case PduType.AssociateRequest:
                // An answer may have been seen first; the association still began no later than this.
                _start = Math.Min(_start, at.Time);
                _firstOrdinal = Math.Min(_firstOrdinal, at.Ordinal);
                _isRequested = true;
                _requestor = direction.Sender();
                return Negotiation;
            case PduType.AssociateAccept when _isAccepted || (_isRequested && _requestor == direction.Sender()):
                partition.Count(DicomViolation.OutOfState);
                return null;
            case PduType.AssociateAccept:
                _isAccepted = true;
                AssumeRequestor(direction.Sender().Peer());
                return Negotiation;
            default:
                return null;
        }
    }

    public void OnAssociate(PduType type, bool isComplete, in Moment at)
    {
        Negotiation.Sender(type).IsComplete = isComplete;
        if (type == PduType.AssociateRequest)
        {
            for (var missing = isComplete ? Negotiation.Contexts.CountWithoutTransferSyntax() : 0; missing > 0; missing--)
            {
                partition.Count(DicomViolation.ContextWithoutTransferSyntax);
            }

            TellRequested(at);
        }
        else
        {
            _isAcceptRead = true;
        }

        TellAccepted(at, isEnd: false);
    }

    public void OnShort(Direction direction, PduType type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case PduType.ReleaseRequest:
                _releaseAsked = true;
                break;
            case PduType.ReleaseReply:
                _releaseAnswered = true;
                break;
            case PduType.AssociateReject when _refused == AssociationResult.Open:
                AssumeRequestor(direction.Sender().Peer());
                _refused = AssociationResult.Rejected;
                _refusal = body.IsEmpty ? default : new AssociateRefusal(body[1], body[2], body[3]);
                break;
            case PduType.Abort when _refused == AssociationResult.Open:
                _refused = AssociationResult.Aborted;
                _refusal = body.IsEmpty ? default : new AssociateRefusal(0, body[2], body[3]);
                break;
        }
    }

    /// <summary>Tells the association's end; <paramref name="cause"/> where the connection ended before it.</summary>
    public void TellEnd(EndCause? cause, in Moment at)
    {
        if (_isTold || !_isBegun)
        {
            return;
        }

        TellAccepted(at, isEnd: true);
        _isTold = true;
        var requestor = Requestor;
        var fact = new DicomAssociation
        {
            Start = _start,
            End = _end,
            CallingAe = Negotiation.CallingAe,
            CalledAe = Negotiation.CalledAe,
            RequestorInfo = Negotiation.Requestor,
            AcceptorInfo = Negotiation.Acceptor,
            Result = _refused != AssociationResult.Open ? _refused
                : _releaseAnswered ? AssociationResult.Released
                : cause is EndCause.Fin or EndCause.Reset ? AssociationResult.Closed
                : AssociationResult.Open,
            Refusal = _refusal,
            Pdus = _pdus,
            Operations = Operations,
            Objects = Objects,
            BytesToAcceptor = _bytes[(int)requestor],
            BytesToRequestor = _bytes[(int)requestor.Peer()],
            WasRequested = _isRequested,
            WasAccepted = _isAccepted,
            Quality = Quality | MissingSide,
            Requestor = requestor,
        };
        partition.Context.Facts.Write(fact, _flow, at.Time, _firstOrdinal, fact.Quality, requestor);
    }

    private void TellRequested(in Moment at)
    {
        Debug.Assert(_isRequested);
        _isRequestTold = true;
        ref readonly var peer = ref Negotiation.Requestor;
        var fact = new DicomAssociationRequested
        {
            CallingAe = Negotiation.CallingAe,
            CalledAe = Negotiation.CalledAe,
            ImplementationUid = peer.ImplementationUid,
            ImplementationVersion = peer.ImplementationVersion,
            Contexts = peer.Contexts,
            UserIdentity = peer.UserIdentity,
            Requestor = Requestor,
        };
        partition.Context.Facts.Write(fact, _flow, at.Time, _firstOrdinal, Quality, Requestor);
    }

    // Only the request says who was called, so its answer waits for it, if it must until the end.
    private void TellAccepted(in Moment at, bool isEnd)
    {
        ref readonly var peer = ref Negotiation.Acceptor;
        if (_isAcceptTold || !_isAccepted || !(isEnd || (_isRequestTold && _isAcceptRead)))
        {
            return;
        }

        _isAcceptTold = true;
        var fact = new DicomAssociationAccepted
        {
            CalledAe = Negotiation.CalledAe,
            ImplementationUid = peer.ImplementationUid,
            ImplementationVersion = peer.ImplementationVersion,
            Contexts = peer.Contexts,
            Acceptor = Requestor.Peer(),
        };
        partition.Context.Facts.Write(fact, _flow, at.Time, _firstOrdinal, Quality, Requestor.Peer());
    }
}
