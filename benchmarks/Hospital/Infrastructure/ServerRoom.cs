using Hospital.Network;
using Hospital.Sites;
using Hospital.Wards;

namespace Hospital.Infrastructure;

/// <summary>What a network needs besides medicine: directory servers, file servers, printers, computers on desks, and who helps from outside.</summary>
internal sealed class ServerRoom
{
    private const string Room = "server room";
    private readonly Site _site;

    public ServerRoom(Site site)
    {
        _site = site;
        Directories = [.. Enumerable.Range(1, site.Parameters.Devices < 60 ? 1 : 2).Select(i => Add($"directory {i}", Profiles.Server, Room))];
        Files = Add("file server", Profiles.Server, Room);
        Backup = Add("backup server", Profiles.Server, Room);
        Updates = Add("update server", Profiles.Server, Room);
        Database = Add("database", Profiles.Server, Room);
        var wards = Ward.Of(site.Parameters);
        Computers = [.. wards.SelectMany(w => Enumerable.Range(1, w.Beds > 12 ? 2 : 1).Select(i => Add($"computer {w.Name} {i}", Profiles.Computer, w.Name)))];
        Administrators = [.. Enumerable.Range(1, Math.Max(1, site.Parameters.Devices / 60)).Select(i => Add($"administrator {i}", Profiles.Computer, "it department"))];
        Engineers = [.. Enumerable.Range(1, Math.Max(1, site.Parameters.Devices / 150)).Select(i => Add($"biomedical engineer {i}", Profiles.Computer, "biomedical engineering"))];
        Printers = [.. Enumerable.Range(1, Math.Max(1, wards.Count / 2)).Select(i => Add($"printer {i}", Profiles.Printer, wards[(i * 2) % wards.Count].Name))];
    }

    /// <summary>Names, logins, time.</summary>
    public IReadOnlyList<Host> Directories { get; }

    public Host Files { get; }

    public Host Backup { get; }

    public Host Updates { get; }

    public Host Database { get; }

    public IReadOnlyList<Host> Computers { get; }

    public IReadOnlyList<Host> Administrators { get; }

    public IReadOnlyList<Host> Engineers { get; }

    public IReadOnlyList<Host> Printers { get; }

    /// <summary>Servers that people and programs work on.</summary>
    public IEnumerable<Host> Servers => _site.Hosts.Where(h => h.Role is HostRole.ClinicalSystem or HostRole.Laboratory or HostRole.InterfaceEngine or HostRole.PumpServer or HostRole.MonitorGateway
        || (h.Role == HostRole.Infrastructure && h.Model == Profiles.Server.Model));

    /// <summary>Somebody's computer on the Internet, under an address kept for documentation (RFC 5737).</summary>
    /// <param name="name">Its name.</param>
    /// <param name="model">What it is; <c>outside</c>: of those who may come to help.</param>
    public Host Outside(string name, string model = "outside")
    {
        var host = Add(name, Profiles.Server with { Model = model, Role = HostRole.External, MacPrefix = 0x001B54 }, "internet");

        // Another in each hospital: where somebody outside is tells nothing of who he is.
        var dice = _site.Life.DiceFor("outside", name);
        uint address;
        do
        {
            address = (203u << 24) | (113u << 8) | (uint)dice.Whole(1, 249);
        }
        while (_site.Hosts.Exists(h => h.Address == address));

        host.Address = address;
        return host;
    }

    private Host Add(string name, EquipmentProfile profile, string place) => _site.Add(name, profile.Role, profile.Model, place, profile.MacPrefix);
}
