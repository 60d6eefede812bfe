using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Networks;

/// <summary>Remote support that doesn't end.</summary>
internal sealed class LongSession(AttackScene scene, Host device, Host remote) : Attack(scene, [device, remote], remote.IsForeign ? $"ip.addr == {remote.AddressText}" : "")
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

    private Dialogue? _talk;

    public override void Begin() => Lane.At(From, () =>
    {
        var talk = _talk = new Dialogue(Lane, Dice, Lane.Now, remote, device, 443, Language.Tls) { AnswerTime = 15 * Nanos.Millisecond };
        talk.Open().Ask(new TlsClientHello("", 2)).Answer(TlsServerHello.It);
        if (Fails)
        {
            talk.Close(Side.Server);
        }
        else
        {
            GoOn();
        }
    });

    private static LongSession? By(AttackScene scene)
    {
        var makers = scene.HostsOf(HostRole.External).Where(h => h.Name.Contains("vendor", StringComparison.OrdinalIgnoreCase) || h.Name.Contains("support", StringComparison.OrdinalIgnoreCase)).ToArray();
        return scene.Victim(scene.HostsOf(HostRole.Modality, HostRole.Archive, HostRole.PumpServer, HostRole.Analyser)) is { } device
            ? new LongSession(scene, device, makers.Length > 0 ? scene.Any(makers)! : scene.Outsider())
            : null;
    }

    /// <summary>Screens and keys, with pauses: a few minutes' worth at a time.</summary>
    private void GoOn()
    {
        var talk = _talk!;
        var until = Math.Min(Until, talk.Time + (10 * Nanos.Minute));
        while (talk.Time < until)
        {
            var screen = (long)Dice.LogNormal(3000, 1.3);
            talk.Wait((long)Dice.LogNormal(6 * Nanos.Second, 1.1)).Ask(new TlsData(Dice.Whole(40, 200))).Answer(new TlsData(screen), screen);
        }

        if (talk.Time < Until)
        {
            Lane.At(talk.Time, GoOn);
        }
        else
        {
            talk.Close();
        }
    }
}
