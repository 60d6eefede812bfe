using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>What a message says of pumps, gathered segment by segment: they are told when it has ended. Used again for other messages.</summary>
internal sealed partial class PcdMessage(PartitionContext context)
{
    private readonly PumpTree _tree = new();
    private PcdTrigger _trigger;
    private Pseudonym _patient;
    private Pseudonym _order;

    /// <summary>The part the last OBX spoke of, for a PRT behind it; -1 for none.</summary>
    private int _last;
    private bool _lastIsDevice;

    // Events and alerts: one a message.
    private NameId _event;
    private PumpHappening _happening;
    private bool _isGuessed;
    private DevicePath _source;
    private bool _hasSource;
    private Tristate _ended;
    private Tristate _silenced;

    public void Begin(PcdTrigger trigger, in Pseudonym patient, in Pseudonym order)
    {
        _tree.Clear();
        _trigger = trigger;
        (_patient, _order) = (patient, order);
        (_last, _lastIsDevice) = (-1, false);
        (_event, _happening, _isGuessed) = (default, default, false);
        (_source, _hasSource) = (default, false);
        (_ended, _silenced) = (default, default);
        (_control, _current, _system) = (default, -1, default);
    }

    /// <summary>Takes a segment that was read, known to be this message's.</summary>
    public void Take(SegmentKind kind, SegmentReader segment, in EncodingCharacters characters)
    {
        switch (kind)
        {
            case SegmentKind.Pid:
                // Another patient's devices have a tree of their own.
                _patient = Identifiers.Patient(segment, characters, context.Pseudonyms);
                _tree.Part();
                break;
            case SegmentKind.Orc when _trigger == PcdTrigger.Order:
                BeginOrder(segment, characters);
                break;
            case SegmentKind.Orc or SegmentKind.Obr:
                var order = Canonical.Pseudonym(PseudonymKind.Order, segment.First(2), characters, context.Pseudonyms);
                _order = order.IsNone ? _order : order;
                break;
            case SegmentKind.Rxg:
                TakeGive(segment, characters);
                break;
            case SegmentKind.Prt:
                TakeParticipant(segment, characters);
                break;
            case SegmentKind.Obx when _trigger == PcdTrigger.Order:
                TakeOrdered(segment, characters);
                break;
            case SegmentKind.Obx:
                TakeObservation(segment, characters);
                break;
            default:
                break;
        }
    }

    private void TakeObservation(SegmentReader obx, in EncodingCharacters characters)
    {
        _last = -1;
        var field = obx.Field(3);
        if (!PumpTerms.IsDeviceTalk(field))
        {
            return;
        }

        var term = PumpTerms.Of(ref obx, 3);
        var id = obx.Field(18).IsEmpty ? NameId.None : DeviceId.Of(ref obx, 18, characters, context);
        var path = DevicePath.Parse(obx.Field(4));
        if (term == PumpTerm.None && (id.IsNone || path.Channel != 0))
        {
            return;
        }

        var isDevice = term is PumpTerm.PumpDevice or PumpTerm.OtherDevice;
        _last = _tree.At(path);
        _lastIsDevice = isDevice;
        if (_last < 0)
        {
            return;
        }

        // A channel's name isn't the pump's; beside an observation stands who observed: of an alert that is the device itself.
        if (!id.IsNone && (path.Channel == 0 || _trigger == PcdTrigger.Alert))
        {
            Name(id, path, isDevice && path.Channel == 0);
        }

        if (_last >= 0)
        {
            ref var part = ref _tree[_last];
            part.Patient = part.Patient.IsNone ? _patient : part.Patient;
            part.Order = part.Order.IsNone ? _order : part.Order;
            part.IsPump |= PumpTerms.IsPump(term);
            Say(term, ref part, path, ref obx, characters);
        }
    }

    /// <summary>Gives the part stood on its name. What has another already, said of the device itself, is another device.</summary>
    private void Name(NameId id, in DevicePath path, bool isDevice)
    {
        ref var part = ref _tree[_last];
        if (isDevice && part.IsNamedAtDevice && part.Id != id)
        {
            _last = _tree.Renew(path);
            if (_last < 0)
            {
                return;
            }

            part = ref _tree[_last];
        }

        if (part.Id.IsNone || (isDevice && !part.IsNamedAtDevice))
        {
            part.Id = id;
            part.IsNamedAtDevice = isDevice;
        }
    }

    /// <summary>PRT takes the place of OBX-18 from v2.7 on: it stands behind the OBX it belongs to.</summary>
    private void TakeParticipant(SegmentReader prt, in EncodingCharacters characters)
    {
        var what = prt.First(4);
        if (_last < 0 || !(what.IsEmpty || what.SequenceEqual("EQUIP"u8)))
        {
            return;
        }

        var id = DeviceId.Of(ref prt, 10, characters, context);
        if (id.IsNone)
        {
            // PRT-20: the serial number of its unique device identifier (v2.8.2).
            id = DeviceId.Of(ref prt, 20, characters, context);
        }

        if (id.IsNone)
        {
            return;
        }

        if (_trigger == PcdTrigger.Order)
        {
            NameOrdered(id, _level);
        }
        else if (_lastIsDevice || _trigger == PcdTrigger.Alert)
        {
            Name(id, _tree[_last].Path, _lastIsDevice);
        }
    }
}
