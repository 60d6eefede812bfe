using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Networks;

/// <summary>The archive is written over, and then its service stops.</summary>
internal sealed class Ransomware(AttackScene scene, Host archive, Host source, double speed)
    : Attack(scene, [archive, source])
{
    private const long Staged = 8_000_000_000;

    public static AttackKind Kind { get; } = new(
        33,
        "Ransomware staging on the archive",
        Trait.Peer | Trait.Volume | Trait.Failure,
        "A compromised workstation writes gigabytes to the archive by file sharing and then stops its service: bulk to port 445 passes, and after it connections to the archive are refused for a while.",
        [
            new("10 MB a second", 1, scene => By(scene, 10e6)),
            new("100 MB a second", 1, scene => By(scene, 100e6)),
        ]);

    private readonly AlteredConversations _conversations = new();

    /// <summary>Conversations that were open when the service stopped.</summary>
    private readonly HashSet<long> _cut = [];
    private long _stopped = long.MaxValue;
    private long _startedAgain = long.MaxValue;

    protected override string Filter => $"ip.addr == {source.AddressText} && ip.addr == {archive.AddressText} && tcp.port == 445";

    public override void Begin() => Lane.At(From, () => Write(Staged));

    protected override bool Watches(in Step step) => step.Time >= _stopped && step.Conversation.Server == archive;

    protected override void Meet(in Step step, Action<Step> pass)
    {
        if (_conversations.Of(in step, c => Lane.Now < _startedAgain && !c.IsUdp ? new AlteredConversation(c) { IsSilent = true } : null) is not { } altered)
        {
            if (_cut.Contains(step.Conversation.Number))
            {
                // It is over, and whoever was in it doesn't know yet.
                return;
            }

            if (IsOpenStill(in step))
            {
                _cut.Add(step.Conversation.Number);
                Note(step.Time, step.Time);
                pass(new Step(step.Time, 0, step.Conversation, Side.Server, WasReset.It));
                return;
            }

            pass(step);
            return;
        }

        Note(step.Time, step.End);
        if (step.Saying is Opened or Refused or Unanswered)
        {
            pass(altered.Seen(in step, Refused.It, 0));
        }
    }

    /// <summary>Of a connection from before the service stopped: what is begun while it is down is refused, and what begins later begins with its first step.</summary>
    private bool IsOpenStill(in Step step) => Lane.Now < _startedAgain && !step.Conversation.IsUdp && step.Saying is not (Opened or Refused or Unanswered);

    private static Ransomware? By(AttackScene scene, double speed) =>
        scene.For(2 * Nanos.Hour).Victim(scene.Speakers(HostRole.Archive)) is { } archive && scene.Victim(scene.HostsOf(HostRole.Workstation, HostRole.OfficeComputer)) is { } source
            ? new Ransomware(scene, archive, source, speed)
            : null;

    private void Write(long left)
    {
        var talk = new Dialogue(Lane, Dice, Lane.Now, source, archive, 445, Language.Opaque) { Speed = speed };
        talk.Open().Ask(new Payload(Dice.Whole(70, 260))).Answer(new Payload(Dice.Whole(130, 600)));
        if (Fails)
        {
            talk.Answer(new Payload(Dice.Whole(70, 90))).Close();
            return;
        }

        var now = Math.Min(left, 1_000_000_000);
        for (var sent = 0L; sent < now; sent += 20_000_000)
        {
            talk.Ask(new Payload(20_000_000), 20_000_000).Answer(new Payload(Dice.Whole(80, 140)));
        }

        talk.Close();
        if (left > now)
        {
            Lane.At(talk.Time + (long)Dice.LogNormal(Nanos.Second, 0.5), () => Write(left - now));
        }
        else
        {
            _stopped = talk.Time + (long)Dice.LogNormal(20 * Nanos.Second, 0.5);
            _startedAgain = Math.Min(Until, _stopped + Nanos.Minutes(Dice.Between(10, 40)));
        }
    }
}
