using Hospital.Network;

namespace Hospital;

/// <summary>
/// The typed observation that all else is made of: somebody says something to somebody, as an observer sees it who misses nothing. Steps come in order of time.
/// </summary>
/// <param name="Time">When its first packet leaves, nanoseconds since the Unix epoch.</param>
/// <param name="Duration">Nanoseconds from its first packet to its last; its packets are spread evenly.</param>
/// <param name="Conversation">Where.</param>
/// <param name="From">Who says it.</param>
/// <param name="Saying">What.</param>
public readonly record struct Step(long Time, long Duration, Conversation Conversation, Side From, Saying Saying)
{
    public Host Speaker => Conversation.Speaker(From);

    public Host Listener => Conversation.Speaker(1 - From);

    public long End => Time + Duration;
}

/// <summary>Takes steps, in order of time.</summary>
public interface IStepTaker
{
    void Take(in Step step);

    /// <summary>No more will come; what is still open goes on beyond the end.</summary>
    void End(long time);
}

/// <summary>What can be said. Immutable; the same object may be said more than once.</summary>
public abstract record Saying;
