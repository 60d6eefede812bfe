using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Messages;

/// <summary>Results that nobody measured.</summary>
internal sealed class ForgedResults(AttackScene scene, Hl7Link link, int messages) : MessageAttack(scene, [link.Sender, link.Receiver], link, messages)
{
    public static AttackKind Kind { get; } = new(
        17,
        "Forged results from the real interface host",
        Trait.Value | Trait.Volume,
        "Somebody on the interface engine sends laboratory results with false values to a clinical system: ORU messages pass that are like others in all but truth.",
        [
            new("1 message", 4, scene => By(scene.For(10 * Nanos.Minute), 1)),
            new("20 messages", 4, scene => By(scene.For(3 * Nanos.Hour), 20)),
        ]);

    protected override long Gap => 6 * Nanos.Minute;

    protected override bool Fits(Hl7Message message) => message.Type == "ORU" && message.Text.Contains("\rOBX|", StringComparison.Ordinal);

    protected override Hl7Message Make(Hl7Message overheard, long time) => overheard.WithFalseValues(Link, Dice, time);

    private static ForgedResults? By(AttackScene scene, int messages)
    {
        var ways = scene.Site.Hl7Links.Where(l => l.Sender.Role == HostRole.InterfaceEngine && l.Receiver.Role == HostRole.ClinicalSystem).ToArray();
        var records = ways.Where(l => l.ReceivingApplication is "KIS" or "HIS").ToArray();
        return Way(scene, records.Length > 0 ? records : ways) is { } link ? new ForgedResults(scene, link, messages) : null;
    }
}
