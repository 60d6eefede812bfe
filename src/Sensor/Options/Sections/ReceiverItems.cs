using System.Text.RegularExpressions;
using Sensor.Alerts;
using Sensor.Options.Keys;
using Sensor.Outputs.Delivery;
using Sensor.Yaml;

namespace Sensor.Options.Sections;

/// <summary>Reads the list of receivers.</summary>
internal static partial class ReceiverItems
{
    private const int Max = 32;
    private const long Millisecond = 1_000_000, Second = 1_000 * Millisecond;

    private static readonly Field Name = new("name", "letters, digits, `-`, `_`; at most 40", Field.Required, "Unique; what people and the spool's folder call it.");
    private static readonly Field Type = new("type", string.Join(", ", ReceiverRegister.All.Select(t => $"`{t.Name}`")), Field.Required, "What kind it is; says which further keys it has.");
    private static readonly Field Events = new("events", $"`all`, {string.Join(", ", EventTypes.OfLines.Select(e => $"`{e}`"))}", Defaults(), "What is sent to it, by `event_type`.");
    private static readonly Field MinSeverity = new("min_severity", "low, medium, high, critical", "low", "Of alerts: this or worse. Other events have none.");
    private static readonly Field Timeout = new("timeout", "time, 100ms to 5m", "10s", "How long one attempt may take before it counts as failed.");

    public static FieldList Fields { get; } = new(Max, Name, Type, Events, MinSeverity, Timeout)
    {
        ByType = [.. ReceiverRegister.All.Select(t => (t.Name, t.Fields))],
    };

    public static IReadOnlyList<ReceiverSettings> Read(YamlValue value)
    {
        var (all, names) = (new List<ReceiverSettings>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var item in SiteItems.Of(value, Fields))
        {
            if (ReadOne(item, names) is { } receiver)
            {
                all.Add(receiver);
            }
        }

        return all;
    }

    private static ReceiverSettings? ReadOne(YamlMap item, HashSet<string> names)
    {
        var name = NameOf(item[Name], names);
        var type = item[Type]?.AsOneOf([.. ReceiverRegister.All.Select(t => t.Name)]) is { } index ? ReceiverRegister.All[index] : null;
        var wants = new Selection(
            item[Events] is { } events ? EventsOf(events) : type?.DefaultEvents ?? [],
            item[MinSeverity]?.AsOneOf("critical", "high", "medium", "low") is { } severity ? severity + 1 : (int)Severity.Low);
        var timeout = item[Timeout]?.AsDuration(100 * Millisecond, 300 * Second) ?? 10 * Second;
        if (type is null)
        {
            // Which keys it may have can't be told.
            return null;
        }

        var receiver = type.Read(item, new ReceiverCommon(name ?? "", wants, TimeSpan.FromTicks(timeout / 100)));
        item.RejectOthers();
        return name is null ? null : receiver;
    }

    private static string? NameOf(YamlValue? value, HashSet<string> names)
    {
        if (value?.AsText() is not { } name)
        {
            return null;
        }

        if (!Slug().IsMatch(name))
        {
            value.Complain("A receiver's name has letters, digits, - and _, at most 40.");
            return null;
        }

        if (!names.Add(name))
        {
            value.Complain($"There is a receiver '{name}' already.");
            return null;
        }

        return name;
    }

    private static List<string> EventsOf(YamlValue value)
    {
        string[] known = ["all", EventTypes.Point, .. EventTypes.OfLines];
        var words = value.AsList().Select(v => v.AsOneOf(known)).OfType<int>().Select(i => known[i]).ToList();
        return words.Contains("all") ? [.. EventTypes.OfLines, .. words.Where(w => w == EventTypes.Point)] : words;
    }

    private static string Defaults() => string.Join("; ", ReceiverRegister.All
        .GroupBy(t => t.DefaultEvents.SequenceEqual(EventTypes.OfLines) ? "`all`" : string.Join(", ", t.DefaultEvents.Select(e => $"`{e}`")))
        .Select(g => $"{string.Join(", ", g.Select(t => $"`{t.Name}`"))}: {g.Key}"));

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Slug();
}
