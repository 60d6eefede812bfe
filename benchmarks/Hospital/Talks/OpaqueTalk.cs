using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Talks;

/// <summary>What two hosts say in bytes that no dissector reads, step by step: over TCP, or over UDP where there is neither opening nor end.</summary>
public sealed class OpaqueTalk
{
    private readonly Lane _lane;
    private readonly Dice _dice;
    private readonly Conversation _conversation;

    /// <param name="lane">Who does it.</param>
    /// <param name="dice">For latencies.</param>
    /// <param name="time">When it begins.</param>
    /// <param name="client">Who begins.</param>
    /// <param name="server">With whom.</param>
    /// <param name="port">Of the server.</param>
    /// <param name="isUdp">Datagrams, at most 1,472 bytes each.</param>
    /// <param name="clientPort">0: one of its own.</param>
    public OpaqueTalk(Lane lane, Dice dice, long time, Host client, Host server, int port, bool isUdp = false, int clientPort = 0)
        : this(lane, dice, time, client, server, port, Language.Opaque, isUdp, clientPort)
    {
    }

    /// <summary>A dialogue in lines (FTP, Telnet).</summary>
    public OpaqueTalk(Lane lane, Dice dice, long time, Host client, Host server, int port, Language language)
        : this(lane, dice, time, client, server, port, language, false, 0)
    {
    }

    private OpaqueTalk(Lane lane, Dice dice, long time, Host client, Host server, int port, Language language, bool isUdp, int clientPort)
    {
        ArgumentNullException.ThrowIfNull(lane);
        (_lane, _dice, Time) = (lane, dice, Math.Max(time, lane.Now));
        _conversation = lane.Converse(client, server, port, language, isUdp, clientPort);
    }

    /// <summary>Instant until which all that was said so far has been said.</summary>
    public long Time { get; private set; }

    /// <summary>Median time the server takes to answer, nanoseconds.</summary>
    public long AnswerTime { get; init; } = 2 * Nanos.Millisecond;

    /// <summary>How fast bulk goes over the network, bytes a second.</summary>
    public double Speed { get; init; } = 40e6;

    public OpaqueTalk Open()
    {
        Say(Side.Client, Opened.It, 0);
        return this;
    }

    /// <summary>Nobody answers the connection, or it is refused; the talk is over.</summary>
    public void Fail(bool isRefused) => Say(Side.Client, isRefused ? Refused.It : Unanswered.It, 0);

    public OpaqueTalk Ask(long length, string opening = "") => Bytes(Side.Client, length, opening, (long)_dice.LogNormal(0.5 * Nanos.Millisecond, 0.5));

    public OpaqueTalk Answer(long length, string opening = "") => Bytes(Side.Server, length, opening, (long)_dice.LogNormal(AnswerTime, 0.4));

    /// <summary>Bytes that trickle for a while, evenly.</summary>
    public OpaqueTalk Stream(Side from, long length, long duration)
    {
        Say(from, new Payload(length), 0, duration);
        return this;
    }

    /// <summary>A line, in FTP or Telnet.</summary>
    public OpaqueTalk Line(Side from, string text)
    {
        Say(from, new TextLine(text), (long)_dice.LogNormal(from == Side.Client ? 0.3 * Nanos.Second : AnswerTime, 0.4));
        return this;
    }

    /// <summary>Nothing is said for a while.</summary>
    public OpaqueTalk Wait(long nanoseconds)
    {
        Time = Math.Max(Time, _lane.Now) + nanoseconds;
        return this;
    }

    public void Close(Side by = Side.Client) => Say(by, Closed.It, Nanos.Millisecond);

    public void Reset(Side by = Side.Client) => Say(by, WasReset.It, Nanos.Millisecond);

    private OpaqueTalk Bytes(Side from, long length, string opening, long after)
    {
        Say(from, new Payload(length, opening), after, _conversation.IsUdp || length <= 4096 ? 0 : (long)(length / Speed * Nanos.Second));
        return this;
    }

    private void Say(Side from, Saying saying, long after, long duration = 0) =>
        Time = _lane.Say(Math.Max(Time, _lane.Now) + after + (_conversation.Client.RoundTrip / 2), _conversation, from, saying, duration);
}
