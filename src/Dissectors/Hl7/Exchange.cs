using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <summary>A message, and what of its acknowledgement has been seen.</summary>
internal struct Exchange
{
    public Hl7Message Message;

    /// <summary>Packet and time of its MSH.</summary>
    public long FirstOrdinal;
    public long Began;

    /// <summary>Time of its last byte.</summary>
    public long Ended;

    /// <summary>Time of its own MSA.</summary>
    public long Answered;

    /// <summary>First byte of MSH, in stream bytes.</summary>
    public long Start;

    /// <summary>The pump commands it carries, among those that wait to be told; 0 for none.</summary>
    public int Orders;

    /// <summary>Why an answer to pump commands says no.</summary>
    public NameId Reason;

    public bool IsAck;

    /// <summary>MSH-15: it wants a commit.</summary>
    public AckCondition Accept;

    /// <summary>MSH-16: it wants the application's answer.</summary>
    public AckCondition Application;

    /// <summary>It has been written; only what it answers is still looked for.</summary>
    public bool IsWritten;

    public readonly bool IsAnswered => Message.Ack != AckCode.None || Message.Commit != AckCode.None;

    /// <summary>Nothing more is to come for the commit alone: original mode, or no application answer asked for (HL7 v2.5.1 2.9.3).</summary>
    public readonly bool EndsWithCommit => Application is AckCondition.Absent or AckCondition.Never;

    /// <summary>Takes note of an answer; true when no other is to come.</summary>
    public bool Take(in Exchange answer)
    {
        var latency = answer.Answered >= Ended ? answer.Answered - Ended : Hl7Message.NoLatency;
        Message.AckHasError |= answer.Message.HasError;
        Reason = answer.Reason.IsNone ? Reason : answer.Reason;
        var code = answer.Message.Answer;
        if (!code.IsCommit())
        {
            Message.Ack = code;
            Message.AckNanoseconds = latency;
            return true;
        }

        if (Message.Commit == AckCode.None)
        {
            Message.Commit = code;
            Message.CommitNanoseconds = latency;
        }

        // Refused at the door: the application never sees it.
        return code != AckCode.CA || EndsWithCommit;
    }
}
