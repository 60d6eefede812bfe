using Hospital.Attacks;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sites;

namespace Hospital.Tests.Attacks;

/// <summary>Nothing but the deed itself tells an attack: not its addresses, ports, cards, or the life of its packets.</summary>
public sealed class GiveawayTests
{
    private const uint Outside = (203u << 24) | (113u << 8);

    private readonly List<Host> _ordinary = [];
    private readonly List<Host> _intruders = [];

    public GiveawayTests()
    {
        var draws = AttackCatalogue.Draws.Where(d => d.Kind is 4 or 7 or 9 or 10 or 18 or 19 or 26 or 27 or 32 or 34).ToArray();
        foreach (var seed in new ulong[] { 1, 2, 3 })
        {
            var parameters = SiteParameters.Of(seed, 120) with { Weeks = 0 };
            Run.Play(parameters, new Gather(this, new AttackPlanner(seed, [.. draws, .. draws, .. draws]) { Earliest = parameters.Start, Latest = parameters.Start + (10 * Nanos.Week) }), Village.Nobody);
        }
    }

    [Fact]
    public void Intruders_have_addresses_among_the_others()
    {
        Assert.InRange(_intruders.Count, 60, 400);

        Assert.All(_intruders, h => Assert.Contains(_ordinary, o => o.Address >> 8 == h.Address >> 8));
        Assert.InRange(Separation(_intruders.Select(h => (double)(h.Address & 255)), _ordinary.Select(h => (double)(h.Address & 255))), 0.4, 0.6);
        Assert.InRange(Separation(_intruders.Select(h => (double)(h.Address & 1)), _ordinary.Select(h => (double)(h.Address & 1))), 0.4, 0.6);
    }

    [Fact]
    public void Two_outsiders_who_would_share_an_address_get_two_of_one_network()
    {
        var site = new Site(SiteParameters.Of(1, 20));
        site.Add("maker", HostRole.External, "outside", "internet", 0x001B54).Address = Outside + 9;
        var outsiders = Enumerable.Range(1, 40).Select(attack => site.MakeForeign(attack, 0, "outsider", HostRole.External, "internet", 0x001B54, Outside + 9)).ToArray();
        Assert.All(outsiders, h => Assert.InRange(h.Address, Outside + 1, Outside + 249));
        Assert.Equal(41, outsiders.Select(h => h.Address).Append(Outside + 9).Distinct().Count());
    }

    [Fact]
    public void Their_network_cards_and_systems_are_of_makes_that_are_about()
    {
        Assert.All(_intruders, h => Assert.Contains(_ordinary, o => o.Mac >> 24 == h.Mac >> 24));
        Assert.All(_intruders, h => Assert.Contains(_ordinary, o => o.TimeToLive == h.TimeToLive));
        Assert.InRange(Separation(_intruders.Select(h => (double)h.TimeToLive), _ordinary.Select(h => (double)h.TimeToLive)), 0.4, 0.6);
        Assert.InRange(Separation(_intruders.Select(h => (double)h.RoundTrip), _ordinary.Select(h => (double)h.RoundTrip)), 0.4, 0.6);
    }

    [Fact]
    public void Clients_ports_are_no_others_than_anybodys()
    {
        var parameters = Village.Parameters();
        var steps = Village.Play(parameters, new AttackPlanner(5, AttackCatalogue.Draws) { Earliest = parameters.Start + Nanos.Day, Latest = parameters.End }).Steps;
        var conversations = steps.Select(s => s.Conversation).DistinctBy(c => c.Number).Where(c => !c.IsUdp && c.Language != Language.Arp).ToLookup(c => c.Attack?.Number ?? 0);

        // Each attack counts alike, however much it says.
        var attackers = conversations.Where(g => g.Key > 0).Select(g => g.Average(c => c.ClientPort)).ToArray();
        var ordinary = conversations[0].GroupBy(c => c.Client.Number).Select(g => g.Average(c => c.ClientPort)).ToArray();
        Assert.All(conversations.SelectMany(g => g), c => Assert.InRange(c.ClientPort, 49_152, 65_535));
        Assert.InRange(attackers.Length, 15, 200);
        Assert.InRange(Separation(attackers, ordinary), 0.35, 0.65);
    }

    [Fact]
    public void A_client_takes_all_ports_before_one_comes_again()
    {
        const int all = 65_536 - 49_152;
        var site = new Site(SiteParameters.Of(1, 20));
        var (caller, called) = (site.Add("caller", HostRole.Modality, "a", "net", 0x001B54), site.Add("called", HostRole.Archive, "b", "net", 0x001B54));
        int[] ports = [.. Enumerable.Range(0, 2 * all).Select(_ => (int)site.Life.Converse(caller, called, 104, Language.Dicom).ClientPort)];
        Assert.Equal(all, ports[..all].Distinct().Count());
        Assert.Equal(all, ports[all..].Distinct().Count());
        Assert.NotEqual(ports[..all], ports[all..]);

        // Half of the steps go up, and half of them far.
        Assert.InRange(ports.Zip(ports.Skip(1)).Count(p => p.Second > p.First), all * 0.9, all * 1.1);
        Assert.InRange(ports.Zip(ports.Skip(1)).Count(p => Math.Abs(p.Second - p.First) > all / 4), all * 0.9, all * 1.4);
    }

    /// <summary>Area under the curve of whoever tells them apart by a threshold: 0.5 where they are alike.</summary>
    private static double Separation(IEnumerable<double> some, IEnumerable<double> others)
    {
        var (ones, twos) = (some.ToArray(), others.ToArray());
        return ones.Average(a => twos.Average(b => a > b ? 1.0 : a < b ? 0.0 : 0.5));
    }

    private sealed class Gather(GiveawayTests test, AttackPlanner planner) : IAttackPlan
    {
        public IReadOnlyList<IAttack> Plan(Site site)
        {
            test._ordinary.AddRange(site.Hosts.Where(h => h.Address != 0));
            test._intruders.AddRange(planner.Plan(site).SelectMany(a => a.Label.Devices).Where(h => h.IsForeign));
            return [];
        }
    }
}
