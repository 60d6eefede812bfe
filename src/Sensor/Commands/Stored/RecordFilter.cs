using System.Globalization;
using System.Text.Json;
using Sensor.State;

namespace Sensor.Commands.Stored;

/// <summary>Which records are wanted. What isn't said doesn't matter.</summary>
internal sealed record RecordFilter
{
    private static readonly string[] Names = ["ips", "macs", "hostnames", "ae_titles", "hl7_apps", "serials"];

    /// <summary>This severity or worse: 1 critical to 4 low.</summary>
    public int? Severity { get; init; }

    /// <summary>Id, address or a name of the device or its partner.</summary>
    public string? Device { get; init; }

    /// <summary>Ids of the devices that <see cref="Device"/> is a name of: records about a device have its id and an address only.</summary>
    public IReadOnlyList<string> Named { get; init; } = [];

    /// <summary>Slug of the reason, with <c>*</c>.</summary>
    public string? Reason { get; init; }

    public string? Role { get; init; }

    /// <summary>open or closed.</summary>
    public string? Status { get; init; }

    /// <summary>Seen at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Seen at or before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    public bool Wants(JsonElement record) =>
        WantsSeverity(SeverityOf(record))
        && (Device is null || Devices(record).Any(IsWanted))
        && (Reason is null || new Rules.Language.Pattern(Reason).Matches(ReasonOf(record)))
        && (Role is null || Roles(record).Contains(Role))
        && (Status is null || record.Text("status") == Status)
        && WantsTime(FirstOf(record), LastOf(record));

    public bool WantsSeverity(int severity) => Severity is null || severity <= Severity;

    /// <summary>Something of it may have happened in the time that is asked for.</summary>
    public bool WantsTime(DateTimeOffset? first, DateTimeOffset? last) => (Since is null || last >= Since) && (Until is null || first <= Until);

    /// <summary>The same for records about devices: knows the ids of those that a state has under the name asked for.</summary>
    /// <exception cref="StateException">Something isn't as it was written.</exception>
    public RecordFilter Resolved(StateDatabase saved) => Device is null ? this
        : this with { Named = [.. StoredRecords.Read(RecordKind.Devices, saved).Where(new RecordFilter { Device = Device }.Wants).Select(d => d.Text("id")).OfType<string>()] };

    public static int SeverityOf(JsonElement record) => SeverityText(record) switch
    {
        "critical" => 1,
        "high" => 2,
        "medium" => 3,
        _ => 4,
    };

    public static string SeverityText(JsonElement record) => record.Text("anomaly.severity") ?? record.Text("severity") ?? "";

    private static string ReasonOf(JsonElement record) => record.Text("anomaly.reason") ?? record.Text("finding") ?? "";

    private bool IsWanted(string device) => string.Equals(device, Device, StringComparison.OrdinalIgnoreCase) || Named.Contains(device);

    private static IEnumerable<string> Devices(JsonElement record)
    {
        string?[] single =
        [
            record.Text("id"), record.Text("anomaly.device.id"), record.Text("anomaly.device.ip"), record.Text("anomaly.peer.id"), record.Text("anomaly.peer.ip"),
            record.Text("device.id"), record.Text("device.ip"), record.Text("peer.id"), record.Text("peer.ip"),
        ];
        return single.OfType<string>().Concat(Names.SelectMany(key => record.Texts(key)));
    }

    private static IEnumerable<string?> Roles(JsonElement record) =>
        record.TryGetProperty("roles", out var roles) ? roles.EnumerateArray().Select(r => r.Text("role"))
        : [record.Text("anomaly.device.role"), record.Text("anomaly.peer.role"), record.Text("device.role")];

    private static DateTimeOffset? FirstOf(JsonElement record) => Time(record.Text("first_seen") ?? record.Text("timestamp"));

    private static DateTimeOffset? LastOf(JsonElement record) => Time(record.Text("last_seen") ?? record.Text("timestamp"));

    /// <summary>A time as records write it.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}

/// <summary>Reads members of a record by their path.</summary>
internal static class RecordMembers
{
    /// <summary>A text, or null where there is none.</summary>
    public static string? Text(this JsonElement record, string path) => record.Find(path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static IEnumerable<string> Texts(this JsonElement record, string path) =>
        record.Find(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!) : [];

    public static JsonElement? Find(this JsonElement record, string path)
    {
        foreach (var part in path.Split('.'))
        {
            if (record.ValueKind != JsonValueKind.Object || !record.TryGetProperty(part, out record))
            {
                return null;
            }
        }

        return record;
    }
}
