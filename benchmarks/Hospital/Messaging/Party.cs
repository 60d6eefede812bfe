namespace Hospital.Messaging;

/// <summary>Who takes part in the hospital's messages.</summary>
public enum Party
{
    Admissions,
    Records,
    Laboratory,
    Radiology,
    Pharmacy,
    Billing,
    Documents,
    Alarms,
    PumpServer,
    MonitorGateway,

    /// <summary>Keeps a copy of nearly everything for research and planning.</summary>
    Warehouse,
}

/// <summary>Who must be told of what.</summary>
public static class Routes
{
    private static readonly Party[] Patients = [Party.Records, Party.Laboratory, Party.Radiology, Party.Pharmacy, Party.Billing, Party.Documents, Party.Warehouse];
    private static readonly Party[] Movements = [.. Patients, Party.PumpServer, Party.MonitorGateway];

    /// <param name="name">Message type and trigger: <c>ADT^A01</c>.</param>
    /// <param name="from">Who says it.</param>
    public static IReadOnlyList<Party> Of(string name, Party from) => (name, from) switch
    {
        ("ADT^A01" or "ADT^A02" or "ADT^A03", _) => Movements,
        ("ADT^A04" or "ADT^A08" or "ADT^A40", _) => Patients,
        ("ORM^O01", Party.Radiology) => [Party.Records, Party.Billing],
        ("ORM^O01", _) => [Party.Radiology],
        ("OML^O21", _) => [Party.Laboratory],
        ("ORU^R01", Party.Laboratory or Party.Radiology) => [Party.Records, Party.Documents, Party.Warehouse],
        ("ORU^R01" or "ORU^R42", _) => [Party.Records],
        ("ORU^R40", _) => [Party.Alarms, Party.Records],
        ("RDE^O11", _) => [Party.Pharmacy, Party.PumpServer, Party.Warehouse],
        ("RGV^O15", _) => [Party.PumpServer],
        ("MDM^T02", _) => [Party.Documents, Party.Warehouse],
        ("SIU^S12", _) => [Party.Records, Party.Radiology],
        ("DFT^P03", _) => [Party.Billing],
        _ => [],
    };
}
