namespace Hospital.Sayings;

/// <summary>An HL7 v2 message in MLLP.</summary>
public sealed record Hl7Message : Saying
{
    /// <summary>MSH-9.1, MSH-9.2, MSH-9.3.</summary>
    public required string Type { get; init; }

    public string Trigger { get; init; } = "";

    public string Structure { get; init; } = "";

    /// <summary>MSH-10.</summary>
    public required string ControlId { get; init; }

    public required string SendingApplication { get; init; }

    public required string SendingFacility { get; init; }

    public required string ReceivingApplication { get; init; }

    public required string ReceivingFacility { get; init; }

    /// <summary>MSA-1 where it is an acknowledgement (then <see cref="Type"/> is ACK or an answer's); empty: none.</summary>
    public string AckCode { get; init; } = "";

    /// <summary>MSA-2.</summary>
    public string Answers { get; init; } = "";

    /// <summary>PID-3.1; empty: no patient.</summary>
    public string PatientId { get; init; } = "";

    /// <summary>ORC-2; empty: no order.</summary>
    public string Order { get; init; } = "";

    /// <summary>All of it from MSH, segments ended by CR, without MLLP's frame. ASCII.</summary>
    public required string Text { get; init; }
}
