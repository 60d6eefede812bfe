using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>What a status (0000,0900) comes to.</summary>
public enum StatusClass : byte
{
    Success,
    Pending,
    Cancel,
    Warning,
    Failure,
}

/// <summary>Classes of status codes (PS3.7 annex C).</summary>
public static class DimseStatus
{
    /// <summary>Refused: SOP class not supported (PS3.7 C.5.6).</summary>
    public const ushort SopClassNotSupported = 0x0122;

    /// <summary>Refused: not authorized (PS3.7 C.5.24).</summary>
    public const ushort NotAuthorized = 0x0124;

    public static StatusClass ClassOf(ushort status) => status switch
    {
        0x0000 => StatusClass.Success,
        0xFF00 or 0xFF01 => StatusClass.Pending,
        0xFE00 => StatusClass.Cancel,
        0x0001 or 0x0107 or 0x0116 or (>= 0xB000 and <= 0xBFFF) => StatusClass.Warning,
        _ => StatusClass.Failure,
    };

    public static Outcome OutcomeOf(ushort status) => status switch
    {
        SopClassNotSupported or NotAuthorized => Outcome.Refused,
        _ => ClassOf(status) switch
        {
            StatusClass.Success => Outcome.Ok,
            StatusClass.Pending => Outcome.Pending,
            StatusClass.Cancel or StatusClass.Warning => Outcome.Warning,
            _ => Outcome.Failure,
        },
    };

    public static ReadOnlySpan<byte> Text(StatusClass value) => value switch
    {
        StatusClass.Success => "success"u8,
        StatusClass.Pending => "pending"u8,
        StatusClass.Cancel => "cancel"u8,
        StatusClass.Warning => "warning"u8,
        _ => "failure"u8,
    };
}
