using System.Globalization;
using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Attacks.Queries;

/// <summary>The archive's index is read out by broad queries.</summary>
internal sealed class Harvest(AttackScene scene, Host workstation, Host archive)
    : Attack(scene, [workstation])
{
    public static AttackKind Kind { get; } = new(
        6,
        "Wildcard harvest",
        Trait.Content | Trait.Work | Trait.Pace,
        "A program on a known workstation asks the archive for all patients, date range by date range, once a minute for some hours: C-FINDs with PatientName=* pass, with hundreds of matches each.",
        [new("one a minute", 2, scene => By(scene.For(4 * Nanos.Hour)))]);

    private int _asked;

    protected override string Filter => $"ip.src == {workstation.AddressText} && tcp contains 10:00:10:00:50:4e:02:00:2a:20";

    public override void Begin() =>
        Lane.Every(From, () => Lane.Now < Until && (!Fails || _asked < 3) ? (long)Dice.LogNormal(Nanos.Minute, 0.15) : -1, Ask);

    private static Harvest? By(AttackScene scene) =>
        scene.Archive() is { } archive && scene.Victim(scene.Speakers(HostRole.Workstation)) is { } workstation ? new Harvest(scene, workstation, archive) : null;

    private void Ask()
    {
        if (EntityOf(workstation) is not { } own || QueriedAt(archive) is not { } store)
        {
            return;
        }

        // A week of studies at a time, back into the past.
        var until = Sites.Calendar.Local(Lane.Now).Date.AddDays(-7 * _asked++);
        var range = string.Create(CultureInfo.InvariantCulture, $"{until.AddDays(-6):yyyyMMdd}-{until:yyyyMMdd}");
        var everything = new QueryIdentifier(
            "STUDY",
            [new(0x00080020, range), new(0x00080050, ""), new(0x00081030, ""), new(0x00100010, "*"), new(0x00100020, ""), new(0x00100030, ""), new(0x00100040, ""), new(0x0020000D, "")]);
        Lane.Call(Dice, Lane.Now, own, store, Uids.StudyRootFind, Uids.StudyRootMove)
            .Associate()
            .Find(Uids.StudyRootFind, everything, Fails ? 0 : Dice.Whole(60, 250), 420, Fails ? (ushort)0xA700 : (ushort)0)
            .Release();
    }
}
