using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Messages;

/// <summary>A message from somebody who never sent any.</summary>
internal sealed class NewSender(AttackScene scene, Hl7Link link, Host sender) : MessageAttack(scene, [sender, link.Receiver], link, 1)
{
    public static AttackKind Kind { get; } = new(
        18,
        "HL7 message from a new sender",
        Trait.Peer | Trait.Volume,
        "An unknown host connects to the interface engine's port and sends one message under a known application's name: one short connection passes.",
        [new("1 message", 1, scene => By(scene.For(10 * Nanos.Minute)))]);

    protected override string Filter => $"ip.addr == {sender.AddressText}";

    protected override Host Sender => sender;

    protected override long Gap => Nanos.Second;

    protected override bool Fits(Hl7Message message) => true;

    protected override Hl7Message Make(Hl7Message overheard, long time) => overheard.Renew(Link, Dice, time);

    private static NewSender? By(AttackScene scene)
    {
        var ways = scene.Site.Hl7Links.Where(l => l.Receiver.Role == HostRole.InterfaceEngine).ToArray();
        return scene.Victim(ways.Select(w => w.Receiver)) is { } engine && scene.Any(ways.Where(w => w.Receiver == engine)) is { } link
            ? new NewSender(scene, link, scene.Intruder(scene.AnyPlace()))
            : null;
    }
}
