using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Exfiltration;

/// <summary>Data leaves as questions to the name server.</summary>
internal sealed class Tunnel(AttackScene scene, Host victim, Host names, int bytesPerHour) : Attack(scene, [victim])
{
    /// <summary>Of data in one question.</summary>
    private const int Carried = 130;

    public static AttackKind Kind { get; } = new(
        28,
        "DNS tunnel",
        Trait.Work | Trait.Pace | Trait.Volume,
        "A compromised workstation or office computer asks the house's name server for long made-up names, and so carries data out: more and longer UDP datagrams to port 53 pass, and answers of their length.",
        [
            new("1 kB an hour", 3, scene => By(scene.For(4 * Nanos.Day), 1_000)),
            new("20 kB an hour", 2, scene => By(scene.For(Nanos.Day), 20_000)),
            new("200 kB an hour", 1, scene => By(scene.For(6 * Nanos.Hour), 200_000)),
        ]);

    private int _asked;

    public override void Begin() => Lane.Every(
        From,
        () => Lane.Now < Until && (!Fails || _asked < 20) ? Math.Max(5 * Nanos.Millisecond, (long)Dice.Exponential(Nanos.Hour * (double)Carried / bytesPerHour)) : -1,
        Question);

    private static Tunnel? By(AttackScene scene, int bytesPerHour) =>
        scene.Any(NameServers(scene)) is { } names
        && scene.Victim(scene.HostsOf(HostRole.Workstation, HostRole.OfficeComputer, HostRole.Modality).Where(h => h != names)) is { } victim
            ? new Tunnel(scene, victim, names, bytesPerHour)
            : null;

    /// <summary>By name where one of the house's servers is called so.</summary>
    private static Host[] NameServers(AttackScene scene)
    {
        var servers = scene.HostsOf(HostRole.Infrastructure).ToArray();
        var named = servers.Where(h => h.Name.Contains("directory", StringComparison.Ordinal) || h.Name.Contains("name", StringComparison.Ordinal)).ToArray();
        return named.Length > 0 ? named : servers;
    }

    private void Question()
    {
        _asked++;
        var talk = new Dialogue(Lane, Dice, Lane.Now, victim, names, 53, Language.Opaque, isUdp: true);
        talk.Ask(new Payload(Carried + Dice.Whole(60, 100)));
        if (!Fails)
        {
            talk.Answer(new Payload(Carried + Dice.Whole(90, 220)));
        }
    }
}
