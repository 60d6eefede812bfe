namespace Sensor.Inventory;

/// <summary>What roles are called. <see cref="RoleJudge"/> infers those of images, schedules, messages and pumps; the others a site can state.</summary>
internal static class RoleNames
{
    public const string Pump = "pump";

    /// <summary>Roles of what patients' care rests on.</summary>
    private static readonly string[] Clinical =
    [
        // Images.
        "archive", "dicom-router", "modality", "printer", "storage", "verifier", "workstation",

        // Schedules.
        "mpps-manager", "ris", "worklist",

        // Messages.
        "adt-source", "document-source", "hl7-receiver", "interface-engine", "order-source", "results-source", "schedule-source",

        // At the bedside.
        "anaesthesia-machine", "dialysis-machine", "medical-gateway", "monitor", "monitoring-station", Pump, "pump-server", "ventilator",

        // Clinical systems.
        "cardiology-system", "his", "laboratory-analyser", "laboratory-system", "medication-cabinet", "nurse-call", "pathology-system", "pharmacy-system",
    ];

    private static readonly HashSet<string> ClinicalOnes = [.. Clinical];

    public static IReadOnlyList<string> All { get; } =
    [
        .. Clinical,

        // What every network has.
        "backup-server", "database", "dhcp-server", "directory-server", "dns-server", "file-server", "firewall", "jump-host", "log-server", "mail-server",
        "management-server", "proxy", "router", "time-server", "vulnerability-scanner", "web-server",
    ];

    public static bool IsClinical(string? role) => role is not null && ClinicalOnes.Contains(role);
}
