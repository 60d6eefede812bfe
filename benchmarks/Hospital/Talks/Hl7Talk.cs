using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Talks;

/// <summary>One MLLP connection, said step by step: a message, then its acknowledgement, one at a time (stop and wait, as nearly all senders do).</summary>
public sealed class Hl7Talk : ConnectedTalk<Hl7Talk>
{
    private int _acknowledged;

    /// <param name="lane">Who does it.</param>
    /// <param name="dice">For latencies: captures of engines have 13 to 20 ms until an acknowledgement.</param>
    /// <param name="time">When the connection is opened.</param>
    /// <param name="link">On which way: its receiver and port.</param>
    /// <param name="sender">Who connects; null: the link's sender.</param>
    public Hl7Talk(Lane lane, Dice dice, long time, Hl7Link link, Host? sender = null)
        : base(lane, dice, time, sender ?? link.Sender, link.Receiver, link.Port, Language.Hl7) => AnswerTime = 16 * Nanos.Millisecond;

    /// <summary>Sends a message and has it acknowledged.</summary>
    /// <param name="message">What.</param>
    /// <param name="code">Acknowledgement code; empty: it isn't.</param>
    public Hl7Talk Send(Hl7Message message, string code = "AA")
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(code);
        Say(Side.Client, message, (long)Dice.LogNormal(0.8 * Nanos.Millisecond, 0.5));
        if (code.Length > 0)
        {
            var wait = Answering(0.45);
            Say(Side.Server, Hl7Letter.Acknowledge(message, code, $"{Hl7Letter.Stamp(Time + wait)}{_acknowledged++ % 1000:000}", Time + wait), wait);
        }

        return this;
    }
}
