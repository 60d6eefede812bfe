using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Talks;

/// <summary>
/// One MLLP connection, said step by step: a message, then its acknowledgement, one at a time (stop and wait, as nearly all senders do). Ordinary life and attackers talk by it.
/// It may rest for hours between messages: what is said later is said at the agenda's time at the earliest.
/// </summary>
public sealed class Hl7Talk
{
    private readonly Lane _lane;
    private readonly Dice _dice;
    private readonly Conversation _conversation;
    private int _acknowledged;

    /// <param name="lane">Who does it.</param>
    /// <param name="dice">For latencies.</param>
    /// <param name="time">When the connection is opened.</param>
    /// <param name="link">On which way: its receiver and port.</param>
    /// <param name="sender">Who connects; null: the link's sender.</param>
    public Hl7Talk(Lane lane, Dice dice, long time, Hl7Link link, Host? sender = null)
    {
        ArgumentNullException.ThrowIfNull(lane);
        ArgumentNullException.ThrowIfNull(link);
        (_lane, _dice, Time) = (lane, dice, Math.Max(time, lane.Now));
        _conversation = lane.Converse(sender ?? link.Sender, link.Receiver, link.Port, Language.Hl7);
    }

    /// <summary>Instant until which all that was said so far has been said.</summary>
    public long Time { get; private set; }

    /// <summary>Median time until an acknowledgement, nanoseconds; captures of engines have 13 to 20 ms.</summary>
    public long AnswerTime { get; init; } = 16 * Nanos.Millisecond;

    public Hl7Talk Open()
    {
        Say(Side.Client, Opened.It, 0);
        return this;
    }

    /// <summary>Nobody answers the connection, or it is refused; the talk is over.</summary>
    public void Fail(bool isRefused) => Say(Side.Client, isRefused ? Refused.It : Unanswered.It, 0);

    /// <summary>Sends a message and has it acknowledged.</summary>
    /// <param name="message">What.</param>
    /// <param name="code">Acknowledgement code; empty: it isn't.</param>
    public Hl7Talk Send(Hl7Message message, string code = "AA")
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(code);
        Say(Side.Client, message, (long)_dice.LogNormal(0.8 * Nanos.Millisecond, 0.5));
        if (code.Length > 0)
        {
            var wait = (long)_dice.LogNormal(AnswerTime, 0.45);
            Say(Side.Server, Hl7Letter.Acknowledge(message, code, $"{Hl7Letter.Stamp(Time + wait)}{_acknowledged++ % 1000:000}", Time + wait), wait);
        }

        return this;
    }

    /// <summary>Nothing is said for a while.</summary>
    public Hl7Talk Wait(long nanoseconds)
    {
        Time = Math.Max(Time, _lane.Now) + nanoseconds;
        return this;
    }

    /// <summary>Ends in good order, by whichever side.</summary>
    public void Close(Side by = Side.Client) => Say(by, Closed.It, Nanos.Millisecond);

    public void Reset(Side by = Side.Client) => Say(by, WasReset.It, Nanos.Millisecond);

    private void Say(Side from, Saying saying, long after) =>
        Time = _lane.Say(Math.Max(Time, _lane.Now) + after + (_conversation.Client.RoundTrip / 2), _conversation, from, saying);
}
