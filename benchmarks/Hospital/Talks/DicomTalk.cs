using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Talks;

/// <summary>An object that is stored.</summary>
/// <param name="SopClass">SOP class UID.</param>
/// <param name="Instance">SOP instance UID.</param>
/// <param name="Length">Bytes of its data set.</param>
/// <param name="Subject">Who is in it.</param>
public sealed record StoredObject(string SopClass, string Instance, long Length, Subject Subject);

/// <summary>One association, said step by step: what is asked, and what is answered after the answerer's usual time.</summary>
public sealed partial class DicomTalk : Talk<DicomTalk>
{
    private readonly ApplicationEntity _caller;
    private readonly ApplicationEntity _called;
    private readonly IReadOnlyList<string> _sopClasses;
    private readonly IReadOnlyList<string> _syntaxes;
    private ushort _message;

    /// <param name="lane">Who does it.</param>
    /// <param name="dice">For latencies.</param>
    /// <param name="time">When the connection is opened.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="called">Who is called, at its port.</param>
    /// <param name="sopClasses">UIDs it wants to use, a presentation context each.</param>
    /// <param name="transferSyntaxes">In order of preference; the first is agreed.</param>
    public DicomTalk(
        Lane lane, Dice dice, long time, ApplicationEntity caller, ApplicationEntity called, IReadOnlyList<string> sopClasses, params IReadOnlyList<string> transferSyntaxes)
        : base(lane, dice, time, caller.Host, called.Host, called.Port, Language.Dicom)
    {
        ArgumentNullException.ThrowIfNull(sopClasses);
        (_caller, _called, AnswerTime) = (caller, called, 8 * Nanos.Millisecond);
        _sopClasses = sopClasses;
        _syntaxes = transferSyntaxes.Count > 0 ? transferSyntaxes : [Uids.ExplicitLittleEndian, Uids.ImplicitLittleEndian];
    }

    /// <summary>SOP classes whose contexts the called one doesn't accept.</summary>
    public IReadOnlyCollection<string> Declined { get; init; } = [];

    /// <summary>User name that is offered; empty: none.</summary>
    public string User { get; init; } = "";

    /// <summary>As what it is called, where that is not the called one's title.</summary>
    public string CalledTitle { get; init; } = "";

    /// <summary>What the called one prefers when it sends what is moved; empty: as on this association.</summary>
    public IReadOnlyList<string> DeliverySyntaxes { get; init; } = [];

    /// <summary>Bytes that were stored.</summary>
    public long Stored { get; private set; }

    /// <summary>What the caller proposes.</summary>
    private AssociateRequest Proposal => field ??= new AssociateRequest
    {
        CallingAe = _caller.Title,
        CalledAe = CalledTitle.Length > 0 ? CalledTitle : _called.Title,
        ImplementationUid = _caller.ImplementationUid,
        ImplementationVersion = _caller.ImplementationVersion,
        MaxPduLength = _caller.MaxPduLength,
        User = User,
        Contexts = [.. _sopClasses.Select((uid, i) => new PresentationContext((byte)((2 * i) + 1), uid, _syntaxes, !Declined.Contains(uid)))],
    };

    /// <summary>Connects and is accepted.</summary>
    public DicomTalk Associate()
    {
        Ask(Opened.It);
        Ask(Proposal);
        Answer(new AssociateAccept
        {
            Request = Proposal,
            ImplementationUid = _called.ImplementationUid,
            ImplementationVersion = _called.ImplementationVersion,
            MaxPduLength = _called.MaxPduLength,
        });
        return this;
    }

    /// <summary>Connects and is refused; the talk is over.</summary>
    public DicomTalk BeRejected(byte result = 1, byte source = 1, byte reason = 3)
    {
        Ask(Opened.It);
        Ask(Proposal);
        Answer(new AssociateReject(result, source, reason));
        return Close();
    }

    /// <summary>Finds nobody at home; the talk is over.</summary>
    /// <param name="isSilent">Nothing answers at all, rather than a reset.</param>
    public DicomTalk BeUnreachable(bool isSilent = false) => Ask(isSilent ? Unanswered.It : Refused.It);

    public DicomTalk Echo() => Exchange(new DimseRequest { Operation = DimseOperation.Echo, ContextId = Context(Uids.Verification), MessageId = NextId(), SopClass = Uids.Verification, PduLength = Longest, TransferSyntax = _syntaxes[0] });

    /// <summary>Sends an object.</summary>
    public DicomTalk Store(StoredObject stored, ushort status = 0, string moveOriginator = "", ushort originatorMessageId = 0)
    {
        ArgumentNullException.ThrowIfNull(stored);
        Stored += stored.Length;
        return Exchange(Storing(stored, NextId(), moveOriginator, originatorMessageId), status);
    }

    /// <summary>A request with a single answer: N-CREATE, N-SET, N-ACTION, N-EVENT-REPORT, N-DELETE, N-GET, and whatever else is tried.</summary>
    public DicomTalk Request(DimseOperation operation, string sopClass, string instance, int dataLength, ushort status = 0, int answerLength = 0) => Exchange(
        new DimseRequest
        {
            Operation = operation,
            ContextId = Context(sopClass),
            MessageId = NextId(),
            SopClass = sopClass,
            Instance = instance,
            DataLength = dataLength,
            PduLength = Longest,
            TransferSyntax = _syntaxes[0],
        },
        status,
        answerLength);

    /// <summary>Ends in good order.</summary>
    public DicomTalk Release()
    {
        Ask(ReleaseRequest.It);
        Answer(ReleaseResponse.It);
        return Close();
    }

    /// <summary>Ends without order.</summary>
    /// <param name="from">Whose idea it is.</param>
    /// <param name="source">0 user, 2 provider.</param>
    /// <param name="reason">PS3.8 table 9-26, of a provider's.</param>
    public DicomTalk Abort(Side from = Side.Client, byte source = 0, byte reason = 0)
    {
        Say(from, new Abort(source, reason), Latency());
        return Close();
    }

    /// <summary>The connection is torn down.</summary>
    public DicomTalk Reset(Side from = Side.Client) => Say(from, WasReset.It, Latency());

    private DimseRequest Storing(StoredObject stored, ushort message, string moveOriginator, ushort originatorMessageId) => new()
    {
        Operation = DimseOperation.Store,
        ContextId = Context(stored.SopClass),
        MessageId = message,
        SopClass = stored.SopClass,
        Instance = stored.Instance,
        DataLength = stored.Length,
        Subject = stored.Subject,
        MoveOriginator = moveOriginator,
        MoveOriginatorMessageId = originatorMessageId,
        PduLength = Longest,
        TransferSyntax = _syntaxes[0],
    };

    private int Longest => Math.Min(_caller.MaxPduLength, _called.MaxPduLength);

    private DicomTalk Exchange(DimseRequest request, ushort status = 0, int answerLength = 0)
    {
        Ask(request);
        return Answer(new DimseResponse { Request = request, Status = status, DataLength = answerLength, PduLength = Longest });
    }

    private DicomTalk Close() => Say(Side.Client, Closed.It, Latency() / 8);

    private byte Context(string sopClass)
    {
        for (var i = 0; i < Proposal.Contexts.Count; i++)
        {
            if (Proposal.Contexts[i].AbstractSyntax == sopClass)
            {
                return Proposal.Contexts[i].Id;
            }
        }

        throw new ArgumentException($"No context was proposed for {sopClass}.", nameof(sopClass));
    }

    private ushort NextId() => ++_message;

    private long Latency() => Answering(0.35);

    private DicomTalk Ask(Saying saying) => Say(Side.Client, saying, (long)Dice.LogNormal(0.6 * Nanos.Millisecond, 0.4));

    private DicomTalk Answer(Saying saying) => Say(Side.Server, saying, Latency());

    private DicomTalk Say(Side from, Saying saying, long after) => Say(from, saying, after, saying is DimseRequest bulk ? Lasting(bulk.DataLength) : 0);
}
