using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Exfiltration;

/// <summary>Much at once, to somebody never seen before.</summary>
internal sealed class BurstToNewHost(AttackScene scene, Host victim, Host receiver, long bytes) : Attack(scene, [victim, receiver])
{
    public static AttackKind Kind { get; } = new(
        4,
        "Burst exfiltration to a new host",
        Trait.Peer | Trait.Volume,
        "A compromised archive, workstation or modality uploads data over TLS to a host that nobody has talked to before, in the house or on the Internet: encrypted connections with much data one way pass.",
        [
            new("50 MB to the Internet", 1, scene => By(scene, 50_000_000, isOutside: true)),
            new("500 MB in the house", 1, scene => By(scene, 500_000_000, isOutside: false)),
            new("5 GB to the Internet", 1, scene => By(scene, 5_000_000_000, isOutside: true)),
        ]);

    protected override string Filter => $"ip.addr == {receiver.AddressText}";

    public override void Begin() => Lane.At(From, () => Upload(bytes, 1));

    private static BurstToNewHost? By(AttackScene scene, long bytes, bool isOutside) =>
        scene.For(Nanos.Hour).Victim(scene.HostsOf(HostRole.Archive, HostRole.Workstation, HostRole.Modality)) is { } victim
            ? new BurstToNewHost(scene, victim, isOutside ? scene.Outsider() : scene.Intruder(victim.Place), bytes)
            : null;

    private void Upload(long left, int turn)
    {
        var talk = new Dialogue(Lane, Dice, Lane.Now, victim, receiver, 443, Language.Tls) { Speed = 11e6, AnswerTime = 12 * Nanos.Millisecond };
        if (Fails)
        {
            talk.Ask(Unanswered.It);
            if (turn < 4)
            {
                Lane.At(Lane.Now + (long)Dice.LogNormal(20 * Nanos.Second, 0.5), () => Upload(left, turn + 1));
            }

            return;
        }

        // A connection for every few hundred megabytes, in parts of 8 MB.
        talk.Open().Ask(new TlsClientHello("", 1)).Answer(TlsServerHello.It).Ask(new TlsData(Dice.Whole(300, 900)));
        var now = Math.Min(left, 256_000_000L);
        for (var sent = 0L; sent < now; sent += 8_000_000)
        {
            var part = Math.Min(8_000_000, now - sent);
            talk.Ask(new TlsData(part), part).Answer(new TlsData(Dice.Whole(60, 300)));
        }

        talk.Close();
        if (left > now)
        {
            Lane.At(talk.Time + (long)Dice.LogNormal(2 * Nanos.Second, 0.5), () => Upload(left - now, turn + 1));
        }
    }
}
