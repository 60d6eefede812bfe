using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>Hears what pumps say: it becomes what is known of them.</summary>
internal sealed class PumpHearer(KnownPumps pumps, ProtocolNames names, Pseudonymizer pseudonyms) : Hearer(names, pseudonyms)
{
    private UInt128 _address;
    private KnownPump? _pump;
    private bool _isTurned;
    private Moment _at;

    /// <summary>The answer is no.</summary>
    public bool HasError { get; private set; }

    /// <summary>Why.</summary>
    public NameId Reason { get; private set; }

    /// <summary>Begins to hear a message.</summary>
    public void Begin(in Moment at)
    {
        _at = at;
        ForgetBeginning();
        HasError = _isTurned = false;
        Reason = NameId.None;
    }

    public override void TurnTo(ReadOnlySpan<byte> address) => TurnTo(KnownPumps.KeyOf(address));

    public void TurnTo(UInt128 address)
    {
        ForgetBeginning();
        _address = address;
        _isTurned = false;
    }

    /// <summary>The pump that is spoken of; null where there is no room for it. It is known from when it first says something.</summary>
    public KnownPump? Pump
    {
        get
        {
            if (!_isTurned)
            {
                _pump = pumps.Touch(_address, _at);
                _isTurned = true;
            }

            return _pump;
        }
    }

    protected override void OnReading(PumpQuantity quantity, int index, double value, PumpUnit unit)
    {
        if (Pump is not { } pump)
        {
            return;
        }

        ref var reading = ref pump.Readings[index];
        if (reading.Unit != unit)
        {
            // Not comparable with what was before.
            (reading.Unit, reading.Told) = (unit, double.NaN);
        }

        reading.Value = value;
    }

    protected override void OnState(PumpState state) => Pump?.SayState(state);

    protected override void OnFlag(Meaning means, Tristate value) => Pump?.SayFlag(means, value);

    protected override void OnPerson(Meaning means, Pseudonym value)
    {
        if (Pump is not { } pump)
        {
            return;
        }

        if (means == Meaning.Patient)
        {
            pump.HasNews |= pump.Patient != value;
            pump.Patient = value;
        }
        else
        {
            pump.HasNews |= pump.Order != value;
            pump.Order = value;
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

        if (Pump is not { } pump)
        {
            return;
        }

        switch (means)
        {
            case Meaning.Serial:
                // Who it is stands in all that follows: alone, only another one is news.
                var serial = Name(NameKind.Serial, preset, text, pump.Serial);
                pump.HasNews |= !pump.Serial.IsNone && serial != pump.Serial;
                pump.Serial = serial;
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

    protected override bool IsBeginning(Meaning means, ReadOnlySpan<byte> text) => Pump is { } pump && means switch
    {
        Meaning.Model => Names.Begins(pump.Model, text),
        Meaning.Firmware => Names.Begins(pump.Firmware, text),
        Meaning.Library => Names.Begins(pump.Library, text),
        Meaning.Drug => Names.Begins(pump.Drug, text),
        _ => false,
    };

    /// <summary>An alarm that the same message has named isn't over because another isn't there.</summary>
    protected override void OnNoAlarm() => Pump?.HasSaidAlarm = true;

    private NameId Name(NameKind kind, int preset, ReadOnlySpan<byte> text, NameId last) => preset > 0 ? Names.Preset(preset) : Names.Of(kind, text, last);

    private static NameId Changed(KnownPump pump, NameId before, NameId now)
    {
        pump.HasNews |= now != before;
        return now;
    }
}
