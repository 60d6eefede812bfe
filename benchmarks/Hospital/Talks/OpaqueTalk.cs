using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Talks;

/// <summary>What two hosts say in bytes that no dissector reads, step by step: over TCP, or over UDP where there is neither opening nor end.</summary>
public sealed class OpaqueTalk : ConnectedTalk<OpaqueTalk>
{
    /// <param name="lane">Who does it.</param>
    /// <param name="dice">For latencies.</param>
    /// <param name="time">When it begins.</param>
    /// <param name="client">Who begins.</param>
    /// <param name="server">With whom.</param>
    /// <param name="port">Of the server.</param>
    /// <param name="isUdp">Datagrams, at most 1,472 bytes each.</param>
    /// <param name="clientPort">0: one of its own.</param>
    public OpaqueTalk(Lane lane, Dice dice, long time, Host client, Host server, int port, bool isUdp = false, int clientPort = 0)
        : base(lane, dice, time, client, server, port, Language.Opaque, isUdp, clientPort) => AnswerTime = 2 * Nanos.Millisecond;

    /// <summary>A dialogue in lines (FTP, Telnet).</summary>
    public OpaqueTalk(Lane lane, Dice dice, long time, Host client, Host server, int port, Language language)
        : base(lane, dice, time, client, server, port, language) => AnswerTime = 2 * Nanos.Millisecond;

    public OpaqueTalk Ask(long length, string opening = "") => Bytes(Side.Client, length, opening, (long)Dice.LogNormal(0.5 * Nanos.Millisecond, 0.5));

    public OpaqueTalk Answer(long length, string opening = "") => Bytes(Side.Server, length, opening, Answering(0.4));

    /// <summary>Bytes that trickle for a while, evenly.</summary>
    public OpaqueTalk Stream(Side from, long length, long duration) => Say(from, new Payload(length), 0, duration);

    /// <summary>A line, in FTP or Telnet.</summary>
    public OpaqueTalk Line(Side from, string text) => Say(from, new TextLine(text), (long)Dice.LogNormal(from == Side.Client ? 0.3 * Nanos.Second : AnswerTime, 0.4));

    private OpaqueTalk Bytes(Side from, long length, string opening, long after) => Say(from, new Payload(length, opening), after, Conversation.IsUdp ? 0 : Lasting(length));
}
