namespace Hospital.Sayings;

/// <summary>
/// What is asked of a pump over its own protocol. Alaris: one pump, on a line of a terminal server. BCC: a rack of pumps, whose client also acknowledges every block that it gets,
/// with a request <see cref="Acknowledge"/>.
/// </summary>
public sealed record PumpRequest : Saying
{
    /// <summary>BCC: a block has arrived (the byte 06); it is expected behind every <see cref="PumpReply"/>.</summary>
    public const string Acknowledge = "ACK";

    /// <summary>BCC: a block has arrived damaged (the byte 15): it is sent again.</summary>
    public const string Refuse = "NAK";

    /// <summary>Serial number of the pump that is meant. It isn't on the wire by itself.</summary>
    public required string Serial { get; init; }

    /// <summary>
    /// The protocol's own word. Alaris: INF, INF_RATE, INF_START, INST_SERIALNO, REMOTE_CTRL … BCC: AREA:COMMAND, which are ADMIN:ALIVE, ADMIN:VERSION, MEM:GET, MEM:GETSLOT; or
    /// <see cref="Acknowledge"/>, <see cref="Refuse"/>.
    /// </summary>
    public required string Command { get; init; }

    /// <summary>
    /// What follows it, as the protocol writes it; empty: a query, or a command without a value. Alaris: behind a ^ and with them between its parts (20.00^ml/h; ENABLED^3CC1 with
    /// <see cref="Wire.Languages.AlarisFrames.CodeOf"/> of the serial number). BCC: with its # (#11: pillar 1, slot 1).
    /// </summary>
    public string Argument { get; init; } = "";

    /// <summary>It changes something.</summary>
    public bool IsSet { get; init; }

    /// <summary>BCC: name of the bed, at most 15 letters and digits; 1 before it is known.</summary>
    public string Bed { get; init; } = "1";
}

/// <summary>What a pump answers, or says by itself.</summary>
public sealed record PumpReply : Saying
{
    public required string Serial { get; init; }

    /// <summary>Which command is answered. Alaris repeats it; BCC doesn't.</summary>
    public required string Command { get; init; }

    /// <summary>
    /// What is answered, as the protocol writes it. Alaris: the parts behind the command, with ^ between them (20.00^ml/h; 8002-51740; ENABLED^****^PERMIT^0^ms; of INF: serial number,
    /// alarm or -, mode, rate, ml/h, nothing, volume, ml, pressure, mmHg, time left, EVENT, number). BCC: records of seconds, address (501, pillar, slot), key and value,
    /// commas between these and <see cref="RecordSeparator"/> between records (206,50111,INRT,20.0).
    /// </summary>
    public string Text { get; init; } = "";

    /// <summary>It did what it was asked to. On the wire only as <see cref="Text"/> says it.</summary>
    public bool IsDone { get; init; } = true;

    /// <summary>BCC: name of the bed.</summary>
    public string Bed { get; init; } = "1";

    /// <summary>BCC: more blocks of this answer follow; each goes when the one before was acknowledged.</summary>
    public bool IsContinued { get; init; }

    /// <summary>BCC: stands between records.</summary>
    public const char RecordSeparator = '\x1e';
}
