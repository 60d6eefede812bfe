using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Attacks.Queries;

/// <summary>A modality does what modalities don't.</summary>
internal sealed class UnexpectedOrder(AttackScene scene, Host modality, Host archive, int deeds) : Attack(scene, [modality])
{
    public static AttackKind Kind { get; } = new(
        11,
        "Unexpected operations of a modality",
        Trait.Command | Trait.Sequence | Trait.Content,
        "A compromised modality stores an image that no worklist entry asked for, deletes, acts on and reads back what lies in the archive: single associations with such requests pass on its ordinary way.",
        [.. new[] { 1, 5, 20 }.Select(n => new AttackVariant(n == 1 ? "1 deed" : FormattableString.Invariant($"{n} deeds"), 2, scene => By(scene.For(n == 1 ? 10 * Nanos.Minute : n * 12 * Nanos.Minute), n)))]);

    private readonly int _first = new Dice(scene.Seed, $"attack {scene.Number}", "first").Whole(0, 3);

    public override void Begin() => Repeat(Fails ? Math.Min(deeds, 3) : deeds, 10 * Nanos.Minute, 0.6, i =>
    {
        if (EntityOf(modality) is not { } own || EntityOf(archive) is not { } store)
        {
            return;
        }

        var (time, study) = (Lane.Now, OldStudies.Of(Dice, Uids.SecondaryCapture, 1, 1_500_000));
        var failure = Fails ? (ushort)0x0124 : (ushort)0;
        switch ((_first + i) % 4)
        {
            case 0:
                Lane.Call(Dice, time, own, store, Uids.SecondaryCapture).Associate().Store(study[0], failure).Release();
                break;
            case 1:
                Lane.Call(Dice, time, own, store, Uids.PerformedProcedureStep)
                    .Associate().Request(DimseOperation.Delete, Uids.PerformedProcedureStep, study[0].Instance, 0, failure).Release();
                break;
            case 2:
                Lane.Call(Dice, time, own, store, Uids.StudyRootFind)
                    .Associate().Request(DimseOperation.Action, Uids.StudyRootFind, study[0].Instance, 120, failure).Release();
                break;
            default:
                ReadBack(own, QueriedAt(archive) ?? store);
                break;
        }
    });

    private static UnexpectedOrder? By(AttackScene scene, int deeds) =>
        scene.Archive() is { } archive && scene.Victim(scene.Speakers(HostRole.Modality)) is { } modality ? new UnexpectedOrder(scene, modality, archive, deeds) : null;

    /// <summary>C-GET: the objects come back on the association that asked for them.</summary>
    private void ReadBack(ApplicationEntity own, ApplicationEntity store)
    {
        var objects = OldStudies.Of(Dice, Uids.CtImage, Dice.Whole(20, 120), 526_000);
        var talk = Lane.Call(Dice, Lane.Now, own, store, Uids.StudyRootGet, Uids.CtImage).Associate();
        talk.Get(Uids.StudyRootGet, Radiology.Queries.Study(objects[0].Subject.StudyUid), Fails ? [] : objects).Release();
    }
}
