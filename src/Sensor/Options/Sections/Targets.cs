using Sensor.Yaml;
using Sensor.Site;

namespace Sensor.Options.Sections;

/// <summary>Reads lists of names of systems and segments, and of addresses.</summary>
internal sealed class Targets
{
    private readonly Dictionary<string, IReadOnlyList<AddressRange>> _byName = new(StringComparer.Ordinal);

    public Targets(IReadOnlyList<Segment> segments, IReadOnlyList<KnownSystem> systems)
    {
        foreach (var segment in segments)
        {
            _byName.TryAdd(segment.Name, segment.Addresses);
        }

        foreach (var system in systems)
        {
            _byName.TryAdd(system.Name, system.Addresses);
        }
    }

    /// <summary>All where nothing is said.</summary>
    public Scope Read(YamlValue? value)
    {
        if (value is null)
        {
            return Scope.All;
        }

        var ranges = new List<AddressRange>();
        foreach (var item in value.AsList())
        {
            if (item.AsText() is not { } text)
            {
                continue;
            }

            if (_byName.TryGetValue(text, out var named))
            {
                ranges.AddRange(named);
                if (named.Count == 0)
                {
                    item.Complain($"'{text}' has no addresses by which it could be meant here.");
                }
            }
            else if (AddressRange.TryParse(text, out var range, out _))
            {
                ranges.Add(range);
            }
            else
            {
                item.Complain($"There is no system or segment '{text}', nor is it an address{NearestName.Hint(text, _byName.Keys.Order(StringComparer.Ordinal))}");
            }
        }

        return Scope.Of(ranges);
    }
}
