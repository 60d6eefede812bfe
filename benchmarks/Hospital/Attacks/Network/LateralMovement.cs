using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Networks;

/// <summary>From one compromised machine to the next.</summary>
internal sealed class LateralMovement(AttackScene scene, Host workstation, Host target, int port, string greeting)
    : Attack(scene, [workstation, target])
{
    public static AttackKind Kind { get; } = new(
        30,
        "Lateral movement",
        Trait.Peer | Trait.Volume,
        "Somebody on an imaging workstation logs in to another machine that the workstation never talks to, by file sharing, remote desktop or SSH, and works there for a while: one connection or a few to a new peer and port pass.",
        [
            new("SMB", 2, scene => By(scene, 445, "")),
            new("RDP", 2, scene => By(scene, 3389, "\x03")),
            new("SSH", 2, scene => By(scene, 22, "SSH-2.0-OpenSSH_9.6\r\n")),
            new("WMI", 2, scene => By(scene, 135, "")),
        ]);

    protected override string Filter => $"ip.addr == {workstation.AddressText} && ip.addr == {target.AddressText} && tcp.port == {port}";

    public override void Begin() => Lane.At(From, () =>
    {
        var talk = new Dialogue(Lane, Dice, Lane.Now, workstation, target, port, Language.Opaque);
        if (Fails && Dice.Chance(0.5))
        {
            talk.Ask(Refused.It);
            return;
        }

        talk.Open();
        if (port == 22)
        {
            talk.Answer(new Payload(greeting.Length, greeting)).Ask(new Payload(greeting.Length, greeting));
        }
        else if (port == 3389)
        {
            talk.Ask(new Payload(52, greeting)).Answer(new Payload(19, greeting));
        }

        talk.Ask(new Payload(Dice.Whole(400, 700))).Answer(new Payload(Dice.Whole(300, 600))).Ask(new Payload(Dice.Whole(160, 900))).Answer(new Payload(Dice.Whole(80, 300)));
        if (Fails)
        {
            talk.Close(Side.Server);
            return;
        }

        while (talk.Time < Until)
        {
            var (asked, answered) = ((long)Dice.LogNormal(700, 1.2), (long)Dice.LogNormal(4000, 1.6));
            talk.Wait((long)Dice.LogNormal(3 * Nanos.Second, 1)).Ask(new Payload(asked), asked).Answer(new Payload(answered), answered);
        }

        talk.Close();
    });

    private static LateralMovement? By(AttackScene scene, int port, string greeting)
    {
        var length = Nanos.Minutes(new Dice(scene.Seed, $"attack {scene.Number}", "length").Between(8, 40));
        return scene.For(length).Victim(scene.Speakers(HostRole.Workstation)) is { } workstation
            && scene.Victim(scene.HostsOf(HostRole.OfficeComputer, HostRole.ClinicalSystem, HostRole.Modality, HostRole.Analyser, HostRole.PumpServer).Where(h => h.Place != workstation.Place)) is { } target
                ? new LateralMovement(scene, workstation, target, port, greeting)
                : null;
    }
}
