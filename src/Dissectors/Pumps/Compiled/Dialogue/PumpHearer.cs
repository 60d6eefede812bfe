using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Values;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>Hears what pumps say: it becomes what is known of them.</summary>
internal sealed class PumpHearer(KnownPumps pumps, ProtocolNames names, Pseudonymizer pseudonyms) : Hearer(names, pseudonyms)
{
    private KnownPump? _pump;
    private Moment _at;

    /// <summary>The answer is no.</summary>
    public bool HasError { get; private set; }

    /// <summary>Why.</summary>
    public NameId Reason { get; private set; }

    /// <summary>Begins to hear a message.</summary>
    public void Begin(in Moment at)
    {
        _at = at;
        HasError = false;
        Reason = NameId.None;
    }

    public override void TurnTo(ReadOnlySpan<byte> address) => TurnTo(KnownPumps.KeyOf(address));

    public KnownPump? TurnTo(UInt128 address) => _pump is { } pump && pump.Address == address ? Again(pump) : _pump = pumps.Touch(address, _at);

    public void Forget() => _pump = null;

    protected override void OnReading(ValuePlan plan, double value, PumpUnit unit)
    {
        if (_pump is null)
        {
            return;
        }

        ref var reading = ref _pump.Readings[plan.QuantityIndex];
        if (reading.Unit != unit)
        {
            // Not comparable with what was before.
            (reading.Unit, reading.Told) = (unit, double.NaN);
        }

        reading.Value = value;
    }

    protected override void OnState(PumpState state) => _pump?.SayState(state);

    protected override void OnFlag(Meaning means, Tristate value) => _pump?.SayFlag(means, value);

    protected override void OnPerson(Meaning means, Pseudonym value)
    {
        if (_pump is null)
        {
            return;
        }

        if (means == Meaning.Patient)
        {
            _pump.HasNews |= _pump.Patient != value;
            _pump.Patient = value;
        }
        else
        {
            _pump.HasNews |= _pump.Order != value;
            _pump.Order = value;
        }
    }

    protected override void OnName(Meaning means, int preset, ReadOnlySpan<byte> text)
    {
        if (means == Meaning.Error)
        {
            HasError = true;
            Reason = Name(NameKind.Term, preset, text, Reason);
            return;
        }

        if (_pump is not { } pump)
        {
            return;
        }

        switch (means)
        {
            case Meaning.Serial:
                pump.Serial = Changed(pump, pump.Serial, Name(NameKind.Serial, preset, text, pump.Serial));
                break;
            case Meaning.Model:
                pump.Model = Changed(pump, pump.Model, Name(NameKind.Term, preset, text, pump.Model));
                break;
            case Meaning.Firmware:
                pump.Firmware = Changed(pump, pump.Firmware, Name(NameKind.Version, preset, text, pump.Firmware));
                break;
            case Meaning.Library:
                pump.Library = Changed(pump, pump.Library, Name(NameKind.Version, preset, text, pump.Library));
                break;
            case Meaning.Drug:
                pump.Drug = Changed(pump, pump.Drug, Name(NameKind.Term, preset, text, pump.Drug));
                break;
            case Meaning.Alarm:
                pump.SaidAlarm = Name(NameKind.Term, preset, text, pump.Alarm);
                pump.HasSaidAlarm = true;
                break;
            default:
                break;
        }
    }

    /// <summary>An alarm that the same message has named isn't over because another isn't there.</summary>
    protected override void OnNoAlarm() => _pump?.HasSaidAlarm = true;

    private KnownPump Again(KnownPump pump)
    {
        pumps.Touch(pump.Address, _at);
        return pump;
    }

    private NameId Name(NameKind kind, int preset, ReadOnlySpan<byte> text, NameId last) => preset > 0 ? Names.Preset(preset) : Names.Of(kind, text, last);

    private static NameId Changed(KnownPump pump, NameId before, NameId now)
    {
        pump.HasNews |= now != before;
        return now;
    }
}
