using Sensor.Dissectors.Packets;
using Sensor.Inventory;
using Sensor.Options.Keys;
using Sensor.Yaml;
using Sensor.Site;

namespace Sensor.Options.Sections;

/// <summary>
/// Reads segments and systems. What can be read of a wrong item is kept, so that those who name it aren't complained about as well.
/// </summary>
internal static class SiteItems
{
    public static IReadOnlyList<Segment> Segments(YamlValue value)
    {
        var (all, names, ranges) = (new List<Segment>(), new HashSet<string>(StringComparer.Ordinal), new Dictionary<AddressRange, Segment>());
        foreach (var item in Of(value, SiteFields.Segment.All))
        {
            if (Name(item, SiteFields.Segment.Name, names) is { } name)
            {
                var addresses = Addresses(item[SiteFields.Segment.Addresses]);
                var segment = new Segment(name)
                {
                    Addresses = [.. addresses.Select(a => a.Range)],
                    Vlans = [.. List(item[SiteFields.Segment.Vlans]).Select(v => v.AsWhole(1, 4094)).OfType<long>().Select(v => (ushort)v)],
                    IsClinical = item[SiteFields.Segment.Clinical]?.AsFlag(),
                    IsInternal = item[SiteFields.Segment.Internal]?.AsFlag() ?? true,
                    Criticality = CriticalityOf(item[SiteFields.Segment.Criticality]),
                };
                foreach (var (range, at) in addresses)
                {
                    if (!ranges.TryAdd(range, segment) && (ranges[range].Vlans.Count == 0 || segment.Vlans.Count == 0))
                    {
                        at.Complain($"These addresses are those of '{ranges[range].Name}' already; without VLANs the two can't be told apart.");
                    }
                }

                all.Add(segment);
            }

            item.RejectOthers();
        }

        return all;
    }

    public static IReadOnlyList<KnownSystem> Systems(YamlValue value, IReadOnlyList<Segment> segments)
    {
        var (all, names, ranges) = (new List<KnownSystem>(), segments.Select(s => s.Name).ToHashSet(StringComparer.Ordinal), new Dictionary<AddressRange, string>());
        var macsSeen = new Dictionary<ulong, string>();
        foreach (var item in Of(value, SiteFields.System.All))
        {
            if (Name(item, SiteFields.System.Name, names) is { } name)
            {
                var addresses = Addresses(item[SiteFields.System.Addresses]);
                var macs = List(item[SiteFields.System.Macs]).Select(m => (Mac: Mac(m), At: m)).Where(m => m.Mac is not null).ToList();
                foreach (var (range, at) in addresses)
                {
                    if (!ranges.TryAdd(range, name))
                    {
                        at.Complain($"'{ranges[range]}' has this address already.");
                    }
                }

                foreach (var (mac, at) in macs)
                {
                    if (!macsSeen.TryAdd(mac!.Value, name))
                    {
                        at.Complain($"'{macsSeen[mac.Value]}' has this MAC address already.");
                    }
                }

                if (addresses.Count + macs.Count == 0 && item[SiteFields.System.Addresses] is null && item[SiteFields.System.Macs] is null)
                {
                    item.Whole.Complain($"'{name}' has neither addresses nor macs to know it by.");
                }

                all.Add(new KnownSystem(name)
                {
                    Addresses = [.. addresses.Select(a => a.Range)],
                    Macs = [.. macs.Select(m => m.Mac!.Value)],
                    Roles = [.. List(item[SiteFields.System.Roles]).Select(r => r.AsOneOf(RoleNames.All)).OfType<int>().Select(r => RoleNames.All[r]).Distinct()],
                    Criticality = CriticalityOf(item[SiteFields.System.Criticality]),
                    Owner = Sentence(item[SiteFields.System.Owner]) ?? "",
                    Expected = List(item[SiteFields.System.Expected]).Select(e => e.AsOneOf(ExpectedBehaviours.Words)).OfType<int>()
                        .Aggregate(ExpectedBehaviour.None, (all, e) => all | (ExpectedBehaviour)(1 << e)),
                });
            }

            item.RejectOthers();
        }

        return all;
    }

    /// <summary>The items of a list, within its bound.</summary>
    public static IEnumerable<YamlMap> Of(YamlValue value, FieldList fields)
    {
        if (value.Items is not { } items)
        {
            _ = value.Wrong<string>("a list of items, each begun with a dash");
            return [];
        }

        if (items.Count > fields.Max)
        {
            value.Complain($"More than {fields.Max} items.");
            return [];
        }

        return items.Select(i => i.AsMap());
    }

    public static IReadOnlyList<YamlValue> List(YamlValue? value) => value?.AsList() ?? [];

    public static List<(AddressRange Range, YamlValue At)> Addresses(YamlValue? value)
    {
        var all = new List<(AddressRange, YamlValue)>();
        foreach (var item in List(value))
        {
            if (item.AsText() is not { } text)
            {
                continue;
            }

            if (AddressRange.TryParse(text, out var range, out var problem))
            {
                all.Add((range, item));
            }
            else
            {
                item.Complain(problem);
            }
        }

        return all;
    }

    /// <summary>A text for people, of one line.</summary>
    public static string? Sentence(YamlValue? value)
    {
        const int max = 200;
        if (value?.AsText() is not { } text)
        {
            return null;
        }

        if (text.Length is 0 or > max || text.Any(char.IsControl))
        {
            value.Complain($"Here belongs a text of one line, at most {max} characters.");
            return null;
        }

        return text;
    }

    private static string? Name(YamlMap item, Field field, HashSet<string> names)
    {
        var value = item[field];
        if (Sentence(value) is not { } name)
        {
            return null;
        }

        if (AddressRange.TryParse(name, out _, out _))
        {
            value!.Complain($"'{name}' is an address; a name has to be told from one.");
        }
        else if (!names.Add(name))
        {
            value!.Complain($"There is a system or segment '{name}' already.");
        }

        return name;
    }

    private static Criticality CriticalityOf(YamlValue? value) => value?.AsOneOf(Criticalities.Words) is { } word ? (Criticality)(word + 1) : Criticality.Unstated;

    private static ulong? Mac(YamlValue value)
    {
        return value.Text is { } text && MacAddress.TryParse(text, out var mac) && !MacAddress.IsGroup(mac) && mac != 0
            ? mac
            : value.WrongValue<ulong>("a MAC address such as 00:11:22:33:44:55");
    }
}
