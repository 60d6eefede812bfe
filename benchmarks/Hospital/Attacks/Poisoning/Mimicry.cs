using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sites;

namespace Hospital.Attacks.Poisoning;

/// <summary>An attacker who does what the device does: its hours, its sizes, its order, to a peer that it knows.</summary>
internal sealed class Mimicry(AttackScene scene, Host device) : Attack(scene, [device])
{
    private const int Remembered = 30;

    public static AttackKind Kind { get; } = new(
        37,
        "Mimicry",
        Trait.Volume,
        "Software on a modality repeats the device's own overheard associations, with the same partners, sizes and order, at the hours at which it works anyway, and hides data in them: a little more of the ordinary passes. Nobody is expected to find it.",
        [new("2 a day", 4, scene => scene.For(7 * Nanos.Day).Victim(scene.Speakers(HostRole.Modality)) is { } device ? new Mimicry(scene, device) : null)]);

    private readonly Overheard _overheard = new(Remembered);
    private int _done;

    public override void Begin() => Spread(2, atWork: true, () =>
    {
        // When it works anyway: at about the hour of something overheard.
        if (_overheard.Count == 0 || (Fails && _done >= 2))
        {
            return;
        }

        var conversation = _overheard.Pick(Dice);
        var time = Calendar.Next(Lane.Now, Math.Clamp(Calendar.Hour(conversation[0].Time) + (0.2 * Dice.Normal()), 0, 23.99));
        if (time < Until)
        {
            _done++;
            Lane.At(time, () => Overheard.Repeat(Lane, Dice, Lane.Now, conversation, device, conversation[0].Conversation.Server));
        }
    });

    protected override bool Watches(in Step step) =>
        step.Conversation.Language == Language.Dicom && step.Conversation.Client == device && step.Time >= From - (3 * Nanos.Day) && step.Time < Until;

    protected override void Meet(in Step step, Action<Step> pass)
    {
        pass(step);
        _overheard.Hear(in step);
    }
}
