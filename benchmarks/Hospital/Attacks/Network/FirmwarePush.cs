using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Networks;

/// <summary>New software for devices, from a maker's laptop, when none is due.</summary>
internal sealed class FirmwarePush(AttackScene scene, Host laptop, IReadOnlyList<Host> targets, long gap)
    : Attack(scene, [laptop, .. targets])
{
    public static AttackKind Kind { get; } = new(
        23,
        "Firmware push outside the window",
        Trait.Peer | Trait.Hour | Trait.Volume,
        "Somebody with a maker's laptop loads software onto devices at an hour at which no service was announced, one device or twenty one after the other: FTP logins and tens of megabytes one way pass.",
        [
            new("1 device", 2, scene => By(scene.For(Nanos.Hour), 1)),
            new("20 devices", 3, scene => By(scene.For(16 * Nanos.Hour), 20)),
        ]);

    protected override string Filter => laptop.IsForeign ? $"ip.addr == {laptop.AddressText}" : $"ip.addr == {laptop.AddressText} && tcp.port == 21";

    public override void Begin() => Repeat(targets.Count, gap, 0.3, i =>
    {
        var device = targets[i];
        var control = new Dialogue(Lane, Dice, Lane.Now, laptop, device, 21, Language.Ftp) { AnswerTime = 30 * Nanos.Millisecond };
        control.Open().Answer(new TextLine("220 FTP server ready"))
            .Ask(new TextLine("USER service")).Answer(new TextLine("331 Password required"))
            .Ask(new TextLine("PASS service")).Answer(new TextLine(Fails ? "530 Login incorrect" : "230 Logged in"));
        if (!Fails)
        {
            var (port, bytes) = (Dice.Whole(50_000, 60_000), (long)Dice.LogNormal(60e6, 0.4));
            control.Ask(new TextLine("TYPE I")).Answer(new TextLine("200 Type set to I"))
                .Ask(new TextLine("PASV")).Answer(new TextLine($"227 Entering Passive Mode ({device.AddressText.Replace('.', ',')},{port >> 8},{port & 255})"))
                .Ask(new TextLine("STOR update.bin")).Answer(new TextLine("150 Opening data connection"));
            var data = new Dialogue(Lane, Dice, control.Time, laptop, device, port, Language.Opaque) { Speed = 6e6 };
            data.Open().Ask(new Payload(bytes), bytes).Close();
            control.Wait(data.Time - control.Time).Answer(new TextLine("226 Transfer complete"));
        }

        control.Ask(new TextLine("QUIT")).Answer(new TextLine("221 Goodbye")).Close();
    });

    private static FirmwarePush? By(AttackScene scene, int devices)
    {
        var targets = scene.Victims(scene.HostsOf(HostRole.Modality, HostRole.PumpGateway, HostRole.Monitor, HostRole.Analyser, HostRole.Pump), devices);
        if (targets.Count == 0)
        {
            return null;
        }

        var known = scene.HostsOf(HostRole.VendorLaptop).ToArray();
        var laptop = known.Length > 0 ? scene.Any(known)! : scene.Intruder(targets[0].Place, role: HostRole.VendorLaptop);
        return new FirmwarePush(scene, laptop, targets, 40 * Nanos.Minute);
    }
}
