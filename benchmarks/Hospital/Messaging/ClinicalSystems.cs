using Hospital.Network;
using Hospital.Sites;
using Hospital.Wards;

namespace Hospital.Messaging;

/// <summary>On which hosts the parties run: in a small hospital one system is nearly all of them.</summary>
internal sealed class ClinicalSystems
{
    /// <summary>MSH-3 of each party.</summary>
    private static readonly Dictionary<Party, string> Applications = new()
    {
        [Party.Admissions] = "HIS", [Party.Records] = "KIS", [Party.Laboratory] = "LIS", [Party.Radiology] = "RIS", [Party.Pharmacy] = "PHARM", [Party.Billing] = "BILL",
        [Party.Documents] = "ECM", [Party.Alarms] = "ALARM", [Party.PumpServer] = "PUMPSRV", [Party.MonitorGateway] = "CENTRAL", [Party.Warehouse] = "DWH",
    };

    private readonly Dictionary<Party, Host> _hosts = [];

    public ClinicalSystems(Site site)
    {
        var isSmall = site.Parameters.Devices < 60;
        Engine = Add(site, "engine", Profiles.Engine);
        var records = Add(site, isSmall ? "his" : "kis", Profiles.ClinicalSystem);
        foreach (var (party, name) in new[] { (Party.Admissions, "his"), (Party.Pharmacy, "pharmacy"), (Party.Billing, "billing"), (Party.Documents, "ecm"), (Party.Alarms, "alarms"), (Party.Warehouse, "warehouse") })
        {
            _hosts[party] = isSmall ? records : Add(site, name, Profiles.ClinicalSystem);
        }

        _hosts[Party.Records] = records;
        _hosts[Party.Laboratory] = Add(site, "lis", Profiles.LaboratorySystem);
        _hosts[Party.Radiology] = site.HostsOf(HostRole.Worklist).FirstOrDefault() ?? Add(site, "ris", Profiles.ClinicalSystem);
        _hosts[Party.PumpServer] = Add(site, "pump server", Profiles.PumpServer);
        _hosts[Party.MonitorGateway] = Add(site, "central station", Profiles.CentralStation);
    }

    public Host Engine { get; }

    public Host this[Party party] => _hosts[party];

    /// <summary>On which a party's messages come to the engine.</summary>
    public Hl7Link Inbound(Party party) => new(_hosts[party], Engine, 6661 + (int)party, Applications[party], "KLINIK", "CROSSWAY", "KLINIK", true);

    /// <summary>On which the engine tells a party. Of those that are told little, it connects for each message.</summary>
    public Hl7Link Outbound(Party party) => new(Engine, _hosts[party], 2575 + (int)party, "CROSSWAY", "KLINIK", Applications[party], "KLINIK", party is not (Party.Alarms or Party.MonitorGateway));

    private static Host Add(Site site, string name, EquipmentProfile profile) => site.Add(name, profile.Role, profile.Model, "server room", profile.MacPrefix);
}
