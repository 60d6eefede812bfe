using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Talks;

/// <summary>HTTP in clear between a browser and a device's web interface, step by step.</summary>
public sealed class WebTalk
{
    private readonly Lane _lane;
    private readonly Dice _dice;
    private readonly Conversation _conversation;

    /// <param name="lane">Who does it.</param>
    /// <param name="dice">For latencies.</param>
    /// <param name="time">When the connection is opened.</param>
    /// <param name="browser">Who asks.</param>
    /// <param name="device">Who answers.</param>
    /// <param name="port">Of the device.</param>
    public WebTalk(Lane lane, Dice dice, long time, Host browser, Host device, int port = 80)
    {
        ArgumentNullException.ThrowIfNull(lane);
        (_lane, _dice, Time) = (lane, dice, Math.Max(time, lane.Now));
        _conversation = lane.Converse(browser, device, port, Language.Http);
    }

    /// <summary>Instant until which all that was said so far has been said.</summary>
    public long Time { get; private set; }

    /// <summary>Median time the device takes to answer, nanoseconds: they are slow.</summary>
    public long AnswerTime { get; init; } = 45 * Nanos.Millisecond;

    public string Agent { get; init; } = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";

    /// <summary>Server header.</summary>
    public string Server { get; init; } = "GoAhead-Webs";

    public WebTalk Open()
    {
        Say(Side.Client, Opened.It, 0);
        return this;
    }

    /// <summary>Asks for something and is answered.</summary>
    /// <param name="method">GET, POST.</param>
    /// <param name="target">Path.</param>
    /// <param name="status">200, 401, …</param>
    /// <param name="answerLength">Bytes of the answer.</param>
    /// <param name="user">Of HTTP Basic; empty: none.</param>
    /// <param name="length">Bytes of the question's body.</param>
    public WebTalk Request(string method, string target, int status, int answerLength, string user = "", int length = 0)
    {
        Say(Side.Client, new HttpRequest(method, target, _conversation.Server.AddressText, Agent, user, length), (long)_dice.LogNormal(0.4 * Nanos.Millisecond, 0.5));
        Say(Side.Server, new HttpResponse(status, Server, answerLength), (long)_dice.LogNormal(AnswerTime, 0.5));
        return this;
    }

    /// <summary>Nothing is said for a while: somebody reads, or types.</summary>
    public WebTalk Wait(long nanoseconds)
    {
        Time = Math.Max(Time, _lane.Now) + nanoseconds;
        return this;
    }

    public void Close(Side by = Side.Client) => Say(by, Closed.It, Nanos.Millisecond);

    private void Say(Side from, Saying saying, long after) =>
        Time = _lane.Say(Math.Max(Time, _lane.Now) + after + (_conversation.Client.RoundTrip / 2), _conversation, from, saying);
}
