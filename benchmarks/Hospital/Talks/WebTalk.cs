using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Talks;

/// <summary>HTTP in clear between a browser and a device's web interface, step by step.</summary>
public sealed class WebTalk : ConnectedTalk<WebTalk>
{
    /// <param name="lane">Who does it.</param>
    /// <param name="dice">For latencies.</param>
    /// <param name="time">When the connection is opened.</param>
    /// <param name="browser">Who asks.</param>
    /// <param name="device">Who answers: they are slow.</param>
    /// <param name="port">Of the device.</param>
    public WebTalk(Lane lane, Dice dice, long time, Host browser, Host device, int port = 80)
        : base(lane, dice, time, browser, device, port, Language.Http) => AnswerTime = 45 * Nanos.Millisecond;

    public string Agent { get; init; } = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";

    /// <summary>Server header.</summary>
    public string Server { get; init; } = "GoAhead-Webs";

    /// <summary>Asks for something and is answered.</summary>
    /// <param name="method">GET, POST.</param>
    /// <param name="target">Path.</param>
    /// <param name="status">200, 401, …</param>
    /// <param name="answerLength">Bytes of the answer.</param>
    /// <param name="user">Of HTTP Basic; empty: none.</param>
    /// <param name="length">Bytes of the question's body.</param>
    public WebTalk Request(string method, string target, int status, int answerLength, string user = "", int length = 0)
    {
        Say(Side.Client, new HttpRequest(method, target, Conversation.Server.AddressText, Agent, user, length), (long)Dice.LogNormal(0.4 * Nanos.Millisecond, 0.5));
        return Say(Side.Server, new HttpResponse(status, Server, answerLength), Answering(0.5));
    }
}
