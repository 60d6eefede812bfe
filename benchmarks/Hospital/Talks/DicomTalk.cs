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

/// <summary>
/// One association, said step by step: what is asked, and what is answered after the answerer's usual time. Both ordinary life and attackers talk by it. Steps are entered ahead of
/// time; <see cref="Time"/> goes along.
/// </summary>
public sealed class DicomTalk
{
    private readonly Lane _lane;
    private readonly Dice _dice;
    private readonly AssociateRequest _request;
    private readonly Conversation _conversation;
    private readonly ApplicationEntity _caller;
    private readonly ApplicationEntity _called;
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
    {
        ArgumentNullException.ThrowIfNull(lane);
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(called);
        ArgumentNullException.ThrowIfNull(sopClasses);
        (_lane, _dice, _caller, _called, Time) = (lane, dice, caller, called, Math.Max(time, lane.Now));
        IReadOnlyList<string> syntaxes = transferSyntaxes.Count > 0 ? transferSyntaxes : [Uids.ExplicitLittleEndian, Uids.ImplicitLittleEndian];
        _conversation = lane.Converse(caller.Host, called.Host, called.Port, Language.Dicom);
        _request = new AssociateRequest
        {
            CallingAe = caller.Title,
            CalledAe = called.Title,
            ImplementationUid = caller.ImplementationUid,
            ImplementationVersion = caller.ImplementationVersion,
            MaxPduLength = caller.MaxPduLength,
            Contexts = [.. sopClasses.Select((uid, i) => new PresentationContext((byte)((2 * i) + 1), uid, syntaxes))],
        };
    }

    /// <summary>Instant until which all that was said so far has been said.</summary>
    public long Time { get; private set; }

    /// <summary>Median time the called one takes to answer, nanoseconds.</summary>
    public long AnswerTime { get; init; } = 8 * Nanos.Millisecond;

    /// <summary>How fast bulk goes over the network, bytes a second.</summary>
    public double Speed { get; init; } = 40e6;

    /// <summary>Bytes that were stored.</summary>
    public long Stored { get; private set; }

    /// <summary>Connects and is accepted.</summary>
    public DicomTalk Associate()
    {
        Ask(Opened.It);
        Ask(_request);
        Answer(new AssociateAccept
        {
            Request = _request,
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
        Ask(_request);
        Answer(new AssociateReject(result, source, reason));
        return Close();
    }

    public DicomTalk Echo() => Exchange(new DimseRequest { Operation = DimseOperation.Echo, ContextId = Context(Uids.Verification), MessageId = NextId(), SopClass = Uids.Verification, PduLength = Longest });

    /// <summary>Sends an object.</summary>
    public DicomTalk Store(StoredObject stored, ushort status = 0, string moveOriginator = "", ushort originatorMessageId = 0)
    {
        ArgumentNullException.ThrowIfNull(stored);
        Stored += stored.Length;
        return Exchange(
            new DimseRequest
            {
                Operation = DimseOperation.Store,
                ContextId = Context(stored.SopClass),
                MessageId = NextId(),
                SopClass = stored.SopClass,
                Instance = stored.Instance,
                DataLength = stored.Length,
                Subject = stored.Subject,
                MoveOriginator = moveOriginator,
                MoveOriginatorMessageId = originatorMessageId,
                PduLength = Longest,
            },
            status);
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
        },
        status,
        answerLength);

    /// <summary>Asks for matches.</summary>
    /// <param name="sopClass">Information model or worklist.</param>
    /// <param name="identifier">What is asked.</param>
    /// <param name="matches">How many there are.</param>
    /// <param name="bytesPerMatch">Bytes of each.</param>
    /// <param name="status">Of the final answer.</param>
    public DicomTalk Find(string sopClass, QueryIdentifier identifier, int matches, int bytesPerMatch, ushort status = 0)
    {
        var request = new DimseRequest
        {
            Operation = DimseOperation.Find,
            ContextId = Context(sopClass),
            MessageId = NextId(),
            SopClass = sopClass,
            Identifier = identifier,
            PduLength = Longest,
        };
        Ask(request);
        for (var i = 0; i < matches; i++)
        {
            var wait = i == 0 ? Latency() : (long)_dice.LogNormal(0.4 * Nanos.Millisecond, 0.4);
            Say(Side.Server, new DimseResponse { Request = request, Status = 0xFF00, DataLength = (bytesPerMatch + (_dice.Whole(-12, 12) * 2)) & ~1, PduLength = Longest }, wait);
        }

        Answer(new DimseResponse { Request = request, Status = status, PduLength = Longest });
        return this;
    }

    /// <summary>Has objects sent to a destination, on an association that the called one opens, one C-STORE each.</summary>
    /// <param name="sopClass">Information model.</param>
    /// <param name="identifier">What is wanted.</param>
    /// <param name="destination">Whereto; null: nobody of that name is known, and the request fails.</param>
    /// <param name="title">AE title that is asked for.</param>
    /// <param name="objects">All that match.</param>
    /// <param name="sender">As whom the called one calls the destination: its own title and speed.</param>
    public DicomTalk Move(string sopClass, QueryIdentifier identifier, ApplicationEntity? destination, string title, IReadOnlyList<StoredObject> objects, ApplicationEntity? sender = null)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var request = new DimseRequest
        {
            Operation = DimseOperation.Move,
            ContextId = Context(sopClass),
            MessageId = NextId(),
            SopClass = sopClass,
            Identifier = identifier,
            MoveDestination = title,
            PduLength = Longest,
        };
        Ask(request);
        if (destination is null)
        {
            Answer(new DimseResponse { Request = request, Status = 0xA801, PduLength = Longest });
            return this;
        }

        if (objects.Count > 0)
        {
            var classes = objects.Select(o => o.SopClass).Distinct().ToArray();
            var delivery = new DicomTalk(_lane, _dice, Time + Latency(), sender ?? _called, destination, classes) { Speed = Speed, AnswerTime = AnswerTime };
            delivery.Associate();
            for (var i = 0; i < objects.Count; i++)
            {
                delivery.Store(objects[i], 0, _caller.Title, request.MessageId);
                Time = Math.Max(Time, delivery.Time);
                if (i % 50 == 49 && i < objects.Count - 1)
                {
                    var left = (ushort)(objects.Count - i - 1);
                    Answer(new DimseResponse { Request = request, Status = 0xFF00, SubOperations = (left, (ushort)(i + 1), 0, 0), PduLength = Longest });
                }
            }

            delivery.Release();
        }

        Answer(new DimseResponse { Request = request, Status = 0, SubOperations = (0, (ushort)objects.Count, 0, 0), PduLength = Longest });
        return this;
    }

    /// <summary>Nothing is said for a while.</summary>
    public DicomTalk Wait(long nanoseconds)
    {
        Time += nanoseconds;
        return this;
    }

    /// <summary>Ends in good order.</summary>
    public DicomTalk Release()
    {
        Ask(ReleaseRequest.It);
        Answer(ReleaseResponse.It);
        return Close();
    }

    /// <summary>Ends without order.</summary>
    public DicomTalk Abort()
    {
        Ask(new Abort(0));
        return Close();
    }

    private int Longest => Math.Min(_caller.MaxPduLength, _called.MaxPduLength);

    private DicomTalk Exchange(DimseRequest request, ushort status = 0, int answerLength = 0)
    {
        Ask(request);
        Answer(new DimseResponse { Request = request, Status = status, DataLength = answerLength, PduLength = Longest });
        return this;
    }

    private DicomTalk Close()
    {
        Say(Side.Client, Closed.It, Latency() / 8);
        return this;
    }

    private byte Context(string sopClass)
    {
        for (var i = 0; i < _request.Contexts.Count; i++)
        {
            if (_request.Contexts[i].AbstractSyntax == sopClass)
            {
                return _request.Contexts[i].Id;
            }
        }

        throw new ArgumentException($"No context was proposed for {sopClass}.", nameof(sopClass));
    }

    private ushort NextId() => ++_message;

    private long Latency() => (long)_dice.LogNormal(AnswerTime, 0.35);

    private void Ask(Saying saying) => Say(Side.Client, saying, (long)_dice.LogNormal(0.6 * Nanos.Millisecond, 0.4));

    private void Answer(Saying saying) => Say(Side.Server, saying, Latency());

    private void Say(Side from, Saying saying, long after)
    {
        var duration = saying is DimseRequest { DataLength: > 4096 } bulk ? (long)(bulk.DataLength / Speed * Nanos.Second) : 0;
        Time = _lane.Say(Time + after + (_conversation.Client.RoundTrip / 2), _conversation, from, saying, duration);
    }
}
