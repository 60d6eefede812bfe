using Hospital.Kernel;
using Hospital.Network;
using Hospital.Talks;

namespace Hospital.Attacks.Means;

/// <summary>A conversation that an attacker holds, said step by step in any language.</summary>
internal sealed class Dialogue : Talk<Dialogue>
{
    public Dialogue(Lane lane, Dice dice, long time, Host client, Host server, int port, Language language, bool isUdp = false)
        : base(lane, dice, time, client, server, port, language, isUdp) => (AnswerTime, Speed) = (6 * Nanos.Millisecond, 12e6);

    public Dialogue Open() => Ask(Sayings.Opened.It);

    public Dialogue Ask(Saying saying, long length = 0) => Say(Side.Client, saying, (long)Dice.LogNormal(0.6 * Nanos.Millisecond, 0.4), Lasting(length));

    public Dialogue Answer(Saying saying, long length = 0) => Say(Side.Server, saying, Answering(0.35), Lasting(length));

    public Dialogue Close(Side from = Side.Client) => Say(from, Sayings.Closed.It, (long)Dice.LogNormal(Nanos.Millisecond, 0.4));
}
