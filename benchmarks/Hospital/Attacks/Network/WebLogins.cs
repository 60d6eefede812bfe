using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Talks;

namespace Hospital.Attacks.Networks;

/// <summary>Passwords are tried on a device's web page.</summary>
internal sealed class WebLogins(AttackScene scene, Host device, Host intruder, int tries) : Attack(scene, [device, intruder])
{
    private static readonly string[] Users = ["admin", "service", "root", "config", "user", "maint", "operator", "biomed"];

    public static AttackKind Kind { get; } = new(
        32,
        "Login trials on a device's web page",
        Trait.Peer | Trait.Failure | Trait.Pace,
        "An unknown host tries makers' usual user names on a device's web page until one is let in: HTTP requests with names and their refusals pass.",
        [
            new("3 tries", 2, scene => By(scene, 3)),
            new("50 tries", 1, scene => By(scene, 50)),
        ]);

    protected override string Filter => $"ip.addr == {intruder.AddressText} && ip.addr == {device.AddressText}";

    public override void Begin() => Repeat(tries, 3 * Nanos.Second, 0.5, i =>
        new WebTalk(Lane, Dice, Lane.Now, intruder, device).Open().Request("GET", "/", i == tries - 1 && !Fails ? 200 : 401, i == tries - 1 && !Fails ? 4200 : 340, Users[i % Users.Length]).Close());

    private static WebLogins? By(AttackScene scene, int tries)
    {
        var devices = scene.For(10 * Nanos.Minute).HostsOf(HostRole.Modality, HostRole.PumpGateway, HostRole.Pump, HostRole.Monitor, HostRole.Analyser).ToArray();
        var paged = devices.Where(d => Wards.Profiles.Of(d)?.WebUser.Length > 0).ToArray();
        return scene.Victim(paged.Length > 0 ? paged : devices) is { } device ? new WebLogins(scene, device, scene.Intruder(scene.AnyPlace()), tries) : null;
    }
}
