using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Talks;

/// <summary>A TLS session, of which only its greeting, sizes and times are seen, step by step.</summary>
public sealed class TlsTalk : ConnectedTalk<TlsTalk>
{
    /// <param name="lane">Who does it.</param>
    /// <param name="dice">For latencies.</param>
    /// <param name="time">When the connection is opened.</param>
    /// <param name="client">Who begins.</param>
    /// <param name="server">With whom: it is far away, mostly.</param>
    /// <param name="port">Of the server.</param>
    public TlsTalk(Lane lane, Dice dice, long time, Host client, Host server, int port = 443)
        : base(lane, dice, time, client, server, port, Language.Tls) => (AnswerTime, Speed) = (32 * Nanos.Millisecond, 4e6);

    /// <summary>Connects and greets.</summary>
    /// <param name="serverName">SNI.</param>
    /// <param name="library">Whose set of cipher suites.</param>
    public TlsTalk Open(string serverName, int library)
    {
        Open();
        Say(Side.Client, new TlsClientHello(serverName, library), Nanos.Millisecond);
        return Say(Side.Server, TlsServerHello.It, Answering(0.3));
    }

    public TlsTalk Ask(long length) => Say(Side.Client, new TlsData(length), 2 * Nanos.Millisecond, Lasting(length));

    public TlsTalk Answer(long length) => Say(Side.Server, new TlsData(length), Answering(0.4), Lasting(length));

    /// <summary>Bytes that trickle for a while, evenly.</summary>
    public TlsTalk Stream(Side from, long length, long duration) => Say(from, new TlsData(length), 0, duration);
}
