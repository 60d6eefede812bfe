using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Bedside.Sdc;

/// <summary>
/// What is said in clear on one HTTP connection between a consumer and a provider of IEEE 11073 SDC, from the bodies of its SOAP messages. Requests are
/// put together with their responses by message id. What only asks is told when the first of its kind is answered, and when it fails, and counted beyond
/// that; the count is told at the connection's end. Reports are counted; of those only how operations ended is told.
/// </summary>
internal sealed class SdcDialogue(PartitionContext context, PumpCounters counters) : SoapDialogue
{
    /// <summary>Bytes of names that are shown.</summary>
    private const int MaxName = 128;

    private readonly SoapMessage[] _messages = [new(Ignore), new(Ignore)];
    private readonly RequestTable _open = new();
    private readonly long[] _repeats = new long[SdcActions.Count];
    private readonly bool[] _hasTold = new bool[SdcActions.Count];
    private NameId _endpoint;
    private NameId _model;
    private NameId _firmware;
    private Endpoint _provider;
    private FlowIdentity _flow;
    private bool _isSpoken;

    public void Reset(in FlowIdentity flow)
    {
        _flow = flow;
        _open.Clear();
        _repeats.AsSpan().Clear();
        _hasTold.AsSpan().Clear();
        _endpoint = _model = _firmware = default;
        _provider = Endpoint.Server;
        _isSpoken = false;
    }

    public override void BeginBody(Direction direction) => _messages[(int)direction].Clear();

    public override void Feed(Direction direction, ReadOnlySpan<byte> data) => _messages[(int)direction].Feed(data);

    public override void EndBody(Direction direction, Quality quality, in Moment at)
    {
        var message = _messages[(int)direction];
        var name = message.ActionName;
        if (message.IsFault)
        {
            Answer(direction, message, SdcAction.Unknown, Outcome.Failure, quality, at);
        }
        else if (!message.IsSdc)
        {
            TakeMetadata(direction, message, quality, at);
        }
        else if (name.EndsWith("Response"u8))
        {
            Answer(direction, message, SdcActions.Of(name[..^"Response".Length]), OutcomeOf(message.State), quality, at);
        }
        else if (name.EndsWith("Report"u8) || name.EndsWith("Stream"u8))
        {
            TakeReport(direction, message, quality, at);
        }
        else
        {
            Ask(direction, message, SdcActions.Of(name), quality, at);
        }
    }

    public override void Finish(Quality quality, in Moment at)
    {
        foreach (ref var open in _open.All)
        {
            GiveUp(ref open, quality, at);
        }

        for (var action = SdcAction.Unknown; (int)action < SdcActions.Count; action++)
        {
            if (_repeats[(int)action] > 0)
            {
                var told = New(PumpEventKind.Query, action.Text(), _provider.Peer());
                (told.Class, told.Outcome, told.Repeats) = (SafetyClass.Read, Outcome.Ok, _repeats[(int)action]);
                Tell(ref told, quality, at, at.Ordinal);
            }
        }

        if (_isSpoken)
        {
            var session = new PumpSession { IsOrderly = quality == Quality.Clean };
            context.Facts.Write(in session, _flow, at.Time, at.Ordinal, quality, _provider.Peer());
        }

        _isSpoken = false;
    }

    private static void Ignore()
    {
    }

    private static Outcome OutcomeOf(InvocationState state) => state switch
    {
        InvocationState.Wait or InvocationState.Start => Outcome.Pending,
        InvocationState.Fail or InvocationState.Cnclld or InvocationState.CnclldMan => Outcome.Failure,
        InvocationState.FinMod => Outcome.Warning,
        _ => Outcome.Ok,
    };

    /// <summary>What a medical device says of itself (DPWS).</summary>
    private void TakeMetadata(Direction direction, SoapMessage message, Quality quality, in Moment at)
    {
        if (message.Model.Text.IsEmpty || !DiscoveryTexts.IsMedical(message.Types.Text, message.Scopes.Text))
        {
            return;
        }

        _isSpoken = true;
        counters.Responses++;
        _provider = direction.Sender();
        TakeEndpoint(message.Endpoint.Text);
        _model = Name(NameKind.Term, message.Model.Text);
        _firmware = Name(NameKind.Version, message.Firmware.Text);
        var told = New(PumpEventKind.Status, "Metadata"u8, _provider);
        Tell(ref told, quality, at, at.Ordinal);
    }

    private void TakeReport(Direction direction, SoapMessage message, Quality quality, in Moment at)
    {
        _isSpoken = true;
        counters.Responses++;
        _provider = direction.Sender();
        if (!message.ActionName.SequenceEqual("OperationInvokedReport"u8))
        {
            return;
        }

        var told = New(PumpEventKind.Status, "OperationInvokedReport"u8, _provider);
        told.Outcome = message.State == InvocationState.None ? Outcome.Unknown : OutcomeOf(message.State);
        told.ControlId = Transaction(message);
        Tell(ref told, quality, at, at.Ordinal);
    }

    private void Ask(Direction direction, SoapMessage message, SdcAction action, Quality quality, in Moment at)
    {
        _isSpoken = true;
        counters.Requests++;
        counters.Commands.Count(action.Text());
        _provider = direction.Sender().Peer();
        TakeEndpoint(message.To.Text);
        var safety = action.Class(message.Handle.Text, out var isGuess);
        ref var slot = ref _open.Find(message.MessageId);
        var isEarly = !Unsafe.IsNullRef(ref slot);
        if (!isEarly)
        {
            slot = ref _open.Next();
            GiveUp(ref slot, quality, at);
        }

        (slot.Id, slot.Action, slot.Class, slot.IsGuess, slot.Asker) = (message.MessageId, action, safety, isGuess, direction.Sender());
        (slot.Time, slot.Ordinal) = (at.Time, isEarly ? Math.Min(slot.Ordinal, at.Ordinal) : at.Ordinal);
        if (isEarly)
        {
            Conclude(ref slot, PumpEvent.NoLatency, quality, at);
        }
        else
        {
            slot.Stage = RequestStage.Open;
        }
    }

    private void Answer(Direction direction, SoapMessage message, SdcAction action, Outcome outcome, Quality quality, in Moment at)
    {
        ref var slot = ref _open.Find(message.RelatesTo);
        var isKnown = !Unsafe.IsNullRef(ref slot) && slot.Stage == RequestStage.Open;
        if (!isKnown && !message.IsSdc)
        {
            return;
        }

        _isSpoken = true;
        counters.Responses++;
        _provider = direction.Sender();
        if (!isKnown)
        {
            slot = ref _open.Next();
            GiveUp(ref slot, quality, at);
            slot = new OpenRequest
            {
                Id = message.RelatesTo, Stage = RequestStage.Early, Action = action, Class = action.Class(default, out _), Asker = direction.Sender().Peer(),
                Ordinal = at.Ordinal,
            };
        }

        slot.Outcome = outcome;
        slot.Transaction = Transaction(message);
        if (isKnown)
        {
            Conclude(ref slot, Math.Max(0, at.Time - slot.Time), quality, at);
        }
    }

    private void GiveUp(ref OpenRequest slot, Quality quality, in Moment at)
    {
        if (slot.Stage == RequestStage.Free)
        {
            return;
        }

        if (slot.Stage == RequestStage.Open)
        {
            slot.Outcome = quality == Quality.Clean ? Outcome.NoAnswer : Outcome.Unknown;
        }

        Conclude(ref slot, PumpEvent.NoLatency, quality, at);
    }

    private void Conclude(ref OpenRequest slot, long latency, Quality quality, in Moment at)
    {
        var concluded = slot;
        slot = default;
        var recurs = concluded.Action.Recurs() && concluded.Outcome != Outcome.Failure;
        if (recurs && _hasTold[(int)concluded.Action])
        {
            _repeats[(int)concluded.Action]++;
            return;
        }

        _hasTold[(int)concluded.Action] |= recurs;
        var told = New(concluded.Class.OnlyAsks() ? PumpEventKind.Query : PumpEventKind.Set, concluded.Action.Text(), concluded.Asker);
        told.Class = concluded.Class;
        told.Confidence = concluded.IsGuess ? Confidence.Guess : Confidence.Inferred;
        told.Outcome = concluded.Outcome;
        told.LatencyNanoseconds = latency;
        told.ControlId = concluded.Transaction;
        Tell(ref told, quality, at, concluded.Ordinal);
    }

    private void TakeEndpoint(ReadOnlySpan<byte> address)
    {
        if (address.StartsWith("urn:uuid:"u8))
        {
            _endpoint = Name(NameKind.Serial, address);
        }
    }

    private NameId Name(NameKind kind, ReadOnlySpan<byte> text) => context.Intern(kind, PlainText.Printable(text, MaxName));

    /// <summary>The provider's number of an operation: its response and its reports say the same.</summary>
    private Pseudonym Transaction(SoapMessage message) => context.Pseudonyms.Of(PseudonymKind.Message, message.Transaction.Text);

    private PumpEvent New(PumpEventKind what, ReadOnlySpan<byte> command, Endpoint actor)
    {
        var term = context.Intern(NameKind.Term, command);
        return new PumpEvent
        {
            Family = context.Intern(NameKind.Term, "sdc"u8),
            What = what,
            Command = term,
            Act = term,
            Actor = actor,
            Pump = _provider,
            Serial = _endpoint,
            Model = _model,
            Firmware = _firmware,
            LatencyNanoseconds = PumpEvent.NoLatency,
            Confidence = Confidence.Inferred,
            IsAtOwnAddress = true,
        };
    }

    private void Tell(ref PumpEvent told, Quality quality, in Moment at, long firstOrdinal)
    {
        told.Quality = quality;
        context.Facts.Write(in told, _flow, at.Time, firstOrdinal, quality, told.Actor);
    }
}
