using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Networks;

/// <summary>Passwords are tried on a device's web page.</summary>
internal sealed class WebLogins(AttackScene scene, Host device, Host intruder, int tries) : Attack(scene, [device, intruder], $"ip.addr == {intruder.AddressText} && ip.addr == {device.AddressText}")
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

    public override void Begin() => Repeat(tries, 3 * Nanos.Second, 0.5, i =>
    {
        var isLetIn = i == tries - 1 && !Fails;
        new Dialogue(Lane, Dice, Lane.Now, intruder, device, 80, Language.Http)
            .Open()
            .Ask(new HttpRequest("GET", "/", device.AddressText, "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", Users[i % Users.Length]))
            .Answer(isLetIn ? new HttpResponse(200, "GoAhead-Webs", 4200) : new HttpResponse(401, "GoAhead-Webs", 190))
            .Close();
    });

    private static WebLogins? By(AttackScene scene, int tries) =>
        scene.For(10 * Nanos.Minute).Victim(scene.HostsOf(HostRole.Modality, HostRole.PumpGateway, HostRole.Pump, HostRole.Monitor, HostRole.Analyser)) is { } device
            ? new WebLogins(scene, device, scene.Intruder(scene.AnyPlace()), tries)
            : null;
}
