using System.Globalization;

namespace Hospital.Network;

/// <summary>What a host is for.</summary>
public enum HostRole
{
    Modality,
    Archive,
    Worklist,
    Workstation,
    ImageRouter,
    InterfaceEngine,
    ClinicalSystem,
    Laboratory,
    Pump,
    PumpGateway,
    PumpServer,
    Monitor,
    MonitorGateway,
    Analyser,
    OfficeComputer,
    Infrastructure,
    VendorLaptop,
    External,
    Attacker,
}

/// <summary>
/// Something with an address on the network, or a pump behind a gateway, which has only a serial number. Its address may change (<see cref="Address"/>): what is said from then
/// on comes from there.
/// </summary>
public sealed class Host
{
    /// <summary>Number within a site; attackers' hosts begin at <see cref="FirstForeign"/>.</summary>
    public required int Number { get; init; }

    /// <summary>Numbers of hosts that ordinary life doesn't know.</summary>
    public const int FirstForeign = 100_000;

    /// <summary>By which people call it.</summary>
    public required string Name { get; init; }

    public required HostRole Role { get; init; }

    /// <summary>Make and model.</summary>
    public required string Model { get; init; }

    /// <summary>Ward or department.</summary>
    public required string Place { get; init; }

    /// <summary>IPv4 address, host byte order; 0: it has none, it is reached by its gateway.</summary>
    public uint Address { get; set; }

    /// <summary>48 bits.</summary>
    public ulong Mac { get; set; }

    /// <summary>TTL that its packets have at the mirror.</summary>
    public byte TimeToLive { get; set; } = 64;

    /// <summary>Serial number, where a protocol says it.</summary>
    public string Serial { get; init; } = "";

    /// <summary>Speaks for it; null: it speaks for itself.</summary>
    public Host? Gateway { get; init; }

    /// <summary>Time to the mirror's other side and back, nanoseconds.</summary>
    public long RoundTrip { get; init; } = 300_000;

    /// <summary>What time it believes it is.</summary>
    public Clock Clock { get; } = new();

    /// <summary>It can do harm to a patient by itself.</summary>
    public bool IsLifeSustaining => Role is HostRole.Pump;

    public bool IsForeign => Number >= FirstForeign;

    public string AddressText => TextOf(Address);

    /// <summary>An IPv4 address in host byte order as people write it.</summary>
    public static string TextOf(uint address) => string.Create(CultureInfo.InvariantCulture, $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");

    public override string ToString() => Name;
}
