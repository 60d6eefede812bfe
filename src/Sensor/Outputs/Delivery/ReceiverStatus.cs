namespace Sensor.Outputs.Delivery;

/// <summary>How a receiver is doing. A copy that nobody changes.</summary>
internal sealed record ReceiverStatus
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    /// <summary>Things that were given to its spool in this run.</summary>
    public long Kept { get; init; }

    /// <summary>Things the receiver took in this run, those of earlier runs among them.</summary>
    public long Sent { get; init; }

    /// <summary>Things that wait.</summary>
    public long Waiting { get; init; }

    /// <summary>Of those, what is in memory only.</summary>
    public long InMemory { get; init; }

    /// <summary>Things the receiver will never take; set aside.</summary>
    public long Refused { get; init; }

    /// <summary>Things for which there was no room, or which are too long.</summary>
    public long Dropped { get; init; }

    /// <summary>Of those, alerts.</summary>
    public long DroppedAlerts { get; init; }

    /// <summary>Calls, successful or not.</summary>
    public long Attempts { get; init; }

    /// <summary>Why the last attempt that failed did; empty where none has.</summary>
    public string LastError { get; init; } = "";

    /// <summary>By the system's clock; null: never in this run.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>It was told that the receiver can't be reached, and that it can again wasn't.</summary>
    public bool IsUnreachable { get; init; }
}

/// <summary>What may become of a receiver.</summary>
internal enum DeliveryEvent
{
    Unreachable,
    ReachableAgain,
    Refused,
    Full,
    RoomAgain,
    Spool,
}

/// <summary>Something about sending that people are told.</summary>
/// <param name="Event">What it is.</param>
/// <param name="Receiver">Whose.</param>
/// <param name="Text">One sentence.</param>
internal readonly record struct DeliveryNews(DeliveryEvent Event, string Receiver, string Text);
