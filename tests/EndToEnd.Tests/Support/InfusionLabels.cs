using System.Globalization;
using System.Text.Json;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>A command that changed a pump, as the simulators noted it.</summary>
internal sealed record Order(DateTimeOffset At, string Family, string By, string Pump, string Command, string? Value);

/// <summary>A step of the attack in infusion.pcap.</summary>
internal sealed record AttackStep(string Name, DateTimeOffset Start, DateTimeOffset End, string Source, string Target, string[] Pumps, int FirstPacket, int LastPacket)
{
    /// <summary>That a pump kept silent is known when it could have answered no more, and that ports were tried when their connections have ended.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(11);

    /// <summary>The alert falls into the step or shortly after, and is about one of its two hosts.</summary>
    public bool Covers(JsonElement alert)
    {
        var time = Labels.Time(alert.GetProperty("timestamp"));
        return time >= Start && time <= End + Grace && new[] { "device", "peer" }.Any(end => IsHost(alert.GetProperty("anomaly").GetProperty(end)));
    }

    private bool IsHost(JsonElement end) =>
        end.ValueKind == JsonValueKind.Object && end.TryGetProperty("ip", out var ip) && (ip.GetString() == Source || ip.GetString() == Target);
}

/// <summary><c>infusion.labels.json</c>: what the simulators of the infusion ward said and did, by their own account.</summary>
internal static class InfusionLabels
{
    private static readonly JsonElement _labels = ReplayResult.Parse(File.ReadAllText(Repository.Capture("infusion.labels.json")));

    public static string NormalUntil { get; } = _labels.GetProperty("normal_until").GetString()!;

    public static IReadOnlyList<AttackStep> Steps { get; } = [.. _labels.GetProperty("events").EnumerateArray().Select(e => new AttackStep(
        Text(e, "name"),
        Labels.Time(e.GetProperty("start")),
        Labels.Time(e.GetProperty("end")),
        Text(e, "src"),
        Text(e, "dst"),
        [.. e.GetProperty("pumps").EnumerateArray().Select(p => p.GetString()!)],
        e.GetProperty("packets")[0].GetInt32(),
        e.GetProperty("packets")[1].GetInt32()))];

    public static IReadOnlyList<Order> Orders { get; } = [.. _labels.GetProperty("orders").EnumerateArray().Select(o => new Order(
        Labels.Time(o.GetProperty("at")), Text(o, "family"), Text(o, "by"), Text(o, "pump"), Text(o, "command"), o.GetProperty("value") is { ValueKind: not JsonValueKind.Null } v ? v.ToString() : null))];

    /// <summary>HL7 messages by MSH-9.</summary>
    public static int Messages(string type) => _labels.GetProperty("messages").GetProperty(type).GetInt32();

    public static JsonElement Counts => _labels.GetProperty("counts");

    /// <summary>A number at the front of a value such as <c>999.00^ml/h</c>.</summary>
    public static double Number(string value) => double.Parse(value.Split('^')[0], CultureInfo.InvariantCulture);

    private static string Text(JsonElement e, string member) => e.GetProperty(member).GetString()!;
}

/// <summary>What simulators say they sent, against what the sensor counted: <c>pump</c> in <c>summary.json</c>.</summary>
internal static class PumpCounts
{
    /// <summary>The simulators count what is on the wire, the definitions give it names.</summary>
    private static readonly Dictionary<string, string> _names = new(StringComparer.Ordinal)
    {
        ["fresenius DC"] = "CONNECT",
        ["fresenius FC"] = "DISCONNECT",
        ["fresenius LE"] = "READ",
        ["fresenius MO"] = "MODE",
        ["fresenius PR"] = "SET_RATE",
        ["fresenius PO"] = "PAUSE",
        ["fresenius PB"] = "BOLUS",
        ["fresenius SI"] = "SILENCE",
        ["fresenius ZZ"] = "?",
        ["dianet 01"] = "IDENT",
        ["dianet 02"] = "STATUS",
        ["dianet 03"] = "ACTUAL",
        ["dianet 04"] = "TARGET",
        ["dianet 10"] = "CC_MODE",
        ["dianet 11"] = "ACTION",
        ["dianet 12"] = "SET_TARGET",
        ["dianet 3F"] = "?",
        ["bcc MEM:SET"] = "?",
    };

    public static string Sent(string family, JsonElement counts)
    {
        var commands = Support.Counts.NewMap();
        foreach (var command in counts.GetProperty("commands").EnumerateObject())
        {
            var key = $"{family} {command.Name.Split('.')[0]}";
            var name = _names.GetValueOrDefault(key, command.Name);
            commands[name] = commands.GetValueOrDefault(name) + command.Value.GetInt64();
        }

        return $"{counts.GetProperty("requests").GetInt64()} requests: {Support.Counts.Text(commands)}";
    }

    public static string Counted(JsonElement counts) =>
        $"{counts.GetProperty("requests").GetInt64()} requests: {Support.Counts.Text(Support.Counts.Map(counts.GetProperty("commands")))}";
}
