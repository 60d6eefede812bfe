using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Messages;

/// <summary>Messages of the last day are said again.</summary>
internal sealed class Replays(AttackScene scene, Hl7Link link, int messages, bool isRefreshed) : MessageAttack(scene, [link.Sender], link, messages)
{
    public static AttackKind SameKind { get; } = new(
        14,
        "Replayed HL7 messages",
        Trait.Value | Trait.Volume | Trait.Pace,
        "Somebody on the host of a clinical system sends overheard messages to the interface engine again, to the letter: messages pass whose control ids were used before.",
        [.. new[] { 1, 20, 500 }.Select(n => new AttackVariant(n == 1 ? "1 message" : FormattableString.Invariant($"{n} messages"), 1, scene => By(scene.For(n * 10 * Nanos.Second), n, false)))]);

    public static AttackKind RefreshedKind { get; } = new(
        15,
        "Replayed HL7 messages, made new",
        Trait.Volume | Trait.Pace | Trait.Sequence,
        "Somebody on the host of a clinical system sends overheard messages to the interface engine again under new control ids and the time of now: messages pass that are like any others, but follow from nothing.",
        [.. new[] { 5, 50 }.Select(n => new AttackVariant(FormattableString.Invariant($"{n} messages"), 3, scene => By(scene.For(n * 30 * Nanos.Second), n, true)))]);

    protected override long Gap => isRefreshed ? 20 * Nanos.Second : 5 * Nanos.Second;

    protected override bool Fits(Hl7Message message) => true;

    protected override Hl7Message Choose(IReadOnlyList<Hl7Message> overheard) => overheard[Sent % overheard.Count];

    protected override Hl7Message Make(Hl7Message overheard, long time) => isRefreshed ? overheard.Renew(Link, Dice, time) : overheard;

    private static Replays? By(AttackScene scene, int messages, bool isRefreshed) =>
        Way(scene, [.. WaysIn(scene, HostRole.ClinicalSystem, "HIS", "KIS"), .. WaysIn(scene, HostRole.Laboratory)]) is { } link ? new Replays(scene, link, messages, isRefreshed) : null;
}
