using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Talks;

namespace Hospital.Attacks.Queries;

/// <summary>Somebody looks up patients at night.</summary>
internal sealed class OffHoursQueries(AttackScene scene, Host workstation, Host archive, int queries) : Attack(scene, [workstation])
{
    public static AttackKind Kind { get; } = new(
        5,
        "Off-hours patient queries",
        Trait.Hour | Trait.Volume | Trait.Pace,
        "Somebody at a known workstation looks up patients in the small hours, one after the other: ordinary C-FINDs pass, at an hour at which nobody reads.",
        [.. new (int Queries, int Difficulty)[] { (5, 3), (50, 2), (500, 1) }.Select(v => new AttackVariant(
            FormattableString.Invariant($"{v.Queries} queries"), v.Difficulty, scene => By(scene.For(v.Queries * 20 * Nanos.Second).Between(0.7, 3.8), v.Queries)))]);

    public override void Begin() => Repeat(queries, 14 * Nanos.Second, 0.5, i =>
    {
        if ((Fails && i > 2) || EntityOf(workstation) is not { } own || QueriedAt(archive) is not { } store)
        {
            return;
        }

        var talk = Lane.Call(Dice, Lane.Now, own, store, Uids.StudyRootFind, Uids.StudyRootMove);
        if (Fails)
        {
            talk.BeRejected(1, 1, 3);
        }
        else
        {
            talk.Associate().Find(Uids.StudyRootFind, Radiology.Queries.StudiesOf(OldStudies.PatientId(Dice)), Dice.Count(2.5, 0.5), 420).Release();
        }
    });

    private static OffHoursQueries? By(AttackScene scene, int queries) =>
        scene.Archive() is { } archive && scene.Victim(scene.Speakers(HostRole.Workstation)) is { } workstation ? new OffHoursQueries(scene, workstation, archive, queries) : null;
}
