using System.Numerics;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;

namespace Hospital.Sites;

/// <summary>One hospital: its hosts, the ways between them, and who acts in it.</summary>
public sealed class Site
{
    /// <summary>Of addresses in a /24 from .10 on.</summary>
    private const int Pairs = 115;

    private readonly Dictionary<string, int> _places = [];
    private readonly Dictionary<string, int> _given = [];
    private readonly Dictionary<uint, (int Attack, int Index)> _foreign = [];

    public Site(SiteParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = parameters;
        Agenda = new Agenda(parameters.Start);
        Life = new Lane(Agenda, parameters.Seed, 0);
    }

    public SiteParameters Parameters { get; }

    public Agenda Agenda { get; }

    /// <summary>By which ordinary life acts.</summary>
    public Lane Life { get; }

    /// <summary>In the order in which they were added; those of attackers aren't among them.</summary>
    public List<Host> Hosts { get; } = [];

    /// <summary>Who speaks DICOM. Changed by drift: ask when it is needed.</summary>
    public List<ApplicationEntity> Entities { get; } = [];

    public List<Hl7Link> Hl7Links { get; } = [];

    public List<PumpLink> PumpLinks { get; } = [];

    /// <summary>What was unusual and no attack.</summary>
    public List<Nuisance> Nuisances { get; } = [];

    /// <summary>Who acts in it, in the order in which they were furnished.</summary>
    public IReadOnlyList<IDepartment> Departments { get; set; } = [];

    public IImaging? Imaging { get; set; }

    public IMessaging? Messaging { get; set; }

    /// <summary>How many of the site's devices a share is, at least <paramref name="least"/>.</summary>
    public int Share(double share, int least) => Math.Max(least, (int)Math.Round(share * Parameters.Devices));

    public IEnumerable<Host> HostsOf(HostRole role) => Hosts.Where(h => h.Role == role);

    public ApplicationEntity EntityOf(Host host) => Entities.First(e => e.Host == host);

    /// <summary>A new host with an address in its place's network; <paramref name="gateway"/>: it has none and is reached by that one.</summary>
    /// <param name="name">As people call it.</param>
    /// <param name="role">What for.</param>
    /// <param name="model">Make and model.</param>
    /// <param name="place">Ward or department: a network of its own.</param>
    /// <param name="macPrefix">24 bits of the maker.</param>
    /// <param name="serial">Serial number.</param>
    /// <param name="gateway">Who speaks for it.</param>
    public Host Add(string name, HostRole role, string model, string place, uint macPrefix, string serial = "", Host? gateway = null)
    {
        var host = Make(Hosts.Count, name, role, model, place, macPrefix, serial, gateway, Life.DiceFor("host", name));
        Hosts.Add(host);
        return host;
    }

    /// <summary>
    /// A host that only an attack brings along, among those of a place unless it has an address of its own. It isn't in <see cref="Hosts"/>, and nothing about it depends on
    /// other attacks.
    /// </summary>
    /// <param name="attack">Number of the attack.</param>
    /// <param name="index">Of its hosts, from 0, below 16.</param>
    /// <param name="name">As people would call it.</param>
    /// <param name="role">What it pretends to be, or is.</param>
    /// <param name="place">Whose network it is in.</param>
    /// <param name="macPrefix">24 bits of the maker.</param>
    /// <param name="address">IPv4 address, or another of its /24 where somebody has it; 0: one in the place's network that nobody has.</param>
    public Host MakeForeign(int attack, int index, string name, HostRole role, string place, uint macPrefix, uint address = 0)
    {
        var dice = new Dice(Parameters.Seed, $"foreign {attack} {index}");
        var network = Block(place);
        var outside = address & 0xFFFFFF00;
        while (address == 0 || Hosts.Exists(h => h.Address == address) || _foreign.TryGetValue(address, out var owner) && owner != (attack, index))
        {
            address = outside == 0 ? OneOfPair(network, dice.Whole(0, Pairs - 1), isExpected: false) : outside | (uint)dice.Whole(1, 249);
        }

        _foreign[address] = (attack, index);

        return new Host
        {
            Number = Host.FirstForeign + (attack * 16) + index,
            Name = name,
            Role = role,
            Model = "unknown",
            Place = place,
            Address = address,
            Mac = ((ulong)macPrefix << 24) | (dice.Next() & 0x7FFFFF),
            TimeToLive = dice.Chance(0.3) ? (byte)128 : (byte)64,
            RoundTrip = (long)dice.LogNormal(300_000, 0.4),
        };
    }

    /// <summary>A new address in the network of a host's place: it has moved, or was given another.</summary>
    public uint NextAddress(string place)
    {
        var last = _given.GetValueOrDefault(place);
        _given[place] = last + 1;
        return OneOfPair(Block(place) + (uint)((last / Pairs) << 8), last * 37 % Pairs, isExpected: true);
    }

    /// <summary>Of each pair of neighbouring addresses one stays free for who isn't expected; which, tells nobody who looks at addresses alone.</summary>
    private static uint OneOfPair(uint network, int pair, bool isExpected)
    {
        var isUpper = (BitOperations.PopCount(((network >> 8) * 2_654_435_761u) ^ ((uint)pair * 40_503u)) & 1) == 1;
        return network + (uint)(10 + (2 * pair) + (isUpper == isExpected ? 1 : 0));
    }

    /// <summary>A place's networks: four of them, /24, one behind the other.</summary>
    private uint Block(string place)
    {
        if (!_places.TryGetValue(place, out var number))
        {
            number = _places.Count;
            _places.Add(place, number);
        }

        return (10u << 24) | (uint)((20 + (number / 60)) << 16) | (uint)((4 + (4 * (number % 60))) << 8);
    }

    private Host Make(int number, string name, HostRole role, string model, string place, uint macPrefix, string serial, Host? gateway, Dice dice) => new()
    {
        Number = number,
        Name = name,
        Role = role,
        Model = model,
        Place = place,
        Address = gateway is null ? NextAddress(place) : 0,
        Mac = ((ulong)macPrefix << 24) | (dice.Next() & 0x7FFFFF),
        Serial = serial,
        Gateway = gateway,
        TimeToLive = dice.Chance(0.3) ? (byte)128 : (byte)64,
        RoundTrip = (long)dice.LogNormal(300_000, 0.4),
    };
}
