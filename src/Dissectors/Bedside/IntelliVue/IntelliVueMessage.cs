using System.Buffers.Binary;

namespace Sensor.Dissectors.Bedside.IntelliVue;

/// <summary>What a datagram of the data export interface is.</summary>
internal enum MessageKind : byte
{
    None,

    /// <summary>A monitor says that it is there, and who it is.</summary>
    ConnectIndication,
    AssociationRequest,
    AssociationAccept,
    AssociationRefuse,
    ReleaseRequest,
    ReleaseResponse,
    Abort,

    /// <summary>ROIV: an operation or an event report.</summary>
    Invoke,

    /// <summary>RORS.</summary>
    Result,

    /// <summary>ROLRS: one of several results of one operation.</summary>
    LinkedResult,

    /// <summary>ROER.</summary>
    Error,
}

/// <summary>
/// A datagram of the IntelliVue data export interface (Philips, "Data Export Interface Programming Guide"): a session header, or session and remote
/// operation headers with an argument. All numbers big-endian. A view; what lies beyond the captured bytes reads as not there.
/// </summary>
internal readonly ref struct IntelliVueMessage
{
    public const ushort AccessDenied = 2;

    public const ushort EventReport = 0;
    public const ushort ConfirmedEventReport = 1;
    public const ushort Get = 3;
    public const ushort Set = 4;
    public const ushort ConfirmedSet = 5;
    public const ushort Action = 6;
    public const ushort ConfirmedAction = 7;

    public const ushort PollAction = 0x0C16;
    public const ushort ExtendedPollAction = 0xF13B;
    public const ushort MdsCreate = 0x0D06;
    public const ushort ConnectIndicationEvent = 0x0D17;

    private const int SessionLength = 4;
    private const int OperationLength = 4;
    private const int InvokeLength = 6;

    /// <summary>Class, context and handle of the object that is meant.</summary>
    private const int ObjectLength = 6;

    private IntelliVueMessage(MessageKind kind) => Kind = kind;

    public MessageKind Kind { get; private init; }

    public ushort InvokeId { get; private init; }

    /// <summary>Of invokes and results; of an error its value.</summary>
    public ushort Command { get; private init; }

    /// <summary>Action type of actions, event type of event reports.</summary>
    public ushort Type { get; private init; }

    /// <summary>What follows the argument's header.</summary>
    public ReadOnlySpan<byte> Body { get; private init; }

    public bool IsEventReport => Command is EventReport or ConfirmedEventReport;

    /// <summary>The operation that is asked for or answered; of event reports none.</summary>
    public Operation Operation => Command switch
    {
        Get => Operation.Get,
        Set or ConfirmedSet => Operation.Set,
        Action or ConfirmedAction => Type switch
        {
            PollAction => Operation.Poll,
            ExtendedPollAction => Operation.ExtendedPoll,
            _ => Operation.Action,
        },
        _ => Operation.Unknown,
    };

    /// <summary>Looks at a datagram's beginning: false unless its headers agree with each other and, where all of it is there, with its length.</summary>
    /// <param name="data">Captured bytes, or the first of them.</param>
    /// <param name="message">What it is.</param>
    public static bool TryParse(ReadOnlySpan<byte> data, out IntelliVueMessage message)
    {
        message = default;
        if (data.Length < 2)
        {
            return false;
        }

        message = data[0] switch
        {
            0xE1 => RemoteOperation(data, isIndication: false),
            0x00 => RemoteOperation(data, isIndication: true),
            _ => Session(data),
        };
        return message.Kind != MessageKind.None;
    }

    /// <summary>Session headers (ISO/IEC 8327-1) as this interface writes them: type, length of all that follows, and a constant beginning.</summary>
    private static IntelliVueMessage Session(ReadOnlySpan<byte> data)
    {
        var (length, at) = data[1] == 0xFF && data.Length >= 4 ? (BinaryPrimitives.ReadUInt16BigEndian(data[2..]), 4) : (data[1], 2);
        var rest = data[at..];

        // Clients are seen to send more behind an association request or its answer than it announces: its constant beginning is sign enough.
        if (length < 2 || (data[0] is not (0x0D or 0x0E or 0x0C) && rest.Length > length))
        {
            return default;
        }

        var kind = data[0] switch
        {
            0x0D when rest.StartsWith(Connect) => MessageKind.AssociationRequest,
            0x0E when rest.StartsWith(Connect) => MessageKind.AssociationAccept,
            0x0C when rest is [0x03 or 0x11 or 0x32, ..] => MessageKind.AssociationRefuse,
            0x09 when rest is [0xC1, ..] => MessageKind.ReleaseRequest,
            0x0A when rest is [0xC1, ..] => MessageKind.ReleaseResponse,
            0x19 when rest.StartsWith(Disconnect) => MessageKind.Abort,
            _ => MessageKind.None,
        };
        return new IntelliVueMessage(kind);
    }

    /// <summary>Of a connect or accept: item 05 of eight bytes (protocol options, version), session requirements.</summary>
    private static ReadOnlySpan<byte> Connect => [0x05, 0x08, 0x13, 0x01, 0x00, 0x16, 0x01, 0x02, 0x80, 0x00, 0x14, 0x02];

    /// <summary>Of an abort: transport disconnect, then user data.</summary>
    private static ReadOnlySpan<byte> Disconnect => [0x11, 0x01, 0x03, 0xC1];

    private static IntelliVueMessage RemoteOperation(ReadOnlySpan<byte> data, bool isIndication)
    {
        if (data.Length < SessionLength + OperationLength + InvokeLength || data[1] != 0 || data[2] > (isIndication ? 2 : 0))
        {
            return default;
        }

        var type = BinaryPrimitives.ReadUInt16BigEndian(data[SessionLength..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(data[(SessionLength + 2)..]);
        var operation = data[(SessionLength + OperationLength)..];
        if (operation.Length > length)
        {
            return default;
        }

        if (type == 5)
        {
            // Before what a result has stands which one of how many it is.
            if (operation.Length < 2 + InvokeLength)
            {
                return default;
            }

            operation = operation[2..];
            length -= 2;
        }

        var inner = BinaryPrimitives.ReadUInt16BigEndian(operation[4..]);
        if (inner + InvokeLength != length)
        {
            return default;
        }

        var kind = type switch
        {
            1 => isIndication ? MessageKind.ConnectIndication : MessageKind.Invoke,
            2 when !isIndication => MessageKind.Result,
            3 when !isIndication => MessageKind.Error,
            5 when !isIndication => MessageKind.LinkedResult,
            _ => MessageKind.None,
        };
        var command = BinaryPrimitives.ReadUInt16BigEndian(operation[2..]);
        var argument = operation[InvokeLength..];
        var message = new IntelliVueMessage(kind)
        {
            InvokeId = BinaryPrimitives.ReadUInt16BigEndian(operation), Command = command, Type = TypeOf(kind, command, argument, out var body), Body = body,
        };
        return (kind == MessageKind.Error || command <= ConfirmedAction) && (!isIndication || (message.IsEventReport && message.Type == ConnectIndicationEvent))
            ? message
            : default;
    }

    private static ushort TypeOf(MessageKind kind, ushort command, ReadOnlySpan<byte> argument, out ReadOnlySpan<byte> body)
    {
        // An event's time, an action's scope; a result of an action has neither.
        var hasType = kind != MessageKind.Error && command is EventReport or ConfirmedEventReport or Action or ConfirmedAction;
        var isShort = command is Action or ConfirmedAction && kind is MessageKind.Result or MessageKind.LinkedResult;
        var at = ObjectLength + (isShort ? 0 : 4);
        if (!hasType || argument.Length < at + 4)
        {
            body = default;
            return 0;
        }

        body = argument[(at + 4)..];
        var length = BinaryPrimitives.ReadUInt16BigEndian(argument[(at + 2)..]);
        body = body[..Math.Min(body.Length, length)];
        return BinaryPrimitives.ReadUInt16BigEndian(argument[at..]);
    }
}
