using Hospital.Kernel;
using Hospital.Network;

namespace Hospital.Attacks.Means;

/// <summary>A conversation that an attacker holds, said step by step in any language; <see cref="Time"/> goes along.</summary>
internal sealed class Dialogue
{
    private readonly Lane _lane;
    private readonly Dice _dice;

    public Dialogue(Lane lane, Dice dice, long time, Host client, Host server, int port, Language language, bool isUdp = false)
    {
        (_lane, _dice, Time) = (lane, dice, Math.Max(time, lane.Now));
        Conversation = lane.Converse(client, server, port, language, isUdp);
    }

    public Conversation Conversation { get; }

    /// <summary>Instant until which all that was said so far has been said.</summary>
    public long Time { get; private set; }

    /// <summary>Median time to answer, nanoseconds.</summary>
    public long AnswerTime { get; init; } = 6 * Nanos.Millisecond;

    /// <summary>How fast bulk goes, bytes a second.</summary>
    public double Speed { get; init; } = 12e6;

    public Dialogue Open() => Ask(Sayings.Opened.It);

    public Dialogue Ask(Saying saying, long length = 0) => Say(Side.Client, saying, (long)_dice.LogNormal(0.6 * Nanos.Millisecond, 0.4), length);

    public Dialogue Answer(Saying saying, long length = 0) => Say(Side.Server, saying, (long)_dice.LogNormal(AnswerTime, 0.35), length);

    /// <summary>Nothing is said for a while.</summary>
    public Dialogue Wait(long nanoseconds)
    {
        Time += nanoseconds;
        return this;
    }

    public Dialogue Close(Side from = Side.Client) => Say(from, Sayings.Closed.It, (long)_dice.LogNormal(Nanos.Millisecond, 0.4), 0);

    private Dialogue Say(Side from, Saying saying, long after, long length)
    {
        var duration = length > 4096 ? (long)(length / Speed * Nanos.Second) : 0;
        Time = _lane.Say(Time + after + (Conversation.Client.RoundTrip / 2), Conversation, from, saying, duration);
        return this;
    }
}
