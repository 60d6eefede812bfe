namespace Sensor.Outputs.Delivery;

/// <summary>
/// The way to one receiver. Used by one sender at a time, on its own thread; a connection that is broken is opened anew by the next call. Never throws for what the
/// network or the other side does.
/// </summary>
internal interface IReceiver : IDisposable
{
    /// <summary>Things that may be sent in one call, at most.</summary>
    int MaxBatch { get; }

    /// <summary>Sends things in their order.</summary>
    /// <param name="batch">At least one, at most <see cref="MaxBatch"/>.</param>
    /// <param name="cancel">The sensor ends.</param>
    ValueTask<Delivered> SendAsync(IReadOnlyList<Outgoing> batch, CancellationToken cancel);
}

/// <summary>What became of a batch.</summary>
/// <param name="Outcome">In a word.</param>
/// <param name="Taken">Of the first so many the receiver has taken charge; all of them where all went well.</param>
/// <param name="Reason">One sentence, without anything of what was sent; empty where all went well.</param>
internal readonly record struct Delivered(DeliveryOutcome Outcome, int Taken, string Reason);

internal enum DeliveryOutcome : byte
{
    /// <summary>All of it was taken.</summary>
    Done,

    /// <summary>The receiver can't take it now; later it may.</summary>
    TryAgain,

    /// <summary>The receiver will never take the thing after those taken: it is set aside, counted and told.</summary>
    Refused,
}
