using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <summary>What rules can ask of HL7's facts. Names are those of the events where these have them.</summary>
internal static class Hl7Fields
{
    private static readonly IReadOnlyList<string> Codes = Choices.Of<AckCode>(AckCodes.Text);

    public static FactFields<Hl7MessageSeen> Seen(FactFields<Hl7MessageSeen> fields) =>
        Header(fields, (in f) => f.Header)
        .Flag("is_ack", "it only acknowledges", (in f) => f.IsAck);

    public static FactFields<Hl7Message> Message(FactFields<Hl7Message> fields) =>
        Header(fields, (in f) => f.Header)
        .Id("patient", "patient (PID-3)", (in f) => f.Patient)
        .Id("order", "placer order number (ORC-2, OBR-2)", (in f) => f.Order)
        .Number("bytes", "byte", "size from MSH to the frame's end", (in f) => f.Bytes)
        .Number("segments", "segment", "segments", (in f) => f.Segments)
        .Number("observations", "observation", "OBX segments", (in f) => f.Observations)
        .Choice("answer", "MSA-1 of this message itself", Codes, (in f) => (int)f.Answer)
        .Choice("ack", "MSA-1 of the application's answer to it", Codes, (in f) => (int)f.Ack)
        .Choice("commit", "MSA-1 of the commit of it", Codes, (in f) => (int)f.Commit)
        .Number("ack_time", "ms", "time to the application's answer; 0 where it isn't known", (in f) => f.AckNanoseconds == Hl7Message.NoLatency ? 0 : f.AckNanoseconds / 1e6)
        .Flag("unsolicited", "answers a message that wasn't seen", (in f) => f.Unsolicited)
        .Flag("retry", "control id of a message still unanswered, sent again", (in f) => f.Retry)
        .Flag("duplicate", "control id of a message already answered, sent again", (in f) => f.Duplicate)
        .Flag("truncated", "its end wasn't seen", (in f) => f.Truncated)
        .Flag("unframed", "it came without MLLP framing", (in f) => f.Quirks.HasFlag(Hl7Quirks.Unframed))
        .Flag("irregular", "its framing or header is broken: text between frames, junk before the header, too few delimiters, a header without version",
            (in f) => (f.Quirks & (Hl7Quirks.TextBetweenFrames | Hl7Quirks.JunkBeforeHeader | Hl7Quirks.FewDelimiters | Hl7Quirks.ShortHeader)) != 0);

    private static FactFields<T> Header<T>(FactFields<T> fields, FactFields<T>.Reader<MessageHeader> header)
        where T : unmanaged => fields
        .Name("type", "message type (MSH-9.1^MSH-9.2)", (in f) => header(in f).Type)
        .Name("structure", "message structure (MSH-9.3)", (in f) => header(in f).Structure)
        .Name("version", "HL7 version (MSH-12)", (in f) => header(in f).Version)
        .Name("processing_id", "P production, T training, D debugging (MSH-11)", (in f) => header(in f).ProcessingId)
        .Name("sending_application", "MSH-3", (in f) => header(in f).SendingApplication)
        .Name("sending_facility", "MSH-4", (in f) => header(in f).SendingFacility)
        .Name("receiving_application", "MSH-5", (in f) => header(in f).ReceivingApplication)
        .Name("receiving_facility", "MSH-6", (in f) => header(in f).ReceivingFacility)
        .Id("control_id", "message control id (MSH-10)", (in f) => header(in f).ControlId);
}
