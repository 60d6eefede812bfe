using Hospital.Kernel;
using Hospital.Network;
using Hospital.Talks;

namespace Hospital.Nuisances;

/// <summary>What the network itself does, or those who look after it.</summary>
internal static class NetworkTroubles
{
    private static readonly int[] Scanned = [21, 22, 23, 80, 104, 135, 139, 443, 445, 515, 1433, 2575, 3306, 3389, 5432, 5900, 8080, 8443, 9100, 11112];

    public static void Plan(NuisanceScene scene)
    {
        scene.Plan("vulnerability-scan", 1, false, (dice, at) => Scan(scene, dice, at));
        scene.Plan("printer-discovery", 3, true, (dice, at) => Discover(scene, dice, at));
        scene.Plan("roaming", 4, false, (dice, at) => Roam(scene, dice, at));
        scene.Plan("address-renewal", 1.5, true, (dice, at) => Renew(scene, dice, at));
    }

    /// <summary>The hospital's own scanner looks at a part of it.</summary>
    private static void Scan(NuisanceScene scene, Dice dice, long at)
    {
        var scanner = scene.Site.Hosts.Find(h => h.Name == "vulnerability scanner") ?? scene.Site.Add("vulnerability scanner", HostRole.Infrastructure, "scanner", "it department", 0x005056);
        var hosts = scene.Site.Hosts.Where(h => h.Gateway is null && h.Role is not (HostRole.External or HostRole.VendorLaptop) && h != scanner && dice.Chance(0.5)).Take(150).ToArray();
        scene.Note("vulnerability-scan", $"the hospital's own scanner looks at {hosts.Length} hosts", [scanner, .. hosts], at, at + Nanos.Hours(3));
        scene.At(at, () =>
        {
            var when = scene.Life.Now;
            foreach (var host in hosts)
            {
                foreach (var port in Scanned)
                {
                    when += Nanos.Seconds(dice.Between(0.05, 0.4));
                    var (target, to) = (host, port);
                    scene.Life.At(when, () => Probe(scene, dice, scanner, target, to));
                }
            }
        });
    }

    private static void Probe(NuisanceScene scene, Dice dice, Host scanner, Host host, int port)
    {
        var talk = new OpaqueTalk(scene.Life, dice, scene.Life.Now, scanner, host, port);
        if (dice.Chance(0.12))
        {
            talk.Open().Ask(dice.Whole(20, 120)).Reset();
        }
        else
        {
            talk.Fail(isRefused: dice.Chance(0.8));
        }
    }

    /// <summary>A computer asks all of its network for printers.</summary>
    private static void Discover(NuisanceScene scene, Dice dice, long at)
    {
        var computers = scene.Site.HostsOf(HostRole.OfficeComputer).ToArray();
        if (computers.Length == 0)
        {
            return;
        }

        var computer = dice.Pick(computers);
        var neighbours = scene.Site.Hosts.Where(h => h.Gateway is null && h.Place == computer.Place && h != computer).Take(40).ToArray();
        scene.Note("printer-discovery", $"{computer} asks its neighbours for printers", [computer, .. neighbours], at, at + Nanos.Minutes(5));
        for (var i = 0; i < neighbours.Length; i++)
        {
            var neighbour = neighbours[i];
            scene.At(at + Nanos.Seconds(i * dice.Between(0.02, 0.2)), () => new OpaqueTalk(scene.Life, dice, scene.Life.Now, computer, neighbour, 161, isUdp: true).Ask(43));
        }
    }

    /// <summary>Pumps on the wireless network lose it and come back, again and again.</summary>
    private static void Roam(NuisanceScene scene, Dice dice, long at)
    {
        if (scene.Site.PumpLinks.Count == 0)
        {
            return;
        }

        var links = scene.Site.PumpLinks.Where(_ => dice.Chance(0.3)).Take(12).ToArray();
        scene.Note("roaming", "pumps lose the network and come back, again and again", [.. links.SelectMany(l => new[] { l.Pump, l.Reached, l.Server }).Distinct()], at, at + Nanos.Minutes(25));
        foreach (var link in links)
        {
            for (var i = 0; i < dice.Whole(3, 15); i++)
            {
                scene.At(at + Nanos.Minutes(20 * dice.Uniform()), () =>
                {
                    var talk = new PumpTalk(scene.Life, dice, scene.Life.Now, link).Open().Identify();
                    talk.Reset();
                });
            }
        }
    }

    /// <summary>All workstations of a room come back with other addresses.</summary>
    private static void Renew(NuisanceScene scene, Dice dice, long at)
    {
        var stations = scene.Imaging.Workstations.ToArray();
        if (stations.Length == 0)
        {
            return;
        }

        var place = dice.Pick(stations).Host.Place;
        var moved = stations.Where(s => s.Host.Place == place).ToArray();
        scene.Note("address-renewal", $"the workstations of {place} come back with other addresses", [.. moved.Select(m => m.Host)], at, at + Nanos.Days(2));
        scene.At(at, () =>
        {
            foreach (var station in moved)
            {
                scene.Imaging.Readdress(station.Host);
            }
        });
    }
}
