using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Attacks.Networks;

/// <summary>All associations a DICOM server has are taken, and nothing is said on them.</summary>
internal sealed class Exhaustion(AttackScene scene, ApplicationEntity victim, ApplicationEntity own, int connections)
    : Attack(scene, [victim.Host, own.Host])
{
    /// <summary>That servers commonly take at a time.</summary>
    private const int Limit = 20;

    public static AttackKind Kind { get; } = new(
        34,
        "Association exhaustion",
        Trait.Peer | Trait.Duration | Trait.Failure | Trait.Pace,
        "An unknown host opens associations to a device and keeps them open, a C-ECHO now and then: many long associations pass, those over the limit are rejected, and so are the device's ordinary callers meanwhile.",
        [.. new[] { 5, 50, 500 }.Select(n => new AttackVariant(FormattableString.Invariant($"{n} connections"), 2, scene => By(scene.For(30 * Nanos.Minute), n)))]);

    private readonly AlteredConversations _conversations = new();

    protected override string Filter => $"ip.addr == {own.Host.AddressText}";

    public override void Begin() => Repeat(connections, connections > 100 ? Nanos.Second / 5 : 2 * Nanos.Second, 0.3, i =>
    {
        var talk = Lane.Call(Dice, Lane.Now, own, victim, Uids.Verification);
        if (i >= Limit || Fails)
        {
            talk.BeRejected(2, 3, 2);
            return;
        }

        talk.Associate();
        while (talk.Time < Until - Nanos.Minute)
        {
            talk.Echo().Wait((long)Dice.LogNormal(90 * Nanos.Second, 0.3));
        }

        talk.Abort();
    });

    protected override bool Watches(in Step step) =>
        connections > Limit && !Fails && step.Time >= From + Nanos.Minute && step.Conversation.Server == victim.Host && step.Conversation.ServerPort == victim.Port;

    protected override void Meet(in Step step, Action<Step> pass)
    {
        if (_conversations.Of(in step, c => IsOn(Lane.Now) ? new AlteredConversation(c) : null) is not { } altered)
        {
            pass(step);
            return;
        }

        Note(step.Time, step.End);
        if (step.Saying is AssociateAccept)
        {
            pass(altered.Seen(in step, new AssociateReject(2, 3, 2), 0));
            pass(altered.Seen(step with { Time = step.End + Nanos.Millisecond }, Closed.It, 0) with { From = Side.Client });
            altered.IsSilent = true;
        }
        else if (!altered.IsSilent)
        {
            pass(altered.Seen(in step));
        }
    }

    private static Exhaustion? By(AttackScene scene, int connections)
    {
        var called = scene.Speakers(HostRole.Modality, areCalled: true).ToArray();
        if (scene.Victim(called.Length > 0 ? called : scene.Speakers(HostRole.Archive, areCalled: true)) is not { } host)
        {
            return null;
        }

        var victim = scene.Site.Entities.First(e => e.Host == host && e.Port > 0);
        return new Exhaustion(scene, victim, Calling.Toolkit(scene.Intruder(scene.AnyPlace()), scene.TitleLike("WS1")), connections);
    }
}
