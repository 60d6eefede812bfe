using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;

namespace Hospital.Attacks.Exfiltration;

/// <summary>A workstation fetches old studies that nobody needs.</summary>
internal sealed class ExtraMoves(AttackScene scene, Host workstation, Host archive, int perDay) : Attack(scene, [workstation])
{
    public static AttackKind Kind { get; } = new(
        2,
        "Slow exfiltration by extra C-MOVEs",
        Trait.Volume | Trait.Work | Trait.Pace,
        "Somebody at a known workstation has old studies sent to it that belong to no appointment, a few each working day for two weeks: queries, C-MOVEs and the images pass, all on allowed ways.",
        [.. new[] { 2, 5, 20 }.Select(n => new AttackVariant(FormattableString.Invariant($"+{n} studies a day"), 3, scene => By(scene.For(14 * Nanos.Day), n)))]);

    public override void Begin() => Spread(perDay, atWork: true, () =>
    {
        if ((!Fails || Lane.Now < From + Nanos.Hour) && EntityOf(workstation) is { } own && ArchiveAt(archive) is { } store)
        {
            Fetching.Study(Lane, Dice, own, store, Fails ? null : own, own.Title, OldStudies.Draw(Dice));
        }
    });

    private static ExtraMoves? By(AttackScene scene, int perDay) =>
        scene.Archive() is { } archive && scene.Victim(scene.Viewers()) is { } workstation
            ? new ExtraMoves(scene, workstation, archive, perDay)
            : null;
}
