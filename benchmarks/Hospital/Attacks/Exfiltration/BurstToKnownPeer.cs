using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;

namespace Hospital.Attacks.Exfiltration;

/// <summary>Much at once, to somebody who gets much anyway.</summary>
internal sealed class BurstToKnownPeer(AttackScene scene, Host workstation, Host archive) : Attack(scene, [workstation])
{
    private const long Bytes = 2_000_000_000;

    public static AttackKind Kind { get; } = new(
        3,
        "Burst exfiltration to a known peer",
        Trait.Volume | Trait.Pace,
        "Somebody fetches 2 GB of old studies to a known workstation at one go: queries, C-MOVEs and the images pass, all on allowed ways.",
        [
            new("2 GB by day", 4, scene => By(scene.For(2 * Nanos.Hour).Between(8, 17))),
            new("2 GB by night", 3, scene => By(scene.For(2 * Nanos.Hour).Between(21.5, 29)), Trait.Hour),
        ]);

    private long _fetched;

    public override void Begin() => Lane.At(From, Fetch);

    private static BurstToKnownPeer? By(AttackScene scene) =>
        scene.Archive() is { } archive && scene.Victim(scene.Viewers()) is { } workstation
            ? new BurstToKnownPeer(scene, workstation, archive)
            : null;

    private void Fetch()
    {
        if (EntityOf(workstation) is not { } own || ArchiveAt(archive) is not { } store)
        {
            return;
        }

        var study = OldStudies.Draw(Dice);
        _fetched += study.Sum(o => o.Length);
        var over = Fetching.Study(Lane, Dice, own, store, Fails ? null : own, own.Title, study);
        if (_fetched < Bytes && !Fails && over < Until)
        {
            Lane.At(over + (long)Dice.LogNormal(8 * Nanos.Second, 0.7), Fetch);
        }
    }
}
