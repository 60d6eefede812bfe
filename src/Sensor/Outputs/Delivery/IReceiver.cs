namespace Sensor.Outputs.Delivery;

/// <summary>
/// The way to one receiver. Used by one sender, one call at a time; a connection that is broken is opened anew by the next call. What the network or the other side
/// does is an outcome; an <see cref="IOException"/> or <see cref="OperationCanceledException"/> counts as <see cref="DeliveryOutcome.TryAgain"/>.
/// </summary>
internal interface IReceiver : IDisposable
{
    /// <summary>Things that may be sent in one call, at most.</summary>
    int MaxBatch { get; }

    /// <summary>How long a batch that isn't full waits for more.</summary>
    TimeSpan Linger => TimeSpan.FromMilliseconds(100);

    /// <summary>Sends things in their order.</summary>
    /// <param name="batch">At least one, at most <see cref="MaxBatch"/>. Bodies are valid until the call ends.</param>
    /// <param name="cancel">The receiver took too long, or the sensor ends.</param>
    ValueTask<Delivered> SendAsync(IReadOnlyList<Outgoing> batch, CancellationToken cancel);
}

/// <summary>A receiver with a file that others may have moved: SIGHUP has it opened anew.</summary>
internal interface IReopens
{
    /// <summary>On any thread.</summary>
    void Reopen();
}

/// <summary>What became of a batch.</summary>
/// <param name="Outcome">In a word.</param>
/// <param name="Taken">Of the first so many the receiver has taken charge; all of them where all went well.</param>
/// <param name="Reason">A part of a sentence, without anything of what was sent and without secrets; empty where all went well.</param>
internal readonly record struct Delivered(DeliveryOutcome Outcome, int Taken, string Reason)
{
    public static Delivered All(int count) => new(DeliveryOutcome.Done, count, "");

    public static Delivered Later(string reason, int taken = 0) => new(DeliveryOutcome.TryAgain, taken, reason);
}

internal enum DeliveryOutcome : byte
{
    /// <summary>All of it was taken.</summary>
    Done,

    /// <summary>The receiver can't take it now; later it may.</summary>
    TryAgain,

    /// <summary>The receiver won't take these together: smaller batches tell which it won't. A batch of one is set aside as if <see cref="Refused"/>.</summary>
    Divide,

    /// <summary>The receiver will never take the thing after those taken: it is set aside, counted and told.</summary>
    Refused,
}
