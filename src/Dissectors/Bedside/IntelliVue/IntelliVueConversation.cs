using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Bedside.IntelliVue;

/// <summary>
/// One client's datagrams to and from one monitor. Operations are put together with their answers by invoke id; polls, which come every second, are told
/// when the first of their kind is answered, and when one is refused, and counted beyond that: the count is told at the association's end.
/// </summary>
internal sealed class IntelliVueConversation(PartitionContext context, BedsideCounters counters) : BedsideConversation(context)
{
    private const int AssociationKey = 0x1_0000;
    private const int ReleaseKey = 0x1_0001;

    /// <summary>Object class of patient demographics; those of the monitor as a whole.</summary>
    private const ushort PatientDemographics = 0x2A;
    private const ushort FirstSystemClass = 0x21;
    private const ushort LastSystemClass = 0x25;

    private readonly long[] _repeats = new long[Operations.Count];
    private readonly bool[] _hasTold = new bool[Operations.Count];
    private OperationTable _operations;
    private MonitorIdentity _identity;
    private Endpoint _monitor;
    private bool _isAssociated;

    protected override ReadOnlySpan<byte> Family => "intellivue"u8;

    protected override void Reset()
    {
        _repeats.AsSpan().Clear();
        _hasTold.AsSpan().Clear();
        _operations.Clear();
        _identity = default;
        _monitor = Endpoint.Server;
        _isAssociated = false;
    }

    /// <summary>A datagram, whole or as far as it was captured.</summary>
    protected override Step Read(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        if (IntelliVueMessage.TryParse(data, out var message))
        {
            Take(direction, in message, at);
        }
        else
        {
            counters.Resyncs++;
        }

        return Step.Done(data.Length);
    }

    protected override void Lose(Direction direction, long bytes, in Moment at)
    {
    }

    protected override void Finish(in Moment at) => EndAssociation(isOrderly: false, at);

    private void Take(Direction direction, in IntelliVueMessage message, in Moment at)
    {
        switch (message.Kind)
        {
            case MessageKind.ConnectIndication:
                _monitor = direction.Sender();
                TakeIdentity(message.Body, "CONNECT INDICATION"u8, at);
                break;
            case MessageKind.AssociationRequest:
                EndAssociation(isOrderly: false, at);
                _isAssociated = true;
                Ask(direction, AssociationKey, Operation.Associate, at);
                break;
            case MessageKind.AssociationAccept:
                Answer(direction, AssociationKey, Operation.Associate, Outcome.Ok, 0, at);
                break;
            case MessageKind.AssociationRefuse:
                Answer(direction, AssociationKey, Operation.Associate, Outcome.Refused, 0, at);
                break;
            case MessageKind.ReleaseRequest:
                Ask(direction, ReleaseKey, Operation.Release, at);
                break;
            case MessageKind.ReleaseResponse:
                Answer(direction, ReleaseKey, Operation.Release, Outcome.Ok, 0, at);
                EndAssociation(isOrderly: true, at);
                break;
            case MessageKind.Abort:
                TakeAbort(direction, at);
                break;
            case MessageKind.Invoke when message.IsEventReport:
                _monitor = direction.Sender();
                TakeEvent(in message, at);
                break;
            case MessageKind.Invoke:
                Ask(direction, message.InvokeId, message.Operation, at);
                break;
            case MessageKind.Error:
                Answer(direction, message.InvokeId, Operation.Unknown, Operations.ErrorOutcome(message.Command), message.Command, at);
                break;
            case MessageKind.Result or MessageKind.LinkedResult when !message.IsEventReport:
                Answer(direction, message.InvokeId, message.Operation, Outcome.Ok, 0, at);
                TakeResult(in message, at);
                break;
        }
    }

    private void TakeEvent(in IntelliVueMessage message, in Moment at)
    {
        // A created system is described behind its class, context and handle.
        if (message.Type == IntelliVueMessage.MdsCreate && message.Body.Length > 6)
        {
            TakeIdentity(message.Body[6..], "MDS CREATE"u8, at);
        }
        else
        {
            counters.Family.Responses++;
        }
    }

    private void TakeIdentity(ReadOnlySpan<byte> list, ReadOnlySpan<byte> command, in Moment at)
    {
        counters.Family.Responses++;
        if (_identity.Take(list, Context))
        {
            TellStatus(command, at);
        }
    }

    /// <summary>Results of polls for the monitor itself and for its patient: number of the poll, time, what was polled, then contexts with objects with attributes.</summary>
    private void TakeResult(in IntelliVueMessage message, in Moment at)
    {
        var at0 = message.Operation switch
        {
            Operation.Poll => 14,
            Operation.ExtendedPoll => 16,
            _ => int.MaxValue,
        };
        var body = message.Body;
        if (at0 == int.MaxValue || body.Length < at0 + 10
            || BinaryPrimitives.ReadUInt16BigEndian(body[(at0 + 2)..]) is not (PatientDemographics or (>= FirstSystemClass and <= LastSystemClass)))
        {
            return;
        }

        // Of contexts and of objects the first: there is one monitor and one patient.
        var contexts = body[(at0 + 6)..];
        if (contexts.Length > 12 && _identity.Take(contexts[12..], Context))
        {
            TellStatus(message.Operation.Text(), at);
        }
    }

    private void TakeAbort(Direction direction, in Moment at)
    {
        Count(Operation.Abort);
        var told = New(Operation.Abort, direction.Sender());
        Tell(ref told, at, at.Ordinal);
        EndAssociation(isOrderly: false, at);
    }

    private void Ask(Direction direction, int key, Operation operation, in Moment at)
    {
        _monitor = direction.Sender().Peer();
        Count(operation);
        ref var slot = ref _operations.Find(key);
        if (!Unsafe.IsNullRef(ref slot) && slot.Stage == OperationStage.Early)
        {
            (slot.Operation, slot.Asked, slot.Ordinal) = (operation, direction, at.Ordinal);
            Conclude(ref slot, PumpEvent.NoLatency, at);
            return;
        }

        if (Unsafe.IsNullRef(ref slot))
        {
            slot = ref _operations.Next();
        }

        GiveUp(ref slot, at);
        slot = new OpenOperation { Key = key, Stage = OperationStage.Open, Operation = operation, Asked = direction, Time = at.Time, Ordinal = at.Ordinal };
    }

    private void Answer(Direction direction, int key, Operation operation, Outcome outcome, ushort error, in Moment at)
    {
        counters.Family.Responses++;
        _monitor = direction.Sender();
        ref var slot = ref _operations.Find(key);
        if (Unsafe.IsNullRef(ref slot))
        {
            slot = ref _operations.Next();
            GiveUp(ref slot, at);
            slot = new OpenOperation
            {
                Key = key, Stage = OperationStage.Early, Operation = operation, Outcome = outcome, Error = error, Asked = direction.Opposite(), Ordinal = at.Ordinal,
            };
        }
        else if (slot.Stage == OperationStage.Open)
        {
            (slot.Outcome, slot.Error) = (outcome, error);
            Conclude(ref slot, Math.Max(0, at.Time - slot.Time), at);
        }
    }

    /// <summary>Nothing more is expected of it: what it lacks stays unknown.</summary>
    private void GiveUp(ref OpenOperation slot, in Moment at)
    {
        if (slot.Stage == OperationStage.Open)
        {
            slot.Outcome = IsOneSided ? Outcome.Unknown : Outcome.NoAnswer;
            Conclude(ref slot, PumpEvent.NoLatency, at);
        }
        else if (slot.Stage == OperationStage.Early)
        {
            Conclude(ref slot, PumpEvent.NoLatency, at);
        }
    }

    private void Conclude(ref OpenOperation slot, long latency, in Moment at)
    {
        slot.Stage = OperationStage.Answered;
        var operation = slot.Operation;
        var isRefused = slot.Outcome is Outcome.Refused or Outcome.Failure;
        if (operation.Recurs() && !isRefused && _hasTold[(int)operation])
        {
            _repeats[(int)operation]++;
            return;
        }

        _hasTold[(int)operation] |= !isRefused;
        var told = New(operation, slot.Asked.Sender());
        told.Outcome = slot.Outcome;
        told.LatencyNanoseconds = latency;
        told.Reason = isRefused && operation is not (Operation.Associate or Operation.Release) ? Term(Operations.ErrorText(slot.Error)) : default;
        Tell(ref told, at, slot.Ordinal);
    }

    private void EndAssociation(bool isOrderly, in Moment at)
    {
        foreach (ref var slot in _operations.All)
        {
            GiveUp(ref slot, at);
        }

        _operations.Clear();
        for (var operation = Operation.Poll; operation <= Operation.Get; operation++)
        {
            if (_repeats[(int)operation] > 0)
            {
                var told = New(operation, _monitor.Peer());
                told.Outcome = Outcome.Ok;
                told.Repeats = _repeats[(int)operation];
                Tell(ref told, at, at.Ordinal);
            }
        }

        if (_hasTold.AsSpan().Contains(true))
        {
            TellSession(isOrderly && _isAssociated, _monitor.Peer(), at);
        }

        _repeats.AsSpan().Clear();
        _hasTold.AsSpan().Clear();
        _isAssociated = false;
    }

    private void Count(Operation operation)
    {
        counters.Family.Requests++;
        counters.Family.Commands.Count(operation.Text());
    }

    private void TellStatus(ReadOnlySpan<byte> command, in Moment at)
    {
        var told = NewEvent(PumpEventKind.Status, command, _monitor, _monitor);
        Identify(ref told);
        Tell(ref told, at, at.Ordinal);
    }

    private PumpEvent New(Operation operation, Endpoint actor)
    {
        var safety = operation.Class();
        var told = NewEvent(safety.OnlyAsks() ? PumpEventKind.Query : PumpEventKind.Set, operation.Text(), actor, _monitor);
        told.Class = safety;
        Identify(ref told);
        return told;
    }

    private void Identify(ref PumpEvent told) =>
        (told.Serial, told.Model, told.Firmware, told.Patient) = (_identity.Serial, _identity.Model, _identity.Firmware, _identity.Patient);
}
