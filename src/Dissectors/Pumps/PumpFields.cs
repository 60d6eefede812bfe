using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Pumps;

/// <summary>What rules can ask of pump events. A number that an event doesn't have, or has in a unit of another kind, is never equal, less or greater.</summary>
internal static class PumpFields
{
    public static FactFields<PumpEvent> Event(FactFields<PumpEvent> fields) => Readings(fields
        .Name("family", "the pump's language", (in f) => f.Family)
        .Choice("kind", "what the event is", Choices.Of<PumpEventKind>(PumpWords.Word), (in f) => (int)f.What)
        .Name("serial", "serial number", (in f) => f.Serial)
        .Name("model", "model", (in f) => f.Model)
        .Name("firmware", "version of the pump's software", (in f) => f.Firmware)
        .Name("library", "drug library", (in f) => f.Library)
        .Name("command", "command, as the protocol names it", (in f) => f.Command)
        .Choice("class", "what the command may do to a patient", Choices.Of<SafetyClass>(SafetyClasses.Word), (in f) => (int)f.Class)
        .Flag("therapy", "the command changes what reaches the patient", (in f) => f.What == PumpEventKind.Set && f.Class.ChangesTherapy())
        .Choice("outcome", "how the command ended", Choices.Of<Outcome>(PumpEvent.OutcomeWord), (in f) => (int)f.Outcome)
        .Name("reason", "why it was refused", (in f) => f.Reason)
        .Choice("state", "what the pump does", Choices.Of<PumpState>(PumpWords.Word), (in f) => (int)f.State)
        .Choice("old_state", "what it did before", Choices.Of<PumpState>(PumpWords.Word), (in f) => (int)f.OldState)
        .Name("drug", "drug", (in f) => f.Drug)
        .Name("alarm", "alarm", (in f) => f.Alarm)
        .Choice("remote", "the pump can be commanded from afar", Choices.Of<Tristate>(PumpWords.Word), (in f) => (int)f.Remote)
        .Choice("silenced", "its alarms are silenced", Choices.Of<Tristate>(PumpWords.Word), (in f) => (int)f.Silenced)
        .Choice("code_is_right", "what the command must know of the pump is right", Choices.Of<Tristate>(PumpWords.Word), (in f) => (int)f.CodeIsRight)
        .Flag("foreign", "a command that the protocol doesn't have", (in f) => f.IsForeign)
        .Flag("ended", "the alarm ended", (in f) => f.HasEnded)
        .Number("failures", "frame", "frames in a row that failed their checks", (in f) => f.Failures)
        .Number("repeats", "command", "how often the same was asked again in this session, told at its end", (in f) => f.Repeats)
        .Number("latency", "ms", "time to the answer; 0 where it isn't known", (in f) => f.LatencyNanoseconds < 0 ? 0 : f.LatencyNanoseconds / 1e6)
        .Id("order", "order number", (in f) => f.Order)
        .Id("patient", "patient", (in f) => f.Patient)
        .Id("control_id", "the message's own id", (in f) => f.ControlId)
        .Choice("confidence", "how sure it is what the bytes mean", Choices.Of<Confidence>(PumpWords.Word), (in f) => (int)f.Confidence));

    private static FactFields<PumpEvent> Readings(FactFields<PumpEvent> fields) => fields
        .Number("rate", "mL/h", "rate, as set or said", (in f) => f.Comparable(PumpQuantity.Rate).New)
        .Number("old_rate", "mL/h", "rate before", (in f) => f.Comparable(PumpQuantity.Rate).Old)
        .Number("rate_step", "", "rate in times of the rate before", (in f) => f.Comparable(PumpQuantity.Rate) is { Old: > 0 } rate ? rate.New / rate.Old : double.NaN)
        .Number("bolus_rate", "mL/h", "rate of a bolus", (in f) => f.Comparable(PumpQuantity.BolusRate).New)
        .Number("bolus_volume", "mL", "volume of a bolus", (in f) => f.Comparable(PumpQuantity.BolusVolume).New)
        .Number("vtbi", "mL", "volume to be infused", (in f) => f.Comparable(PumpQuantity.Vtbi).New)
        .Number("old_vtbi", "mL", "volume to be infused before", (in f) => f.Comparable(PumpQuantity.Vtbi).Old)
        .Number("volume_infused", "mL", "volume infused", (in f) => f.Comparable(PumpQuantity.VolumeInfused).New)
        .Number("pressure_limit", "mm[Hg]", "pressure at which it alarms", (in f) => f.Comparable(PumpQuantity.PressureLimit).New);
}
