namespace Sensor.Site;

/// <summary>A system the site knows and says something about.</summary>
/// <param name="Name">Unique among systems.</param>
internal sealed record KnownSystem(string Name)
{
    public IReadOnlyList<AddressRange> Addresses { get; init; } = [];

    /// <summary>MAC addresses in the lower 48 bits.</summary>
    public IReadOnlyList<ulong> Macs { get; init; } = [];

    /// <summary>Names of <see cref="Inventory.RoleNames"/>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    public Criticality Criticality { get; init; }

    /// <summary>Who answers for it, in the site's words; empty: not said.</summary>
    public string Owner { get; init; } = "";

    public ExpectedBehaviour Expected { get; init; }
}

/// <summary>What would be alarming of another system and is this one's work.</summary>
[Flags]
internal enum ExpectedBehaviour : byte
{
    None = 0,

    /// <summary>It tries many addresses and ports: a vulnerability scanner, a monitoring server.</summary>
    Scanning = 1,

    /// <summary>It asks for many patients or studies: research, migration, quality control.</summary>
    Harvesting = 2,

    /// <summary>It moves much data: backup, migration, archive synchronisation.</summary>
    BulkTransfer = 4,

    /// <summary>People reach other systems from it: a jump host, a maker's remote maintenance.</summary>
    RemoteAccess = 8,
}

/// <summary>The words for expected behaviour.</summary>
internal static class ExpectedBehaviours
{
    /// <summary>Word n stands for bit n.</summary>
    public static IReadOnlyList<string> Words { get; } = ["scanning", "harvesting", "bulk-transfer", "remote-access"];
}
