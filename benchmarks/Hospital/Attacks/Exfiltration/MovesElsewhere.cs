using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;

namespace Hospital.Attacks.Exfiltration;

/// <summary>The archive is told to send studies to a destination that nobody has named before.</summary>
internal sealed class MovesToNewEntity(AttackScene scene, Host workstation, Host archive, ApplicationEntity destination, int studies, double perDay)
    : Attack(scene, Devices(scene, workstation, archive, destination.Host, perDay))
{
    public static AttackKind Kind { get; } = new(
        7,
        "C-MOVE to a new destination",
        Trait.Destination | Trait.Peer | Trait.Name,
        "Somebody at a known workstation has the archive send studies to an application that was entered there unnoticed: C-MOVEs that name it pass, and the archive's associations to a host it never called.",
        [.. new[] { 1, 10, 100 }.Select(n => new AttackVariant(n == 1 ? "1 study" : FormattableString.Invariant($"{n} studies"), 1, scene => By(scene.For(n == 100 ? 8 * Nanos.Hour : 2 * Nanos.Hour), n)))]);

    private int _sent;

    protected override string Filter => Fails ? "" : $"ip.addr == {destination.Host.AddressText}";

    public override void Begin()
    {
        if (perDay > 0)
        {
            Spread(perDay, atWork: true, Send);
        }
        else
        {
            Repeat(studies, studies == 1 ? Nanos.Minute : (Until - From) * 8 / 10 / studies, 0.3, _ => Send());
        }
    }

    public static MovesToNewEntity? By(AttackScene scene, int studies, double perDay = 0)
    {
        if (scene.Archive() is not { } archive || scene.Victim(scene.Viewers()) is not { } workstation)
        {
            return null;
        }

        var like = scene.Site.EntityOf(workstation);
        var destination = Calling.Toolkit(scene.Intruder(workstation.Place), scene.TitleLike(like.Title), like.Port);
        return new MovesToNewEntity(scene, workstation, archive, destination, studies, perDay);
    }

    /// <summary>What fails never reaches the destination; what lasts long leaves the archive to other attacks.</summary>
    private static Host[] Devices(AttackScene scene, Host workstation, Host archive, Host destination, double perDay) =>
        scene.Fails ? [workstation] : perDay > 0 ? [workstation, destination] : [workstation, archive, destination];

    private void Send()
    {
        if ((!Fails || _sent < 3) && EntityOf(workstation) is { } own && ArchiveAt(archive) is { } store)
        {
            _sent++;
            Fetching.Study(Lane, Dice, own, store, Fails ? null : destination, destination.Title, OldStudies.Draw(Dice));
        }
    }
}

/// <summary>The archive is told to send studies to a known destination, where they don't belong.</summary>
internal sealed class MovesToWrongWard(AttackScene scene, Host workstation, Host archive, Host destination, int perDay) : Attack(scene, scene.Fails ? [workstation] : [workstation, destination])
{
    public static AttackKind Kind { get; } = new(
        8,
        "C-MOVE to another ward's destination",
        Trait.Destination | Trait.Sequence,
        "Somebody at a known workstation has the archive send studies to another department's application instead of his own, a few a day for a week: all names and ways are known, only not together.",
        [.. new[] { 1, 5, 20 }.Select(n => new AttackVariant(FormattableString.Invariant($"{n} a day"), 3, scene => By(scene.For(7 * Nanos.Day), n)))]);

    private int _tries;

    public override void Begin() => Spread(perDay, atWork: true, () =>
    {
        if ((!Fails || _tries++ < 3) && EntityOf(workstation) is { } own && ArchiveAt(archive) is { } store && EntityOf(destination) is { } other)
        {
            Fetching.Study(Lane, Dice, own, store, Fails ? null : other, other.Title, OldStudies.Draw(Dice));
        }
    });

    private static MovesToWrongWard? By(AttackScene scene, int perDay)
    {
        if (scene.Archive() is not { } archive || scene.Victim(scene.Viewers()) is not { } workstation)
        {
            return null;
        }

        // Another place's, where there is one.
        var called = scene.Site.Entities.Where(e => e.Port > 0 && e.Host != workstation && e.Host.Role is HostRole.Workstation or HostRole.ImageRouter or HostRole.Modality).Select(e => e.Host).ToArray();
        var elsewhere = called.Where(h => h.Place != workstation.Place).ToArray();
        return scene.Any(elsewhere.Length > 0 ? elsewhere : called) is { } destination ? new MovesToWrongWard(scene, workstation, archive, destination, perDay) : null;
    }
}
