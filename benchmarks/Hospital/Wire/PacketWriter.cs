using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Wire.Frames;
using Hospital.Wire.Languages;

namespace Hospital.Wire;

/// <summary>
/// Puts what is said into packets: Ethernet II, IPv4, TCP or UDP, in order of time across all conversations. A pure function of its steps. A conversation that was opened before
/// the first step is shown from its middle. Who has not yet finished a message says the next one behind it, and what follows a handshake waits until it is over.
/// </summary>
/// <param name="to">Takes the packets.</param>
/// <param name="form">How they are cut.</param>
public sealed class PacketWriter(IPacketTaker to, WireForm form) : IStepTaker
{
    private const int LongestSegment = 1_460;
    private const int LongestCoalesced = 60_000;
    private const int LongestDatagram = 1_472;

    private readonly FrameWriter _frames = new(to);
    private readonly SayingEncoder _encoder = new();
    private readonly Dictionary<long, Line> _lines = [];
    private readonly DueHeap _due = new();
    private readonly Stack<Transmission> _idle = new();
    private long _order;

    /// <summary>TCP connections that are open.</summary>
    public int Open => _lines.Count;

    public void Take(in Step step)
    {
        SendUntil(step.Time);
        var conversation = step.Conversation;
        if (step.Saying is ArpClaim claim)
        {
            _frames.Arp(step.Time, conversation, step.From, claim);
        }
        else if (conversation.IsUdp)
        {
            if (step.Saying is not (Opened or Closed or WasReset))
            {
                Send(step, new Line(conversation), LongestDatagram);
            }
        }
        else
        {
            TakeTcp(step, LineOf(conversation));
        }
    }

    /// <summary>Sends what is due before the end. Later packets of what was said are not seen any more.</summary>
    public void End(long time)
    {
        SendUntil(time);
        to.End(time);
    }

    private void TakeTcp(in Step step, Line line)
    {
        switch (step.Saying)
        {
            case Opened:
                Greet(step.Time, line);
                break;
            case Refused:
                Control(step.Time, Side.Client, Flags.Syn, line);
                Control(step.Time + line[Side.Server].RoundTrip, Side.Server, Flags.Reset | Flags.Acknowledge, line, true);
                break;
            case Unanswered:
                Control(step.Time, Side.Client, Flags.Syn, line, true);
                break;
            case Closed:
                Close(Waited(step.Time, line), step.From, line);
                break;
            case WasReset:
                Control(Waited(step.Time, line), step.From, Flags.Reset | Flags.Acknowledge, line, true);
                break;
            default:
                Send(step, line, form == WireForm.Real ? LongestSegment : LongestCoalesced);
                break;
        }

        SendUntil(step.Time);
    }

    private Line LineOf(Conversation conversation)
    {
        if (!_lines.TryGetValue(conversation.Number, out var line))
        {
            line = new Line(conversation);
            _lines.Add(conversation.Number, line);
        }

        return line;
    }

    private void Greet(long time, Line line)
    {
        var answered = time + line[Side.Server].RoundTrip;
        var over = answered + line[Side.Client].RoundTrip;
        Control(time, Side.Client, Flags.Syn, line);
        Control(answered, Side.Server, Flags.Syn | Flags.Acknowledge, line);
        Control(over, Side.Client, Flags.Acknowledge, line);
        line.Greeted = over;
    }

    private void Close(long time, Side from, Line line)
    {
        if (line.IsClosing)
        {
            return;
        }

        line.IsClosing = true;
        var (end, other) = (line[from], line[1 - from]);
        var first = Math.Max(time, end.Free + Nanos.Microsecond);
        var second = Math.Max(first + other.RoundTrip, other.Free + Nanos.Microsecond);
        Control(first, from, Flags.Fin | Flags.Acknowledge, line);
        Control(second, 1 - from, Flags.Fin | Flags.Acknowledge, line);
        Control(second + end.RoundTrip, from, Flags.Acknowledge, line, true);
    }

    /// <summary>When something is said that was meant for an instant: not before the handshake is over, and then all as much later.</summary>
    private static long Waited(long time, Line line)
    {
        if (line.Greeted is { } greeted)
        {
            (line.Greeted, line.Delay) = (null, Math.Max(0, greeted + Nanos.Microsecond - time));
        }

        return time + line.Delay;
    }

    private void Send(in Step step, Line line, int longest)
    {
        var message = _idle.TryPop(out var idle) ? idle : new Transmission();
        message.Wording.Begin(Filler.Salt(step.Conversation.Number, step.Time));
        _encoder.Write(message.Wording, step.Saying, step.Conversation);
        message.Wording.EndStretch();
        var end = line[step.From];
        message.Begin(line, step.From, Math.Max(Waited(step.Time, line), end.Free + Nanos.Microsecond), step.Duration, longest);
        if (message.IsEmpty)
        {
            Forget(message);
            return;
        }

        end.Free = message.Ends;
        if (message.Time <= step.Time && _due.Earliest > step.Time)
        {
            Go(message, step.Time);
        }
        else
        {
            _due.Push(new Due(message.Time, _order++, DueKind.Message, step.From, Flags.None, false, line, 0, message));
        }
    }

    private void Control(long time, Side from, Flags flags, Line line, bool isLast = false) =>
        _due.Push(new Due(time, _order++, DueKind.Control, from, flags, isLast, line));

    private void SendUntil(long time)
    {
        while (_due.Earliest <= time)
        {
            var due = _due.Pop();
            var line = due.Line;
            if (line.IsOver)
            {
                if (due.Message is { } message)
                {
                    Forget(message);
                }

                continue;
            }

            switch (due.Kind)
            {
                case DueKind.Message:
                    Go(due.Message!, time);
                    break;
                case DueKind.Acknowledgement when due.Place > line[due.From].Acknowledged:
                    _frames.Segment(due.Time, line, due.From, Flags.Acknowledge, due.Place);
                    break;
                case DueKind.Control:
                    SendControl(in due);
                    break;
                default:
                    break;
            }
        }
    }

    private void SendControl(in Due due)
    {
        var line = due.Line;
        if (due.Flags is Flags.Syn)
        {
            line[Side.Client].Next = line[Side.Server].Next = 0;
        }

        _frames.Segment(due.Time, line, due.From, due.Flags, line[1 - due.From].Next);
        if (due.IsLast)
        {
            line.IsOver = true;
            _lines.Remove(line.Conversation.Number);
        }
    }

    /// <summary>Sends the segments of a message whose turn it is, until an instant.</summary>
    private void Go(Transmission message, long until)
    {
        var (line, from) = (message.Line, message.From);
        var everySecond = form == WireForm.Real;
        while (true)
        {
            var time = message.Time;
            var (length, captured, isBulk) = message.Next(_frames.PayloadOf(line), form == WireForm.Coalesced);
            if (line.Conversation.IsUdp)
            {
                _frames.Datagram(time, line, from, length, captured);
            }
            else
            {
                var other = line[1 - from];
                _frames.Segment(time, line, from, message.IsDone ? Flags.Push | Flags.Acknowledge : Flags.Acknowledge, other.Next, length, captured, isBulk);
                if (message.IsDone || (everySecond && ++message.Unacknowledged == 2))
                {
                    message.Unacknowledged = 0;
                    _due.Push(new Due(time + other.RoundTrip, _order++, DueKind.Acknowledgement, 1 - from, Flags.None, false, line, line[from].Next));
                }
            }

            if (message.IsDone)
            {
                Forget(message);
                return;
            }

            var next = message.Time;
            if (next > until || next >= _due.Earliest)
            {
                _due.Push(new Due(next, _order++, DueKind.Message, from, Flags.None, false, line, 0, message));
                return;
            }
        }
    }

    private void Forget(Transmission message)
    {
        message.Forget();
        _idle.Push(message);
    }
}
