using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Talks;

/// <summary>A talk over a connection whose beginning and end mean nothing but that.</summary>
/// <inheritdoc cref="Talk{TSelf}"/>
public abstract class ConnectedTalk<TSelf> : Talk<TSelf>
    where TSelf : ConnectedTalk<TSelf>
{
    private protected ConnectedTalk(Lane lane, Dice dice, long time, Host client, Host server, int port, Language language, bool isUdp = false, int clientPort = 0)
        : base(lane, dice, time, client, server, port, language, isUdp, clientPort)
    {
    }

    public TSelf Open() => Say(Side.Client, Opened.It, 0);

    /// <summary>Nobody answers the connection, or it is refused; the talk is over.</summary>
    public void Fail(bool isRefused) => Say(Side.Client, isRefused ? Refused.It : Unanswered.It, 0);

    /// <summary>Ends in good order, by whichever side.</summary>
    public void Close(Side by = Side.Client) => Say(by, Closed.It, Nanos.Millisecond);

    public void Reset(Side by = Side.Client) => Say(by, WasReset.It, Nanos.Millisecond);
}
