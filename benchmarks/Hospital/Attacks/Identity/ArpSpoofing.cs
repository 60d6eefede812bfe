using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Identity;

/// <summary>An intruder claims two hosts' addresses towards each other, and forwards what they then send to him.</summary>
internal sealed class ArpSpoofing(AttackScene scene, Host victim, Host partner, Host intruder)
    : Attack(scene, [victim, partner, intruder])
{
    public static AttackKind Kind { get; } = new(
        26,
        "ARP spoofing",
        Trait.Identity | Trait.Latency,
        "An unknown machine tells two hosts of one network every few seconds that it is the other: ARP replies of a card that has other addresses pass, and what the two say to each other comes from its card, a little later.",
        [new("an hour or two", 2, scene => By(scene.For(2 * Nanos.Hour)))]);

    private readonly AlteredConversations _conversations = new();

    protected override string Filter => $"eth.addr == {MacText(intruder.Mac)}";

    public override void Begin()
    {
        var toVictim = Lane.Converse(intruder, victim, 0, Language.Arp);
        var toPartner = Lane.Converse(intruder, partner, 0, Language.Arp);
        var pause = Dice.Between(1.5, 6);
        var until = From + (long)((Until - From) * (Fails ? 0.05 : Dice.Between(0.5, 1)));
        Lane.Every(From, () => Lane.Now < until ? Nanos.Seconds(pause * Dice.LogNormal(1, 0.03)) : -1, () =>
        {
            Lane.Say(Lane.Now, toVictim, Side.Client, new ArpClaim(partner.Address, intruder.Mac));
            Lane.Say(Lane.Now + (long)Dice.Exponential(Nanos.Millisecond / 2), toPartner, Side.Client, new ArpClaim(victim.Address, intruder.Mac));
        });
    }

    protected override bool Watches(in Step step) => !Fails && step.Time >= From
        && (step.Conversation.Client == victim || step.Conversation.Server == victim) && (step.Conversation.Client == partner || step.Conversation.Server == partner);

    protected override void Meet(in Step step, Action<Step> pass)
    {
        if (_conversations.Of(in step, Take) is not { } altered)
        {
            pass(step);
            return;
        }

        if (step.From != altered.Last)
        {
            altered.Late += (long)Dice.LogNormal(0.8 * Nanos.Millisecond, 0.4);
        }

        altered.Last = step.From;
        var seen = altered.Seen(in step);
        Note(seen.Time, seen.End);
        pass(seen);
    }

    private static string MacText(ulong mac) => string.Join(':', Enumerable.Range(0, 6).Select(i => FormattableString.Invariant($"{(mac >> (40 - (8 * i))) & 255:x2}")));

    private static ArpSpoofing? By(AttackScene scene)
    {
        // Both in one place's network.
        var shared = scene.Site.Hosts.Where(h => h.Address != 0 && h.Role is not HostRole.External).GroupBy(h => h.Place).Where(g => g.Count() > 1).ToArray();
        var fitting = shared.SelectMany(g => g).Where(h => h.Role is HostRole.Modality or HostRole.Workstation or HostRole.Archive or HostRole.Monitor or HostRole.PumpGateway);
        return scene.Victim(fitting) is { } victim && scene.Any(shared.First(g => g.Key == victim.Place).Where(h => h != victim)) is { } partner
            ? new ArpSpoofing(scene, victim, partner, scene.Intruder(victim.Place))
            : null;
    }

    private AlteredConversation? Take(Conversation conversation)
    {
        if (!IsOn(Lane.Now))
        {
            return null;
        }

        // The mirror shows the victim's side of it: the victim itself, and the other from the intruder's card.
        Host Seen(Host host) => host == victim ? host : AlteredConversations.Guise(host, intruder.Mac, (byte)(host.TimeToLive - 1));
        return new AlteredConversation(AlteredConversations.Between(conversation, Seen(conversation.Client), Seen(conversation.Server))) { Last = Side.Client };
    }
}
