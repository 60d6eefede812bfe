namespace Sensor.Dissectors.Hl7;

/// <summary>MSA-1 (HL7 table 0008): A- answers of the application, C- commits of enhanced mode, which only say that the message is in safe keeping.</summary>
public enum AckCode : byte
{
    None,
    AA,
    AE,
    AR,
    CA,
    CE,
    CR,

    /// <summary>Something else.</summary>
    Unknown,
}

/// <summary>MSH-15 and MSH-16 (HL7 table 0155): when an acknowledgement is wanted. Both absent: original mode, one answer (HL7 v2.5.1 2.9).</summary>
public enum AckCondition : byte
{
    Absent,
    Always,
    Never,
    Error,
    Success,
}

public static class AckCodes
{
    public static AckCode Parse(ReadOnlySpan<byte> code) => code.Length != 2
        ? AckCode.Unknown
        : ((code[0] << 8) | code[1]) switch
        {
            0x4141 => AckCode.AA,
            0x4145 => AckCode.AE,
            0x4152 => AckCode.AR,
            0x4341 => AckCode.CA,
            0x4345 => AckCode.CE,
            0x4352 => AckCode.CR,
            _ => AckCode.Unknown,
        };

    public static AckCondition Condition(ReadOnlySpan<byte> condition) => condition.Length != 2
        ? AckCondition.Absent
        : ((condition[0] << 8) | condition[1]) switch
        {
            0x414C => AckCondition.Always,
            0x4E45 => AckCondition.Never,
            0x4552 => AckCondition.Error,
            0x5355 => AckCondition.Success,
            _ => AckCondition.Absent,
        };

    public static bool IsCommit(this AckCode code) => code is AckCode.CA or AckCode.CE or AckCode.CR;

    public static ReadOnlySpan<byte> Text(this AckCode code) => code switch
    {
        AckCode.AA => "AA"u8,
        AckCode.AE => "AE"u8,
        AckCode.AR => "AR"u8,
        AckCode.CA => "CA"u8,
        AckCode.CE => "CE"u8,
        AckCode.CR => "CR"u8,
        AckCode.Unknown => "?"u8,
        _ => default,
    };
}
