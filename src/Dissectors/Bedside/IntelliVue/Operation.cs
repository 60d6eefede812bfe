using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Bedside.IntelliVue;

/// <summary>What a client asks of a monitor.</summary>
internal enum Operation : byte
{
    /// <summary>Refused before it was seen what it was.</summary>
    Unknown,
    Associate,
    Release,
    Abort,
    Poll,
    ExtendedPoll,
    Get,
    Set,
    Action,
}

internal static class Operations
{
    public const int Count = (int)Operation.Action + 1;

    public static ReadOnlySpan<byte> Text(this Operation value) => value switch
    {
        Operation.Associate => "ASSOCIATE"u8,
        Operation.Release => "RELEASE"u8,
        Operation.Abort => "ABORT"u8,
        Operation.Poll => "POLL"u8,
        Operation.ExtendedPoll => "EXTENDED POLL"u8,
        Operation.Get => "GET"u8,
        Operation.Set => "SET"u8,
        Operation.Action => "ACTION"u8,
        _ => "?"u8,
    };

    /// <summary>What a SET or another action changes isn't published beyond lists of what is to be sent: configuration.</summary>
    public static SafetyClass Class(this Operation value) => value switch
    {
        Operation.Associate or Operation.Release or Operation.Abort => SafetyClass.Session,
        Operation.Poll or Operation.ExtendedPoll or Operation.Get => SafetyClass.Read,
        Operation.Set or Operation.Action => SafetyClass.Configuration,
        _ => SafetyClass.Unknown,
    };

    /// <summary>Is asked again and again.</summary>
    public static bool Recurs(this Operation value) => value is Operation.Poll or Operation.ExtendedPoll or Operation.Get;

    /// <summary>Words for error values (ROER).</summary>
    public static ReadOnlySpan<byte> ErrorText(ushort value) => value switch
    {
        0 => "no such object class"u8,
        1 => "no such object instance"u8,
        IntelliVueMessage.AccessDenied => "access denied"u8,
        7 => "error in get list"u8,
        8 => "error in set list"u8,
        9 => "no such action"u8,
        10 => "processing failure"u8,
        15 => "invalid argument value"u8,
        16 => "invalid scope"u8,
        17 => "invalid object instance"u8,
        _ => "other error"u8,
    };

    public static Outcome ErrorOutcome(ushort value) => value == IntelliVueMessage.AccessDenied ? Outcome.Refused : Outcome.Failure;
}
