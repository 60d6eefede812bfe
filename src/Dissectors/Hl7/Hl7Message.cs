using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <summary>A message and how it was acknowledged; or an acknowledgement that no message was seen for.</summary>
public struct Hl7Message : IFact<Hl7Message>
{
    /// <summary>A latency that isn't known: no answer, or the answer's packet came before the message's.</summary>
    public const long NoLatency = -1;

    private static readonly Quantity BytesPerMessage = new("hl7.bytes_per_message", "byte", "size of an HL7 message");
    private static readonly Quantity AckLatency = new("hl7.ack_latency", "µs", "time from an HL7 message to its final acknowledgement", IsDuration: true);

    public MessageHeader Header;

    /// <summary>PID-3, first repetition, without assigning authority.</summary>
    public Pseudonym Patient;

    /// <summary>PV1-19.</summary>
    public Pseudonym Visit;

    /// <summary>ORC-2, else OBR-2: the placer's order number.</summary>
    public Pseudonym Order;

    /// <summary>OBR-18, where IHE puts the accession number.</summary>
    public Pseudonym Accession;

    /// <summary>MSA-2: the control id of the message that this one answers.</summary>
    public Pseudonym AnswersTo;

    /// <summary>Bytes from MSH to the frame's end.</summary>
    public long Bytes;

    /// <summary>Nanoseconds from the message's end to the application's answer.</summary>
    public long AckNanoseconds;

    /// <summary>Nanoseconds from the message's end to enhanced mode's commit.</summary>
    public long CommitNanoseconds;

    public int Segments;

    /// <summary>OBX segments.</summary>
    public int Observations;

    public Hl7Quirks Quirks;
    public Endpoint Sender;
    public Quality Quality;

    /// <summary>MSA-1 of this message itself.</summary>
    public AckCode Answer;

    /// <summary>MSA-1 of the application's answer to it.</summary>
    public AckCode Ack;

    /// <summary>MSA-1 of the commit of it.</summary>
    public AckCode Commit;

    /// <summary>Its answer carries an ERR segment.</summary>
    public bool AckHasError;

    /// <summary>It carries an ERR segment.</summary>
    public bool HasError;

    /// <summary>It answers a message that wasn't seen.</summary>
    public bool Unsolicited;

    /// <summary>The control id of a message still unanswered, sent again.</summary>
    public bool Retry;

    /// <summary>The control id of a message already answered, sent again.</summary>
    public bool Duplicate;

    /// <summary>A retry took its place before it was answered.</summary>
    public bool Superseded;

    /// <summary>Its end wasn't seen.</summary>
    public bool Truncated;

    public static FactKind Kind { get; } = FactKind.Of<Hl7Message>("hl7", "hl7.message", Hl7Fields.Message);

    public static void Write(in Hl7Message fact, EventWriter to)
    {
        ref readonly var header = ref fact.Header;
        to.Name("type"u8, header.Type);
        to.Name("structure"u8, header.Structure);
        to.Name("version"u8, header.Version);
        to.Pseudonym("control_id"u8, header.ControlId);
        to.Name("processing_id"u8, header.ProcessingId);
        to.Name("charset"u8, header.Charset);
        to.Name("sending_application"u8, header.SendingApplication);
        to.Name("sending_facility"u8, header.SendingFacility);
        to.Name("receiving_application"u8, header.ReceivingApplication);
        to.Name("receiving_facility"u8, header.ReceivingFacility);
        to.Number("bytes"u8, fact.Bytes);
        to.Number("segments"u8, fact.Segments);
        to.Number("observations"u8, fact.Observations);
        to.Pseudonym("patient"u8, fact.Patient);
        to.Pseudonym("visit"u8, fact.Visit);
        to.Pseudonym("order"u8, fact.Order);
        to.Pseudonym("accession"u8, fact.Accession);
        WriteAnswer(fact, to);
        WriteAck(fact, to);
        IfSet(to, "unsolicited"u8, fact.Unsolicited);
        IfSet(to, "retry"u8, fact.Retry);
        IfSet(to, "duplicate"u8, fact.Duplicate);
        IfSet(to, "superseded"u8, fact.Superseded);
        IfSet(to, "truncated"u8, fact.Truncated);
        WriteQuirks(fact.Quirks, to);
        to.Quality(fact.Quality);
    }

    public static void Tell(in Hl7Message fact, IMeaning to)
    {
        if (fact.Answer == AckCode.None)
        {
            to.Conclude(fact.Sender, fact.Header.Type, OutcomeOf(fact.Ack == AckCode.None ? fact.Commit : fact.Ack));
        }

        if (fact.Unsolicited || fact.Truncated || (fact.Quality & (Quality.Gap | Quality.Cut)) != 0)
        {
            return;
        }

        to.Measure(fact.Sender, BytesPerMessage, fact.Bytes);
        var latency = fact.Ack != AckCode.None ? fact.AckNanoseconds : fact.CommitNanoseconds;
        if (latency >= 0)
        {
            to.Measure(fact.Sender, AckLatency, latency / 1e3);
        }
    }

    private static Outcome OutcomeOf(AckCode code) => code switch
    {
        AckCode.AA or AckCode.CA => Outcome.Ok,
        AckCode.AE or AckCode.CE => Outcome.Failure,
        AckCode.AR or AckCode.CR => Outcome.Refused,
        AckCode.None => Outcome.NoAnswer,
        _ => Outcome.Unknown,
    };

    private static void WriteAnswer(in Hl7Message fact, EventWriter to)
    {
        if (fact.Answer == AckCode.None)
        {
            return;
        }

        to.Json.WriteStartObject("answers"u8);
        to.Pseudonym("control_id"u8, fact.AnswersTo);
        to.Text("code"u8, fact.Answer.Text());
        to.Json.WriteEndObject();
    }

    private static void WriteAck(in Hl7Message fact, EventWriter to)
    {
        if (fact.Ack == AckCode.None && fact.Commit == AckCode.None)
        {
            return;
        }

        to.Json.WriteStartObject("ack"u8);
        WriteCode(to, "code"u8, fact.Ack, "latency_ms"u8, fact.AckNanoseconds);
        WriteCode(to, "commit_code"u8, fact.Commit, "commit_latency_ms"u8, fact.CommitNanoseconds);
        to.Flag("error"u8, fact.AckHasError);
        to.Json.WriteEndObject();
    }

    private static void WriteCode(EventWriter to, ReadOnlySpan<byte> key, AckCode code, ReadOnlySpan<byte> latencyKey, long latency)
    {
        if (code == AckCode.None)
        {
            return;
        }

        to.Text(key, code.Text());
        if (latency >= 0)
        {
            to.Milliseconds(latencyKey, latency);
        }
    }

    private static void IfSet(EventWriter to, ReadOnlySpan<byte> key, bool value)
    {
        if (value)
        {
            to.Flag(key, true);
        }
    }

    private static void WriteQuirks(Hl7Quirks quirks, EventWriter to)
    {
        if (quirks == Hl7Quirks.None)
        {
            return;
        }

        to.Json.WriteStartArray("quirks"u8);
        for (; quirks != Hl7Quirks.None; quirks &= quirks - 1)
        {
            to.Json.WriteStringValue(Hl7QuirksText.First(quirks));
        }

        to.Json.WriteEndArray();
    }
}
