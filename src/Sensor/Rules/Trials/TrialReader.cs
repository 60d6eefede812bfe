using System.Globalization;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Yaml;
using Sensor.Rules.Engine;
using Sensor.Rules.Language;
using Sensor.Site;

namespace Sensor.Rules.Trials;

/// <summary>Reads a trial of a rule. Bounds: <see cref="MaxFacts"/> facts.</summary>
internal static class TrialReader
{
    public const int MaxFacts = 20_000;

    private const long Second = 1_000_000_000, Day = 86_400 * Second;

    /// <summary>A Monday, ten in the morning.</summary>
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    /// <summary>The trial, or null where it is wrong, which is complained about.</summary>
    public static Trial? Read(YamlValue value, RuleDefinition rule, RuleKinds kinds)
    {
        var map = value.AsMap();
        var name = map.Require("name")?.AsText();
        var fires = map.Require("fires")?.AsWhole(0, MaxFacts);
        var start = ReadStart(map["start"]);
        var until = map["until"]?.AsDuration(1, 365 * Day);
        var described = ReadSite(map["roles"], map["expects"]);
        var site = map["site"] is { } section ? kinds.ReadSite(section) : described;
        var items = map.Require("facts");
        map.RejectOthers();
        var facts = new List<TrialFact>();
        var now = start;
        foreach (var item in items?.AsList() ?? [])
        {
            if (!ReadFacts(item, kinds, start, ref now, facts))
            {
                return null;
            }
        }

        return name is null || fires is null || facts.Count == 0 ? null : new Trial(rule, name, facts, (int)fires.Value)
        {
            Site = site,
            Until = Math.Max(now, start + (until ?? 0)),
            At = value,
        };
    }

    /// <summary>What the trial says of addresses or ranges: the role each plays, what is expected of it.</summary>
    private static SiteKnowledge ReadSite(YamlValue? roles, YamlValue? expects)
    {
        var systems = new Dictionary<string, KnownSystem>();
        foreach (var (key, value) in roles?.AsMap().Members ?? [])
        {
            if (value.AsOneOf(RoleNames.All) is { } role && SystemAt(key, systems) is { } system)
            {
                systems[key.Text!] = system with { Roles = [RoleNames.All[role]] };
            }
        }

        foreach (var (key, value) in expects?.AsMap().Members ?? [])
        {
            if (value.AsOneOf(ExpectedBehaviours.Words) is { } bit && SystemAt(key, systems) is { } system)
            {
                systems[key.Text!] = system with { Expected = (ExpectedBehaviour)(1 << bit) };
            }
        }

        return new SiteKnowledge(new SiteDescription { Systems = [.. systems.Values] });
    }

    private static KnownSystem? SystemAt(YamlValue key, Dictionary<string, KnownSystem> systems)
    {
        if (systems.GetValueOrDefault(key.Text!) is { } known)
        {
            return known;
        }

        if (AddressRange.TryParse(key.Text!, out var range, out var problem))
        {
            return new KnownSystem(key.Text!) { Addresses = [range] };
        }

        key.Complain(problem);
        return null;
    }

    private static long ReadStart(YamlValue? value)
    {
        if (value is null)
        {
            return Start.ToUnixTimeMilliseconds() * 1_000_000;
        }

        if (DateTimeOffset.TryParse(value.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time.ToUnixTimeMilliseconds() * 1_000_000;
        }

        value.Wrong<object>("a time such as 2026-03-02T22:15:00Z");
        return 0;
    }

    private static bool ReadFacts(YamlValue item, RuleKinds kinds, long start, ref long now, List<TrialFact> facts)
    {
        var map = item.AsMap();
        var kindMember = map.Members.FirstOrDefault(m => m.Key.Text!.Contains('.', StringComparison.Ordinal));
        if (kindMember.Key is null || kinds.Find(kindMember.Key.Text!) is not { } kind)
        {
            (kindMember.Key ?? item).Complain($"Here belongs a kind of fact with its fields, such as 'dicom.association: {{result: rejected}}'{NearestName.Hint(kindMember.Key?.Text ?? "", kinds.Names)}");
            return false;
        }

        var fields = map[kind.Name!];
        var repeat = (int)(map["repeat"]?.AsWhole(1, MaxFacts) ?? 1);
        var (source, destination) = (ReadEnd(map.Require("src"), repeat, 40_000), ReadEnd(map.Require("dest"), repeat, 104));
        var every = map["every"]?.AsDuration(1, Day) ?? Second;
        var at = map["at"]?.AsDuration(1, 365 * Day);
        var vlan = (ushort)(map["vlan"]?.AsWhole(0, 4095) ?? 0);
        var damaged = map["damaged"]?.AsFlag() ?? false;
        var proto = map["proto"]?.AsOneOf("tcp", "udp", "icmp") ?? 0;
        var app = map["app_proto"]?.AsOneOf(kinds.Surroundings.Find("app_proto")!.Words) ?? 0;
        map.RejectOthers();
        if (source is null || destination is null)
        {
            return false;
        }

        if (facts.Count + repeat > MaxFacts)
        {
            item.Complain($"A trial has at most {MaxFacts} facts.");
            return false;
        }

        now = at is { } offset ? start + offset : now + (facts.Count == 0 ? 0 : Second);
        for (var n = 1; n <= repeat; n++)
        {
            if (ReadValues(fields, kind, n) is not { } values)
            {
                return false;
            }

            facts.Add(new TrialFact(kind, now, source(n), destination(n), values)
            {
                Vlan = vlan,
                App = (byte)app,
                Protocol = proto switch { 0 => IpProtocol.Tcp, 1 => IpProtocol.Udp, _ => IpProtocol.Icmp },
                Quality = damaged ? Quality.Gap : Quality.Clean,
            });
            now += n < repeat ? every : 0;
        }

        return true;
    }

    /// <summary>An address with or without a port; <c>{n}</c> in it is the number of the repetition.</summary>
    private static Func<int, (IpAddress, ushort)>? ReadEnd(YamlValue? value, int repeat, ushort portByDefault)
    {
        if (value?.AsText() is not { } text)
        {
            return null;
        }

        if (!TryParseEnd(Numbered(text, 1), portByDefault, out _) || !TryParseEnd(Numbered(text, repeat), portByDefault, out _))
        {
            value.Wrong<object>("an address such as 10.1.2.3, 10.1.2.3:104 or [fd00::1]:104");
            return null;
        }

        return n => TryParseEnd(Numbered(text, n), portByDefault, out var end) ? end : default;
    }

    private static bool TryParseEnd(string text, ushort portByDefault, out (IpAddress, ushort) end)
    {
        // Of IPv4 the address alone is read again: 10.1 is one to .NET.
        end = default;
        var (address, port) = (text, portByDefault);
        if (System.Net.IPEndPoint.TryParse(text, out var parsed) && parsed.Port != 0)
        {
            (address, port) = (text[..text.LastIndexOf(':')].Trim('[', ']'), (ushort)parsed.Port);
        }

        if (!AddressRange.TryParseAddress(address, out var read))
        {
            return false;
        }

        end = (read, port);
        return true;
    }

    private static string Numbered(string text, int n) => text.Replace("{n}", n.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static FieldValue[]? ReadValues(YamlValue? fields, FactKind kind, int n)
    {
        var values = new FieldValue[kind.Fields.Count];
        for (var slot = 0; slot < values.Length; slot++)
        {
            if (kind.Fields[slot].Type == FieldType.Choice)
            {
                values[slot].SetChoice(0);
            }
        }

        var names = kind.Fields.Select(f => f.Name).ToList();
        foreach (var (key, value) in fields?.AsMap().Members ?? [])
        {
            var slot = names.IndexOf(key.Text!);
            if (slot < 0)
            {
                key.Complain($"'{kind.Name}' has no field '{key.Text}'{NearestName.Hint(key.Text!, names)}");
                return null;
            }

            if (value.AsText() is not { } text || !TryReadValue(kind.Fields[slot], value, Numbered(text, n), ref values[slot]))
            {
                return null;
            }
        }

        return values;
    }

    private static bool TryReadValue(FactField field, YamlValue value, string text, ref FieldValue read)
    {
        switch (field.Type)
        {
            case FieldType.Name or FieldType.Id:
                read.SetText(text, text.Length == 0 ? 0 : StableKey.Of(text));
                return true;
            case FieldType.Flag:
                read.SetFlag(value.AsFlag() is true);
                return true;
            case FieldType.Choice:
                var word = value.AsOneOf(field.Choices);
                read.SetChoice(word ?? 0);
                return word is not null;
            default:
                if (Literals.TryRead(text, field.Unit, out read.Number))
                {
                    return true;
                }

                value.Wrong<object>("a number");
                return false;
        }
    }
}
