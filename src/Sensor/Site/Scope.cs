using Sensor.Dissectors.Packets;

namespace Sensor.Site;

/// <summary>Which addresses something holds for. Its own class, because a range table of many scopes couldn't say which of them overlap.</summary>
internal sealed class Scope
{
    private readonly RangeTable<Scope>? _ranges;

    /// <param name="ranges">The addresses; null: all there are.</param>
    private Scope(IReadOnlyList<AddressRange>? ranges) => _ranges = ranges is null ? null : new RangeTable<Scope>(ranges.Select(r => (r, this)));

    public static Scope All { get; } = new(null);

    public static Scope Of(IReadOnlyList<AddressRange> ranges) => new(ranges);

    public bool Contains(in IpAddress address) => _ranges is null || _ranges.Find(address) is not null;
}
