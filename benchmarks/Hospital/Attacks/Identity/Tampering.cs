using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Identity;

/// <summary>Somebody between a modality and its partners changes images on their way: sizes stay, answers come later.</summary>
internal sealed class Tampering(AttackScene scene, Host modality, long latency, bool changesLife)
    : Attack(scene, [modality])
{
    public static AttackKind Kind { get; } = new(
        12,
        "Content tampering in the middle",
        Trait.Latency | Trait.Pace,
        "Somebody between a modality and the archive takes each message apart and sends it on changed, in the same length: all answers reach the modality later by the time that takes; the hardest to overlook also sends with another TTL.",
        [
            new("+2 ms", 4, scene => By(scene.For(3 * Nanos.Day), 2 * Nanos.Millisecond, false)),
            new("+10 ms", 3, scene => By(scene.For(3 * Nanos.Day), 10 * Nanos.Millisecond, false)),
            new("+40 ms and another TTL", 2, scene => By(scene.For(3 * Nanos.Day), 40 * Nanos.Millisecond, true), Trait.Identity),
        ]);

    private readonly AlteredConversations _conversations = new();
    private int _taken;

    protected override string Filter => changesLife ? $"ip.src == {modality.AddressText} && ip.ttl == {Life(modality)}" : "";

    public override void Begin()
    {
    }

    protected override bool Watches(in Step step) => step.Conversation.Language == Language.Dicom && step.Conversation.Client == modality && step.Time >= From;

    protected override void Meet(in Step step, Action<Step> pass)
    {
        if (_conversations.Of(in step, Take) is not { } altered)
        {
            pass(step);
            return;
        }

        // The handshake is the network's own; what is answered is late once for each turn.
        if (step.From == Side.Server && altered.Last == Side.Client && step.Saying is not (Closed or WasReset))
        {
            altered.Late += (long)(latency * Dice.LogNormal(1, 0.2));
        }

        altered.Last = step.From;
        var seen = altered.Seen(in step);
        if (altered.Late > 0 || changesLife)
        {
            Note(changesLife || altered.Late == 0 ? seen.Time : step.Time, seen.End);
        }

        pass(seen);
    }

    private static Tampering? By(AttackScene scene, long latency, bool changesLife) =>
        scene.Victim(scene.Speakers(HostRole.Modality)) is { } modality ? new Tampering(scene, modality, latency, changesLife) : null;

    /// <summary>One more router decrements; a machine of its own starts from its own number.</summary>
    private static byte Life(Host modality) => (byte)(modality.TimeToLive > 64 ? 63 : modality.TimeToLive - 1);

    private AlteredConversation? Take(Conversation conversation)
    {
        if (!IsOn(Lane.Now) || (Fails && _taken++ > 0))
        {
            return null;
        }

        return new AlteredConversation(
            changesLife ? AlteredConversations.Between(conversation, AlteredConversations.Guise(modality, modality.Mac, Life(modality)), conversation.Server) : conversation);
    }
}
