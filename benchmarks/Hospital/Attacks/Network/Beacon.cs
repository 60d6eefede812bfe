using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Networks;

/// <summary>Malware asks again and again whether there is something to do.</summary>
internal sealed class Beacon(AttackScene scene, Host victim, Host master, long period, double jitter)
    : Attack(scene, [victim, master])
{
    public static AttackKind Kind { get; } = new(
        27,
        "Command-and-control beacon",
        Trait.Peer | Trait.Pace,
        "Malware on a workstation, office computer or modality connects to its master over TLS at its period, says little and hears little: short encrypted connections pass, to the Internet or to another machine of the house that relays.",
        [
            new("60 s", 1, scene => By(scene.For(Nanos.Day), Nanos.Minute, 0, true)),
            new("60 s, 20 % jitter", 2, scene => By(scene.For(Nanos.Day), Nanos.Minute, 0.2, true)),
            new("10 min, 20 % jitter", 2, scene => By(scene.For(4 * Nanos.Day), 10 * Nanos.Minute, 0.2, true)),
            new("10 min, 50 % jitter", 3, scene => By(scene.For(4 * Nanos.Day), 10 * Nanos.Minute, 0.5, true)),
            new("10 min, 20 % jitter, by a relay", 3, scene => By(scene.For(4 * Nanos.Day), 10 * Nanos.Minute, 0.2, false)),
            new("6 h, 50 % jitter, by a relay", 4, scene => By(scene.For(14 * Nanos.Day), 6 * Nanos.Hour, 0.5, false)),
        ]);

    private readonly int _library = new Dice(scene.Seed, $"attack {scene.Number}", "library").Whole(0, 3);
    private readonly string _name = $"{OldStudies.Letters(new Dice(scene.Seed, $"attack {scene.Number}", "name"), 7).ToLowerInvariant()}.example";
    private int _tries;

    protected override string Filter => master.IsForeign ? $"ip.addr == {master.AddressText}" : $"ip.addr == {victim.AddressText} && ip.addr == {master.AddressText} && tcp.port == 443";

    public override void Begin() =>
        Lane.Every(From, () => Lane.Now < Until && !(Fails && _tries > 12) ? (long)(period * (1 + (jitter * Dice.Between(-1, 1)))) : -1, Call);

    private static Beacon? By(AttackScene scene, long period, double jitter, bool isOutside)
    {
        if (scene.Victim(scene.HostsOf(HostRole.Workstation, HostRole.OfficeComputer, HostRole.Modality)) is not { } victim)
        {
            return null;
        }

        var master = isOutside ? scene.Outsider() : scene.Any(scene.HostsOf(HostRole.OfficeComputer, HostRole.Workstation).Where(h => h != victim));
        return master is null ? null : new Beacon(scene, victim, master, period, jitter);
    }

    private void Call()
    {
        _tries++;
        var talk = new Dialogue(Lane, Dice, Lane.Now, victim, master, 443, Language.Tls) { AnswerTime = 25 * Nanos.Millisecond };
        if (Fails)
        {
            talk.Ask(Unanswered.It);
            return;
        }

        talk.Open().Ask(new TlsClientHello(master.IsForeign ? _name : "", _library)).Answer(TlsServerHello.It);
        talk.Ask(new TlsData(Dice.Whole(280, 620))).Answer(new TlsData(Dice.Whole(180, 420))).Close();
    }
}
