using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Talks;

/// <summary>A TLS session, of which only its greeting, sizes and times are seen, step by step.</summary>
public sealed class TlsTalk
{
    private readonly Lane _lane;
    private readonly Dice _dice;
    private readonly Conversation _conversation;

    /// <param name="lane">Who does it.</param>
    /// <param name="dice">For latencies.</param>
    /// <param name="time">When the connection is opened.</param>
    /// <param name="client">Who begins.</param>
    /// <param name="server">With whom.</param>
    /// <param name="port">Of the server.</param>
    public TlsTalk(Lane lane, Dice dice, long time, Host client, Host server, int port = 443)
    {
        ArgumentNullException.ThrowIfNull(lane);
        (_lane, _dice, Time) = (lane, dice, Math.Max(time, lane.Now));
        _conversation = lane.Converse(client, server, port, Language.Tls);
    }

    /// <summary>Instant until which all that was said so far has been said.</summary>
    public long Time { get; private set; }

    /// <summary>Median time the server takes to answer, nanoseconds: it is far away, mostly.</summary>
    public long AnswerTime { get; init; } = 32 * Nanos.Millisecond;

    /// <summary>How fast bulk goes, bytes a second.</summary>
    public double Speed { get; init; } = 4e6;

    /// <summary>Connects and greets.</summary>
    /// <param name="serverName">SNI.</param>
    /// <param name="library">Whose set of cipher suites.</param>
    public TlsTalk Open(string serverName, int library)
    {
        Say(Side.Client, Opened.It, 0);
        Say(Side.Client, new TlsClientHello(serverName, library), Nanos.Millisecond);
        Say(Side.Server, TlsServerHello.It, (long)_dice.LogNormal(AnswerTime, 0.3));
        return this;
    }

    public TlsTalk Ask(long length) => Data(Side.Client, length, 2 * Nanos.Millisecond);

    public TlsTalk Answer(long length) => Data(Side.Server, length, (long)_dice.LogNormal(AnswerTime, 0.4));

    /// <summary>Bytes that trickle for a while, evenly.</summary>
    public TlsTalk Stream(Side from, long length, long duration)
    {
        Say(from, new TlsData(length), 0, duration);
        return this;
    }

    /// <summary>Nothing is said for a while.</summary>
    public TlsTalk Wait(long nanoseconds)
    {
        Time = Math.Max(Time, _lane.Now) + nanoseconds;
        return this;
    }

    public void Close(Side by = Side.Client) => Say(by, Closed.It, Nanos.Millisecond);

    private TlsTalk Data(Side from, long length, long after)
    {
        Say(from, new TlsData(length), after, length <= 4096 ? 0 : (long)(length / Speed * Nanos.Second));
        return this;
    }

    private void Say(Side from, Saying saying, long after, long duration = 0) =>
        Time = _lane.Say(Math.Max(Time, _lane.Now) + after + (_conversation.Client.RoundTrip / 2), _conversation, from, saying, duration);
}
