namespace Hospital.Sayings;

/// <summary>What is asked of a pump over its own protocol (Alaris on a terminal server, BCC from a rack).</summary>
public sealed record PumpRequest : Saying
{
    /// <summary>Serial number of the pump that is meant.</summary>
    public required string Serial { get; init; }

    /// <summary>The protocol's own word: INF_RATE, INF_START, MEM:GET …</summary>
    public required string Command { get; init; }

    /// <summary>What follows it, as the protocol writes it; empty: a query, or a command without a value.</summary>
    public string Argument { get; init; } = "";

    /// <summary>It changes something.</summary>
    public bool IsSet { get; init; }
}

/// <summary>What a pump answers, or says by itself.</summary>
public sealed record PumpReply : Saying
{
    public required string Serial { get; init; }

    public required string Command { get; init; }

    /// <summary>What is answered, as the protocol writes it.</summary>
    public string Text { get; init; } = "";

    /// <summary>It did what it was asked to.</summary>
    public bool IsDone { get; init; } = true;
}
