namespace Sensor.Dissectors.Contract;

/// <summary>Why bytes that were on the wire can't be read.</summary>
public enum MissingCause : byte
{
    /// <summary>The mirror or the capture dropped them, or the memory bound was met.</summary>
    Lost,

    /// <summary>The capture's snap length cut them off.</summary>
    Cut,
}

/// <summary>Why a direction ends.</summary>
public enum EndCause : byte
{
    Fin,
    Reset,
    Idle,
    Evicted,
    EndOfInput,
}

/// <summary>
/// What a dissector knows of one flow. Fed in-order spans of one direction at a time; no order between the two directions is promised.
/// Owned by a partition, reused for other flows after both directions have ended, never shared between threads.
/// </summary>
public abstract class Conversation
{
    /// <summary>Reads from the front of <paramref name="data"/>. Called again with what is left until nothing is, or more is needed than there is.</summary>
    public abstract Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at);

    /// <summary><paramref name="bytes"/> bytes beyond those to skip will never come. What was asked for and left unconsumed is gone as well and counted in.</summary>
    public abstract void OnMissing(Direction direction, long bytes, MissingCause cause, in Moment at);

    /// <summary>The direction has ended; called once for each.</summary>
    public abstract void OnEnd(Direction direction, EndCause cause, in Moment at);
}
