using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Networks;

/// <summary>Addresses and ports are tried in turn.</summary>
internal sealed class Scan(AttackScene scene, Host source, int tries, long gap) : Attack(scene, [source])
{
    private static readonly int[] Ports = [104, 445, 11112, 80, 443, 3389, 22, 135, 4242, 2575, 8080, 5900, 23, 21, 139];

    public static AttackKind Kind { get; } = new(
        29,
        "Lateral scan",
        Trait.Peer | Trait.Failure | Trait.Pace,
        "A compromised machine of the house, or an unknown one, tries ports of one address after the other, in seconds or over weeks: connections pass that nobody answers, that are refused, and a few that open and close.",
        [
            new("100 a second", 1, scene => By(scene.For(5 * Nanos.Minute), 2500, 10 * Nanos.Millisecond)),
            new("1 a minute", 2, scene => By(scene.For(8 * Nanos.Hour), 480, Nanos.Minute)),
            new("6 an hour", 4, scene => By(scene.For(14 * Nanos.Day), 2016, 10 * Nanos.Minute)),
        ]);

    private readonly Dictionary<uint, Host> _nobody = [];

    protected override string Filter => source.IsForeign ? $"ip.src == {source.AddressText} && tcp.flags.syn == 1" : "";

    public override void Begin() => Repeat(Fails ? Math.Min(tries, 12) : tries, gap, gap < Nanos.Second ? 0.1 : 0.5, i =>
    {
        if (Lane.Now < Until)
        {
            Try();
        }
    });

    public static Scan? By(AttackScene scene, int tries, long gap, HostRole role = HostRole.OfficeComputer)
    {
        var known = scene.HostsOf(role, HostRole.Workstation).ToArray();

        // An unknown machine every third time, where it may be: it has no habits to compare with.
        var isForeign = new Dice(scene.Seed, $"attack {scene.Number}", "source").Chance(1.0 / 3);
        var source = isForeign ? scene.Intruder(scene.AnyPlace()) : scene.Victim(known);
        return source is null ? null : new Scan(scene, source, scene.IsOld ? int.MaxValue : tries, gap);
    }

    private void Try()
    {
        var place = Dice.Pick(Site.Hosts);
        while (place.Address == 0 || place == source || place.Role == HostRole.External)
        {
            place = Dice.Pick(Site.Hosts);
        }

        // Two in five of the addresses tried are somebody's; the others lie beside them.
        var address = Dice.Chance(0.4) ? place.Address : (place.Address & 0xFFFFFF00) | (uint)Dice.Whole(1, 254);
        var target = Site.Hosts.Find(h => h.Address == address && h != source);
        var port = Dice.Pick(Ports);
        if (target is null || Fails)
        {
            new Dialogue(Lane, Dice, Lane.Now, source, target ?? Nobody(address), port, Language.Opaque).Ask(Unanswered.It);
        }
        else if (Site.Entities.Exists(e => e.Host == target && e.Port == port) || Dice.Chance(0.08))
        {
            new Dialogue(Lane, Dice, Lane.Now, source, target, port, Language.Opaque).Open().Close();
        }
        else
        {
            new Dialogue(Lane, Dice, Lane.Now, source, target, port, Language.Opaque).Ask(Refused.It);
        }
    }

    /// <summary>An address that nobody has; whoever is asked there doesn't answer.</summary>
    private Host Nobody(uint address)
    {
        if (!_nobody.TryGetValue(address, out var nobody))
        {
            _nobody[address] = nobody = new Host
            {
                Number = Host.FirstForeign + (Label.Number * 100_000) + _nobody.Count,
                Name = "nobody",
                Role = HostRole.Attacker,
                Model = "",
                Place = source.Place,
                Address = address,
                Mac = source.Mac ^ 0xFF,
            };
        }

        return nobody;
    }
}
