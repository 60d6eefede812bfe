using System.Text.Json;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>How often what occurs, by name. Compared by value.</summary>
internal sealed record Counts(SortedDictionary<string, long> Pdus, SortedDictionary<string, long> Commands, SortedDictionary<string, long> Messages)
{
    public static Counts Empty() => new(NewMap(), NewMap(), NewMap());

    public static SortedDictionary<string, long> NewMap() => new(StringComparer.Ordinal);

    public static SortedDictionary<string, long> Map(JsonElement counted)
    {
        var map = NewMap();
        foreach (var entry in counted.EnumerateObject())
        {
            map.Add(entry.Name, entry.Value.GetInt64());
        }

        return map;
    }

    public static void Add(SortedDictionary<string, long> map, string name) => map[name] = map.GetValueOrDefault(name) + 1;

    /// <summary>What <c>summary.json</c> says.</summary>
    public static Counts Of(JsonElement summary) => new(
        Map(summary.GetProperty("dicom").GetProperty("pdus")),
        Map(summary.GetProperty("dicom").GetProperty("commands")),
        Map(summary.GetProperty("hl7").GetProperty("types")));

    public override string ToString() => $"PDUs {Text(Pdus)}; commands {Text(Commands)}; messages {Text(Messages)}";

    /// <summary>A map as text, so that a failed comparison shows all of it.</summary>
    public static string Text(SortedDictionary<string, long> map) => string.Join(", ", map.Select(e => $"{e.Key} {e.Value}"));
}

/// <summary>What <c>pcaps/truth.json</c> and <c>pcaps/parts/parts.json</c> know of a capture.</summary>
internal sealed record Truth(string Name, long Packets, bool Oracle, bool Complete, string[] TsharkOptions, Counts Tshark, Counts? Walk, Counts? OnTheWire)
{
    private static readonly JsonElement _parts = Read("parts/parts.json");

    public static IReadOnlyDictionary<string, Truth> All { get; } =
        Read("truth.json").EnumerateObject().ToDictionary(e => e.Name, e => Of(e.Name, e.Value), StringComparer.Ordinal);

    public static IEnumerable<string> Names => All.Keys;

    public static IEnumerable<string> SmallNames => Names.Where(n => n != Radiology);

    public const string Radiology = "radiology.pcap";

    public string Path => Repository.Capture(Name);

    /// <summary>The capture whose frames this one carries in a tunnel; null for others.</summary>
    public Truth? Wrapped =>
        _parts.TryGetProperty(System.IO.Path.GetFileName(Name), out var note) && note.TryGetProperty("wraps", out var inner) ? All["parts/" + inner.GetString()] : null;

    /// <summary>Captures that a reader who knows no tunnels can read.</summary>
    public static IEnumerable<string> PlainNames => All.Values.Where(t => t.Wrapped is null).Select(t => t.Name);

    /// <summary>The capture this one was cut from by taking frames out, and which; null for others.</summary>
    public (Truth Whole, HashSet<int> Removed)? Cut =>
        _parts.TryGetProperty(System.IO.Path.GetFileName(Name), out var note) && note.TryGetProperty("cut_from", out var whole)
            ? (All["parts/" + whole.GetString()], [.. note.GetProperty("frames_removed").EnumerateArray().Select(f => f.GetInt32())])
            : null;

    /// <summary>What a good reader finds, where that is known to the last one: all streams are whole.</summary>
    public Counts? Recorded => Walk ?? (Oracle || Complete ? Tshark : null);

    private static Truth Of(string name, JsonElement entry) => new(
        name,
        entry.GetProperty("packets").GetInt64(),
        entry.GetProperty("oracle").GetBoolean(),
        entry.GetProperty("complete").GetBoolean(),
        entry.TryGetProperty("tshark_options", out var options) ? [.. options.EnumerateArray().Select(o => o.GetString()!)] : [],
        CountsOf(entry),
        entry.TryGetProperty("walk", out var walk) ? CountsOf(walk) : null,
        entry.TryGetProperty("on_the_wire", out var wire) ? CountsOf(wire) : null);

    private static Counts CountsOf(JsonElement e) =>
        new(Counts.Map(e.GetProperty("pdus")), Counts.Map(e.GetProperty("commands")), Counts.Map(e.GetProperty("hl7")));

    private static JsonElement Read(string name) => JsonDocument.Parse(File.ReadAllBytes(Repository.Capture(name))).RootElement;
}
