using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Messages;

/// <summary>Patients are merged or sent home by message.</summary>
internal sealed class ForgedStays(AttackScene scene, Hl7Link link, int messages) : MessageAttack(scene, [link.Sender], link, messages)
{
    public static AttackKind Kind { get; } = new(
        16,
        "Forged merges and discharges",
        Trait.Command | Trait.Pace | Trait.Volume,
        "Somebody on the host of the patient administration sends merges (A40) or discharges (A03) of patients who are in the house: messages of known types pass on a known way, more of them and closer together.",
        [.. new (int Messages, int Difficulty)[] { (1, 3), (10, 2), (100, 1) }.Select(v => new AttackVariant(
            v.Messages == 1 ? "1 message" : FormattableString.Invariant($"{v.Messages} messages"), v.Difficulty, scene => By(scene.For(v.Messages * 20 * Nanos.Second), v.Messages)))]);

    /// <summary>Half of all attacks merge, half discharge.</summary>
    private readonly bool _merges = new Dice(scene.Seed, $"attack {scene.Number}", "merges").Chance(0.5);

    protected override long Gap => 8 * Nanos.Second;

    protected override bool Fits(Hl7Message message) => message.Type == "ADT" && message.PatientId.Length > 0;

    protected override Hl7Message Make(Hl7Message overheard, long time) =>
        _merges ? overheard.WithMerge(Link, Dice, time) : overheard.WithEvent("A03", "ADT_A03", Link, Dice, time);

    private static ForgedStays? By(AttackScene scene, int messages) =>
        Way(scene, WaysIn(scene, HostRole.ClinicalSystem, "HIS", "ADT", "PAS")) is { } link ? new ForgedStays(scene, link, messages) : null;
}
