using Contenders;
using Hospital;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Scorecard.Features;

/// <summary>
/// Turns steps into what methods of comparison see. They are given much: who is who regardless of addresses, every saying without loss, and all that a parser could tell.
/// <para>Uses: both ends of a conversation use each other as peers and the server's port; both use a command, the one as said, the other as heard; names are their speaker's.</para>
/// <para>Tokens: a session belongs to the client (of a pump's conversation: to the pump) and ends with its conversation, after five silent minutes, or after 1,000 steps;
/// pieces of unreadable data in a row from one side are one step.</para>
/// <para>Exchanges: what one side says within ten seconds from the first word of a conversation, or from the first after such ten seconds, known when they are over.</para>
/// </summary>
internal sealed class FeatureMaker(IFeatureTaker to) : IStepTaker
{
    private const long SessionPause = 5 * Nanos.Minute;
    private const int SessionTokens = 1000;
    private const long Burst = 10 * Nanos.Second;

    /// <summary>An open connection on which nothing is said for so long is forgotten.</summary>
    private const long Forgotten = Nanos.Week;

    private readonly Dictionary<long, Talk> _talks = [];
    private readonly Queue<(long Until, Session Session, int Port)> _bursts = new();
    private readonly HourDesk _hours = new(to);
    private readonly List<(Facet Kind, ulong Key)> _names = [];
    private long _sessions;

    public Devices Devices { get; } = new();

    /// <summary>Devices that were seen.</summary>
    public int DeviceCount => _hours.Devices;

    public void Take(in Step step)
    {
        Reach(step.Time);
        var told = Told.Of(step.Saying);
        var ends = Devices.Of(in step);
        if (!_talks.TryGetValue(step.Conversation.Number, out var talk))
        {
            talk = new Talk(step.Conversation, step.Time);
            _talks.Add(step.Conversation.Number, talk);
            Begin(in step);
        }

        var session = SessionOf(talk, ends, step.Time);
        var speaker = _hours.Of(step.From == Side.Client ? ends.Client : ends.Server, Devices.GroupOf(step.From == Side.Client ? ends.Client : ends.Server, step.Speaker));
        var listener = _hours.Of(step.From == Side.Client ? ends.Server : ends.Client, Devices.GroupOf(step.From == Side.Client ? ends.Server : ends.Client, step.Listener));
        Count(in step, told, talk, speaker, listener);
        Use(in step, told, speaker.Number, listener.Number);
        Say(in step, told, session);
        Measure(in step, told, session);
        talk.IsOpen |= step.Saying is Opened;
        talk.Last = Math.Max(talk.Last, step.End);
        talk.LastFrom = step.From;
        if (step.Saying is Closed or WasReset or Refused or Unanswered)
        {
            Finish(talk, step.Time);
            _talks.Remove(step.Conversation.Number);
        }
    }

    public void End(long time) => Reach(time);

    private void Reach(long time)
    {
        while (_bursts.TryPeek(out var burst) && burst.Until <= time)
        {
            _bursts.Dequeue();
            var session = burst.Session;
            if (session.FromClient > 0)
            {
                to.Take(new Exchange(burst.Until, session.Client, session.Server, burst.Port, session.FromClient));
            }

            if (session.FromServer > 0)
            {
                to.Take(new Exchange(burst.Until, session.Server, session.Client, burst.Port, session.FromServer));
            }

            (session.FromClient, session.FromServer, session.IsCounting) = (0, 0, false);
        }

        if (_hours.Reach(time))
        {
            Sweep(time);
        }
    }

    /// <summary>Sessions and conversations that have gone silent.</summary>
    private void Sweep(long time)
    {
        foreach (var talk in _talks.Values.Where(t => time - t.Last > SessionPause).ToArray())
        {
            Finish(talk, time);
            if (!talk.IsOpen || time - talk.Last > Forgotten)
            {
                _talks.Remove(talk.Conversation.Number);
            }
        }
    }

    private void Begin(in Step step)
    {
        var (client, server) = (step.Conversation.Client, step.Conversation.Server);
        _hours.Of(client.Number, Devices.GroupOf(client.Number, client)).Begun++;
        _hours.Of(server.Number, Devices.GroupOf(server.Number, server)).Begun++;
        to.Take(new Use(step.Time, client.Number, Facet.Port, Keys.Of("calls", step.Conversation.ServerPort)));
        to.Take(new Use(step.Time, server.Number, Facet.Port, Keys.Of("serves", step.Conversation.ServerPort)));
    }

    private Session SessionOf(Talk talk, (int Client, int Server) ends, long time)
    {
        foreach (var known in talk.Sessions)
        {
            if ((known.Client, known.Server) == ends)
            {
                return known;
            }
        }

        var conversation = talk.Conversation;
        var isPumps = conversation.Server.Role == HostRole.Pump || ends.Server != conversation.Server.Number;
        var session = new Session(ends.Client, ends.Server, isPumps ? ends.Server : ends.Client);
        talk.Sessions.Add(session);
        to.Take(new Use(time, ends.Client, Facet.Peer, (ulong)ends.Server));
        to.Take(new Use(time, ends.Server, Facet.Peer, (ulong)ends.Client));
        return session;
    }

    private void Count(in Step step, Told told, Talk talk, HourDesk.Counts speaker, HourDesk.Counts listener)
    {
        speaker.Sent += told.Bytes;
        listener.Received += told.Bytes;
        speaker.MeetPeer(listener.Number);
        listener.MeetPeer(speaker.Number);
        if (told.IsMessage)
        {
            speaker.MessagesSent++;
            listener.MessagesReceived++;
        }

        if (told.IsFailure)
        {
            speaker.Failures++;
            listener.Failures++;
        }

        if (told.IsCommand)
        {
            speaker.MeetCommand(told.Symbol);
            listener.MeetCommand(told.Symbol);
        }

        if (told.IsObject)
        {
            speaker.Objects++;
            speaker.ObjectBytes += told.Bytes;
            if (talk.ObjectHour != _hours.Current)
            {
                talk.ObjectHour = _hours.Current;
                speaker.ConversationsWithObjects++;
            }
        }

        if (told.IsAnswer && talk.LastFrom != step.From)
        {
            speaker.Answers++;
            speaker.AnswerSeconds += Math.Max(0, step.Time - talk.Last) / (double)Nanos.Second;
        }

        if (step.Saying is Closed or WasReset)
        {
            var seconds = (step.Time - talk.Began) / (double)Nanos.Second;
            (speaker.Ended, speaker.EndedSeconds) = (speaker.Ended + 1, speaker.EndedSeconds + seconds);
            (listener.Ended, listener.EndedSeconds) = (listener.Ended + 1, listener.EndedSeconds + seconds);
        }
    }

    private void Use(in Step step, Told told, int speaker, int listener)
    {
        if (told.IsCommand)
        {
            to.Take(new Use(step.Time, speaker, Facet.Command, Keys.Of("said", told.Symbol)));
            to.Take(new Use(step.Time, listener, Facet.Command, Keys.Of("heard", told.Symbol)));
        }

        _names.Clear();
        Naming.Add(step.Saying, _names);
        foreach (var (kind, key) in _names)
        {
            to.Take(new Use(step.Time, speaker, kind, key));
        }
    }

    private void Say(in Step step, Told told, Session session)
    {
        if (session.Number > 0 && (step.Time - session.Last > SessionPause || session.Tokens >= SessionTokens))
        {
            Finish(session, step.Time);
        }

        if (session.Number == 0)
        {
            (session.Number, session.Tokens, session.LastSymbol) = (++_sessions, 0, -1);
        }

        session.Last = step.End;
        var symbol = (int)((told.Symbol ^ (ulong)step.From) & int.MaxValue);
        if (!told.IsFlow || symbol != session.LastSymbol)
        {
            session.Tokens++;
            session.LastSymbol = symbol;
            to.Take(new Token(step.Time, session.Owner, session.Number, symbol));
        }
    }

    private void Measure(in Step step, Told told, Session session)
    {
        if (step.From == Side.Client)
        {
            session.FromClient += told.Bytes;
        }
        else
        {
            session.FromServer += told.Bytes;
        }

        if (!session.IsCounting && told.Bytes > 0)
        {
            session.IsCounting = true;
            _bursts.Enqueue((step.Time + Burst, session, step.Conversation.ServerPort));
        }
    }

    private void Finish(Talk talk, long time)
    {
        foreach (var session in talk.Sessions)
        {
            Finish(session, time);
        }
    }

    private void Finish(Session session, long time)
    {
        if (session.Number > 0)
        {
            to.Take(new Token(time, session.Owner, session.Number, Token.End));
            session.Number = 0;
        }
    }
}
