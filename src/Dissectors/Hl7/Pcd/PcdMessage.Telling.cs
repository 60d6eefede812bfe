using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Hl7.Pcd;

/// <content>What was gathered, as events.</content>
internal sealed partial class PcdMessage
{
    /// <summary>Most pumps that one message tells of.</summary>
    public const int MaxPumps = 16;

    private NameId _family;

    /// <summary>Something of the message had no room.</summary>
    public bool IsShort => _tree.IsShort;

    /// <summary>Events of the message are written to <paramref name="to"/>, at most its length; how many there are.</summary>
    public int Tell(in Exchange message, Span<PumpEvent> to)
    {
        _family = _family.IsNone ? context.Intern(NameKind.Other, "pcd"u8) : _family;
        return _trigger switch
        {
            PcdTrigger.Order => TellOrders(message, to),
            PcdTrigger.Response => TellResponse(message, to),
            PcdTrigger.Alert => TellAlarm(message, to),
            _ => TellPumps(message, to),
        };
    }

    private PumpEvent Begin(in Exchange message, PumpEventKind kind)
    {
        var sender = message.Message.Sender;
        return new PumpEvent
        {
            Family = _family,
            What = kind,
            ControlId = message.Message.Header.ControlId,
            Patient = _patient,
            LatencyNanoseconds = PumpEvent.NoLatency,
            Quality = message.Message.Quality,
            Actor = sender,
            Pump = kind == PumpEventKind.Set ? sender.Peer() : sender,
            Confidence = Confidence.Verified,
        };
    }

    private int TellOrders(in Exchange message, Span<PumpEvent> to)
    {
        if (_current < 0)
        {
            BeginOrder(default, EncodingCharacters.Standard);
        }

        var count = 0;
        for (var i = 0; i < _tree.Count && count < to.Length; i++)
        {
            ref var part = ref _tree[i];
            ref var told = ref to[count++];
            told = Begin(message, PumpEventKind.Set);
            (told.Serial, told.Drug, told.Order, told.Patient, told.Command, told.Act) = (part.Id, part.Drug, part.Order, part.Patient, part.Command, part.Command);
            part.AsBolus();
            part.Read(ref told);
            told.Class = ClassOf(part, told);
        }

        return count;
    }

    /// <summary>The strongest thing that an order does.</summary>
    private static SafetyClass ClassOf(in PumpPart part, in PumpEvent told) =>
        part.IsBolus ? SafetyClass.Bolus
        : part.Control == OrderControl.Stop ? SafetyClass.Stop
        : part.Control == OrderControl.Release ? SafetyClass.Start
        : part.Control == OrderControl.Change || part.Values.Has(PumpQuantity.Rate) || part.Values.Has(PumpQuantity.DoseRate) ? SafetyClass.Rate
        : part.Values.Has(PumpQuantity.Vtbi) || part.Values.Has(PumpQuantity.Dose) ? SafetyClass.Volume
        : told.Drug.IsNone ? SafetyClass.Rate
        : SafetyClass.Drug;

    private int TellResponse(in Exchange message, Span<PumpEvent> to)
    {
        if (to.IsEmpty)
        {
            return 0;
        }

        ref var told = ref to[0];
        told = Begin(message, PumpEventKind.Status);
        told.Command = told.Act = context.Intern(NameKind.Term, "RRG^O16"u8);
        told.ControlId = message.Message.AnswersTo;
        told.Order = _order;
        told.Reason = message.Reason;
        told.Outcome = message.Message.Answer switch
        {
            AckCode.AA => Outcome.Ok,
            AckCode.CA => Outcome.Pending,
            AckCode.AE or AckCode.AR or AckCode.CE or AckCode.CR => Outcome.Refused,
            _ => Outcome.Unknown,
        };
        return 1;
    }

    private int TellAlarm(in Exchange message, Span<PumpEvent> to)
    {
        // One alert a message: where it says so, of the pump at its place, else of the first there is.
        var index = -1;
        for (var i = 0; i < _tree.Count; i++)
        {
            if (IsTold(i) && (index < 0 || IsAt(i, _source)))
            {
                index = i;
            }
        }

        if (index < 0 || to.IsEmpty)
        {
            return 0;
        }

        ref var told = ref to[0];
        told = Begin(message, PumpEventKind.Alarm);
        Fill(ref told, index);
        told.Alarm = _event;
        told.HasEnded = _ended == Tristate.Yes;
        told.Silenced = _silenced;
        return 1;
    }

    private int TellPumps(in Exchange message, Span<PumpEvent> to)
    {
        var count = 0;
        for (var i = 0; i < _tree.Count; i++)
        {
            if (!IsTold(i))
            {
                continue;
            }

            if (count == to.Length)
            {
                _tree.IsShort = true;
                break;
            }

            ref var told = ref to[count++];
            told = Begin(message, PumpEventKind.Status);
            Fill(ref told, i);
            if (!_event.IsNone && (!_hasSource || _source.System == 0 || IsAt(i, _source)))
            {
                told.Command = told.Act = _event;
                told.Confidence = _isGuessed ? Confidence.Inferred : Confidence.Verified;
                told.State = StateAfter(told.State);
            }
        }

        return count;
    }

    /// <summary>The event itself says what the pump does now, where what it says of itself doesn't say more.</summary>
    private PumpState StateAfter(PumpState said) => _happening switch
    {
        PumpHappening.Started => said is PumpState.Kvo or PumpState.Bolus ? said : PumpState.Running,
        PumpHappening.Stopped => said is PumpState.Paused or PumpState.Alarm or PumpState.Off ? said : PumpState.Stopped,
        PumpHappening.Completed => PumpState.Completed,
        _ => said,
    };

    private void Fill(ref PumpEvent told, int index)
    {
        // A copy: its system is asked by others too.
        var part = _tree[index];
        told.Serial = part.Id;
        if (part.Parent >= 0)
        {
            ref var system = ref _tree[part.Parent];
            part.Inherit(system, _tree.PumpsOf(part.Parent) == 1);
            told.Serial = part.Id.IsNone ? DeviceId.Of(system.Id, part.Path.Pump, context) : part.Id;
        }

        (told.Model, told.Firmware, told.Drug, told.Order, told.Patient) = (part.Model, part.Firmware, part.Drug, part.Order, part.Patient);
        told.Library = LibraryOf(part);
        told.State = part.State();
        part.Read(ref told);
    }

    /// <summary>Name and version as one: either may change.</summary>
    private NameId LibraryOf(in PumpPart part)
    {
        if (part.LibraryName.IsNone || part.LibraryVersion.IsNone)
        {
            return part.LibraryName.IsNone ? part.LibraryVersion : part.LibraryName;
        }

        Span<byte> text = stackalloc byte[NameTable.MaxLength];
        var name = context.Names[part.LibraryName];
        name = name[..Math.Min(name.Length, text.Length / 2)];
        name.CopyTo(text);
        text[name.Length] = (byte)' ';
        var version = context.Names[part.LibraryVersion];
        version = version[..Math.Min(version.Length, (text.Length / 2) - 1)];
        version.CopyTo(text[(name.Length + 1)..]);
        return context.Intern(NameKind.Term, text[..(name.Length + 1 + version.Length)]);
    }

    /// <summary>A pump; or a system that is said to be one, and that no pump of was told of.</summary>
    private bool IsTold(int index) => _tree[index].IsPump && (_tree[index].Path.Pump != 0 || _tree.PumpsOf(index) == 0);

    private bool IsAt(int index, in DevicePath path)
    {
        ref var part = ref _tree[index];
        return part.Path.System == path.System && (path.Pump == 0 || part.Path.Pump == path.Pump);
    }
}
