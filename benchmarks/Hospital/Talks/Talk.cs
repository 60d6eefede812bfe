using Hospital.Kernel;
using Hospital.Network;

namespace Hospital.Talks;

/// <summary>
/// A conversation that somebody holds, said step by step in one language or another. Ordinary life and attackers talk alike. Steps are entered ahead of time, and
/// <see cref="Time"/> goes along; a talk may rest for hours: what is said later is said at the agenda's time at the earliest.
/// </summary>
/// <typeparam name="TSelf">Which, so that one thing can be said after the other.</typeparam>
public abstract class Talk<TSelf>
    where TSelf : Talk<TSelf>
{
    /// <summary>So many bytes go at once; more take their time.</summary>
    private const long Bulk = 4096;

    private protected Talk(Lane lane, Dice dice, long time, Host client, Host server, int port, Language language, bool isUdp = false, int clientPort = 0)
    {
        ArgumentNullException.ThrowIfNull(lane);
        (Lane, Dice, Time) = (lane, dice, Math.Max(time, lane.Now));
        Conversation = lane.Converse(client, server, port, language, isUdp, clientPort);
    }

    /// <summary>Instant until which all that was said so far has been said.</summary>
    public long Time { get; protected set; }

    /// <summary>Median time until an answer, nanoseconds.</summary>
    public long AnswerTime { get; init; }

    /// <summary>How fast bulk goes, bytes a second.</summary>
    public double Speed { get; init; } = 40e6;

    /// <summary>Who does it.</summary>
    protected Lane Lane { get; }

    /// <summary>For latencies.</summary>
    protected Dice Dice { get; }

    protected Conversation Conversation { get; }

    /// <summary>Nothing is said for a while: somebody reads, or types.</summary>
    public TSelf Wait(long nanoseconds)
    {
        Time = Math.Max(Time, Lane.Now) + nanoseconds;
        return (TSelf)this;
    }

    /// <summary>A latency about <see cref="AnswerTime"/>; <paramref name="spread"/>: standard deviation of its logarithm.</summary>
    private protected long Answering(double spread) => (long)Dice.LogNormal(AnswerTime, spread);

    /// <summary>How long so many bytes take.</summary>
    private protected long Lasting(long length) => length > Bulk ? (long)(length / Speed * Nanos.Second) : 0;

    private protected TSelf Say(Side from, Saying saying, long after, long duration = 0)
    {
        Time = Lane.Say(Math.Max(Time, Lane.Now) + after + (Conversation.Client.RoundTrip / 2), Conversation, from, saying, duration);
        return (TSelf)this;
    }
}
