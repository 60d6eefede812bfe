using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Talks;

namespace Hospital.Attacks.Networks;

/// <summary>Remote support that doesn't end.</summary>
internal sealed class LongSession(AttackScene scene, Host device, Host remote) : Attack(scene, [device, remote])
{
    public static AttackKind Kind { get; } = new(
        31,
        "Long remote session",
        Trait.Duration | Trait.Volume,
        "Under cover of remote support somebody stays connected to a device for hours, from the maker's own address where one is known: one long connection passes with little going on in it.",
        [
            new("3 h", 3, scene => By(scene.For(3 * Nanos.Hour))),
            new("9 h", 3, scene => By(scene.For(9 * Nanos.Hour))),
            new("24 h", 3, scene => By(scene.For(24 * Nanos.Hour))),
        ]);

    protected override string Filter => remote.IsForeign ? $"ip.addr == {remote.AddressText}" : "";

    public override void Begin() => Lane.At(From, () =>
    {
        var talk = new TlsTalk(Lane, Dice, Lane.Now, remote, device).Open("", 3);
        while (!Fails && talk.Time < Until)
        {
            talk.Stream(Side.Client, (long)Dice.LogNormal(20_000, 0.6), 2 * Nanos.Minute).Stream(Side.Server, (long)Dice.LogNormal(250_000, 0.9), 8 * Nanos.Minute);
        }

        talk.Close();
    });

    private static LongSession? By(AttackScene scene)
    {
        var devices = scene.HostsOf(HostRole.Analyser, HostRole.PumpServer, HostRole.MonitorGateway, HostRole.Modality, HostRole.Archive).ToArray();
        var visited = devices.Where(d => Maker(scene, d) is not null).ToArray();
        return scene.Victim(visited.Length > 0 ? visited : devices) is { } device ? new LongSession(scene, device, Maker(scene, device) ?? scene.Outsider()) : null;
    }

    /// <summary>Who looks after such devices from outside.</summary>
    private static Host? Maker(AttackScene scene, Host device) => scene.Site.Hosts.Find(h => h.Role == HostRole.External && h.Name == $"maker of {device.Model}");
}
