using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>Hears what a request asks for: it becomes part of its event.</summary>
internal sealed class RequestHearer(Waiting<Request> waiting, ProtocolNames names, Pseudonymizer pseudonyms) : Hearer(names, pseudonyms)
{
    public override void TurnTo(ReadOnlySpan<byte> address)
    {
        // A request is about one pump.
    }

    protected override void OnReading(PumpQuantity quantity, int index, double value, PumpUnit unit) =>
        Event.Add(new PumpReading { Quantity = quantity, Unit = unit, New = value, Old = double.NaN });

    protected override void OnState(PumpState state) => Event.State = state == PumpState.Unknown ? Event.State : state;

    protected override void OnFlag(Meaning means, Tristate value)
    {
        if (means == Meaning.Remote)
        {
            Event.Remote = value == Tristate.Unknown ? Event.Remote : value;
        }
        else
        {
            Event.Silenced = value == Tristate.Unknown ? Event.Silenced : value;
        }
    }

    protected override void OnPerson(Meaning means, Pseudonym value)
    {
        if (means == Meaning.Patient)
        {
            Event.Patient = value;
        }
        else
        {
            Event.Order = value;
        }
    }

    protected override void OnName(Meaning means, int preset, ReadOnlySpan<byte> text)
    {
        // What it is the pump says itself; a request only says who is meant and what is to be.
        switch (means)
        {
            case Meaning.Serial:
                Event.Serial = Name(NameKind.Serial, preset, text);
                break;
            case Meaning.Drug:
                Event.Drug = Name(NameKind.Term, preset, text);
                break;
            case Meaning.Library:
                Event.Library = Name(NameKind.Version, preset, text);
                break;
            default:
                break;
        }
    }

    protected override bool IsBeginning(Meaning means, ReadOnlySpan<byte> text) => false;

    protected override void OnNoAlarm()
    {
        // Nothing that can be asked for.
    }

    private ref PumpEvent Event => ref waiting[waiting.Count - 1].Event;

    private NameId Name(NameKind kind, int preset, ReadOnlySpan<byte> text) => preset > 0 ? Names.Preset(preset) : Names.Of(kind, text, NameId.None);
}
