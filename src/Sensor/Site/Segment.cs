namespace Sensor.Site;

/// <summary>A part of the network that the site gives a name.</summary>
/// <param name="Name">Unique among segments.</param>
internal sealed record Segment(string Name)
{
    public IReadOnlyList<AddressRange> Addresses { get; init; } = [];

    /// <summary>VLAN ids, 1 to 4094.</summary>
    public IReadOnlyList<ushort> Vlans { get; init; } = [];

    /// <summary>Patients are treated or diagnosed with what is in it; null: the site doesn't say.</summary>
    public bool? IsClinical { get; init; }

    /// <summary>It belongs to the site; false for a partner's network that is reached without the Internet.</summary>
    public bool IsInternal { get; init; } = true;

    /// <summary>Holds for its systems that have none of their own.</summary>
    public Criticality Criticality { get; init; }
}
