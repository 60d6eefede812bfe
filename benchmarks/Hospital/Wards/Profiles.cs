using Hospital.Kernel;
using Hospital.Network;

namespace Hospital.Wards;

/// <summary>
/// Makes and models of what stands on wards, in the laboratory and in the server room. Ways of speaking from public descriptions of such equipment (ports, periods, what passes
/// in clear); shares and latencies are parameters of this generator.
/// </summary>
public static class Profiles
{
    public static readonly IReadOnlyList<EquipmentProfile> Pumps =
    [
        new()
        {
            Model = "Asena GH", Role = HostRole.Pump, MacPrefix = 0x0090E8, Serial = "8002-#####", Share = 0.38, Connection = PumpConnection.TerminalServer, PerGateway = 8,
            AnswerTime = 26 * Nanos.Millisecond, Period = 3 * Nanos.Minute, ConnectionLife = 40 * Nanos.Hour,
        },
        new()
        {
            Model = "Perfusor Space", Role = HostRole.Pump, MacPrefix = 0x001221, Serial = "7####", Share = 0.34, Connection = PumpConnection.Rack, PerGateway = 6,
            AnswerTime = 48 * Nanos.Millisecond, Period = 4 * Nanos.Minute, ConnectionLife = 60 * Nanos.Hour,
        },
        new()
        {
            Model = "Infusomat Space WL", Role = HostRole.Pump, MacPrefix = 0x001221, Serial = "7####", Share = 0.11, Connection = PumpConnection.Wireless,
            AnswerTime = 70 * Nanos.Millisecond, Period = 5 * Nanos.Minute, IdlePeriod = 45 * Nanos.Minute, ConnectionLife = 5 * Nanos.Hour, WebUser = "config",
        },
        new()
        {
            Model = "Volumed Net 3", Role = HostRole.Pump, MacPrefix = 0x00409D, Serial = "VN3######", Share = 0.17, Connection = PumpConnection.Smart,
            Period = 5 * Nanos.Minute, ConnectionLife = 9 * Nanos.Hour, Bytes = 620, Cloud = "updates.volumed.example",
        },
    ];

    public static readonly EquipmentProfile TerminalServer = new()
    {
        Model = "NPort 5650-8", Role = HostRole.PumpGateway, MacPrefix = 0x0090E8, Serial = "TS#####", WebUser = "admin",
    };

    public static readonly EquipmentProfile Rack = new()
    {
        Model = "SpaceStation Com", Role = HostRole.PumpGateway, MacPrefix = 0x001221, Serial = "SC#####", WebUser = "config",
    };

    public static readonly IReadOnlyList<EquipmentProfile> Monitors =
    [
        new()
        {
            Model = "Vista MX 500", Role = HostRole.Monitor, MacPrefix = 0x0009FB, Serial = "DE4######", Share = 0.6, Period = 3 * Nanos.Minute, Bytes = 34_000,
            ConnectionLife = 70 * Nanos.Hour, WebUser = "service",
        },
        new()
        {
            Model = "Beneview T5", Role = HostRole.Monitor, MacPrefix = 0x00A037, Serial = "FX-######", Share = 0.3, Period = 4 * Nanos.Minute, Bytes = 21_000,
            ConnectionLife = 100 * Nanos.Hour, Cloud = "telemetry.beneview.example",
        },
        new() { Model = "Telestar 12", Role = HostRole.Monitor, MacPrefix = 0x00A0F8, Serial = "T#####", Share = 0.1, Period = 3 * Nanos.Minute, Bytes = 900, IsUdp = true },
    ];

    public static readonly IReadOnlyList<EquipmentProfile> Analysers =
    [
        new() { Model = "Haemaline 900", Role = HostRole.Analyser, MacPrefix = 0x000BAB, Serial = "H9#####", Share = 0.4, SpeaksHl7 = true, Cloud = "remote.haemaline.example" },
        new() { Model = "Chemstation c600", Role = HostRole.Analyser, MacPrefix = 0x003018, Serial = "C6#####", Share = 0.35, Bytes = 1800, Cloud = "gateway.chemstation.example" },
        new() { Model = "Gasometer 90", Role = HostRole.Analyser, MacPrefix = 0x0050C2, Serial = "G90-####", Share = 0.25, SpeaksHl7 = true, WebUser = "admin" },
    ];

    public static readonly EquipmentProfile Engine = new() { Model = "Crossway Engine", Role = HostRole.InterfaceEngine, MacPrefix = 0x005056, AnswerTime = 14 * Nanos.Millisecond, WebUser = "admin" };

    public static readonly EquipmentProfile ClinicalSystem = new() { Model = "Clinical server", Role = HostRole.ClinicalSystem, MacPrefix = 0x005056, AnswerTime = 55 * Nanos.Millisecond };

    public static readonly EquipmentProfile LaboratorySystem = new() { Model = "Labsuite 7", Role = HostRole.Laboratory, MacPrefix = 0x005056, AnswerTime = 30 * Nanos.Millisecond };

    public static readonly EquipmentProfile PumpServer = new() { Model = "Infusion Manager", Role = HostRole.PumpServer, MacPrefix = 0x001422, AnswerTime = 24 * Nanos.Millisecond, Cloud = "lib.infusionmanager.example" };

    public static readonly EquipmentProfile CentralStation = new() { Model = "Central Station", Role = HostRole.MonitorGateway, MacPrefix = 0x001422, AnswerTime = 20 * Nanos.Millisecond, Cloud = "rsn.centralstation.example" };

    public static readonly EquipmentProfile Computer = new() { Model = "Ward computer", Role = HostRole.OfficeComputer, MacPrefix = 0x3CD92B };

    public static readonly EquipmentProfile Server = new() { Model = "Windows server", Role = HostRole.Infrastructure, MacPrefix = 0x005056 };

    public static readonly EquipmentProfile Printer = new() { Model = "LaserPrint M4", Role = HostRole.Infrastructure, MacPrefix = 0x00206B, WebUser = "admin" };

    private static readonly Dictionary<string, EquipmentProfile> ByModel =
        new EquipmentProfile[] { TerminalServer, Rack, Engine, ClinicalSystem, LaboratorySystem, PumpServer, CentralStation, Computer, Server, Printer }
            .Concat(Pumps).Concat(Monitors).Concat(Analysers).ToDictionary(p => p.Model);

    /// <summary>Of a host that was made from one of these; null: it wasn't.</summary>
    public static EquipmentProfile? Of(Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return ByModel.GetValueOrDefault(host.Model);
    }
}
