using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Sites;
using Hospital.Talks;
using Hospital.Wards;

namespace Hospital.Infrastructure;

/// <summary>Names, time, and who has which address: little, from everybody.</summary>
internal sealed class NetworkServices(Site site, ServerRoom room)
{
    private readonly Lane _life = site.Life;
    private readonly Habits _habits = new(site.Life);

    public void Begin()
    {
        foreach (var host in site.Hosts.Where(h => h.Address != 0 && h.Role != HostRole.External && !room.Directories.Contains(h)).ToArray())
        {
            var dice = _life.DiceFor("network services", host.Name);
            var server = dice.Pick(room.Directories);
            var names = Names(host.Role);
            var isDesk = host.Role is HostRole.OfficeComputer or HostRole.Workstation;
            if (names > 0)
            {
                _habits.Daily(dice, names, isDesk ? names * 0.3 : names * 0.8, isDesk ? Rhythm.Office : Rhythm.Emergencies, () => Resolve(host, server, dice));
            }

            // Programs on a desk go on asking when nobody sits at it.
            if (isDesk)
            {
                var programs = _life.DiceFor("lookups", host.Name);
                _habits.Regularly(programs, 3 * Nanos.Hour, 0.9, () => Resolve(host, server, programs));
            }

            // A clock is set every few hours, by each in its own period; some are never set.
            if (dice.Chance(0.85))
            {
                var period = Nanos.Hours(dice.Pick([6.0, 8, 12, 24, 24]));
                _life.Every(_life.Now + (long)(period * dice.Uniform()), () => (long)(period * dice.Between(0.99, 1.01)), () => SetClock(host, server, dice));
            }

            _habits.Daily(dice, 0.8, 0.6, Rhythm.Emergencies, () => Claim(host, dice));
        }
    }

    /// <summary>Lookups a working day; devices mostly know addresses by heart.</summary>
    private static double Names(HostRole role) => role switch
    {
        HostRole.OfficeComputer or HostRole.Workstation => 14,
        HostRole.ClinicalSystem or HostRole.Archive or HostRole.Laboratory or HostRole.Infrastructure => 8,
        HostRole.Pump or HostRole.PumpGateway => 0,
        _ => 2,
    };

    private void Resolve(Host host, Host server, Dice dice) =>
        new OpaqueTalk(_life, dice, _life.Now, host, server, 53, true).Ask(dice.Whole(34, 62)).Answer(dice.Whole(70, 260));

    private void SetClock(Host host, Host server, Dice dice) => new OpaqueTalk(_life, dice, _life.Now, host, server, 123, true, 123).Ask(48).Answer(48);

    /// <summary>It says to a neighbour where it is.</summary>
    private void Claim(Host host, Dice dice)
    {
        var neighbours = site.Hosts.Where(h => h.Place == host.Place && h != host && h.Address != 0).ToArray();
        if (neighbours.Length > 0)
        {
            _life.Say(_life.Now, _life.Converse(host, dice.Pick(neighbours), 0, Language.Arp), Side.Client, new ArpClaim(host.Address, host.Mac));
        }
    }
}
