using System.Globalization;
using System.Text.Json;
using Sensor.Commands.Stored;
using Sensor.Report;

namespace Sensor.Commands.Reporting;

/// <summary>Devices as a report has them, and how they are called in it.</summary>
internal sealed class DeviceReporting
{
    /// <summary>Devices in the table.</summary>
    public const int Max = 1000;

    private const int MaxAddresses = 4, MaxReasons = 3;

    private readonly Dictionary<string, ReportDevice> _byId;

    /// <param name="devices">Lines of devices.</param>
    /// <param name="lacks">Why a device isn't judged yet, by its number.</param>
    public DeviceReporting(IEnumerable<JsonElement> devices, Func<int, string> lacks)
    {
        All = [.. devices.Select(d => Device(d, lacks))];
        _byId = All.GroupBy(d => d.Id).ToDictionary(d => d.Key, d => d.First());
    }

    public IReadOnlyList<ReportDevice> All { get; }

    /// <summary>The number in a device's id; 0 where there is none.</summary>
    public static int NumberOf(string id) => id.Length > 4 && int.TryParse(id.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public ReportDevice? Of(int number) => _byId.GetValueOrDefault($"dev-{number:D6}");

    /// <summary>A device where something else names it.</summary>
    public DeviceRef Named(JsonElement named)
    {
        var id = named.Text("id") ?? "";
        return _byId.TryGetValue(id, out var device)
            ? new DeviceRef(id, device.Label, device.Role?.Name)
            : new DeviceRef(id, named.Text("ip") ?? id, named.Text("role"));
    }

    /// <summary>Who talks; 0 never answered.</summary>
    public DeviceRef Numbered(int number) =>
        number == 0 ? new DeviceRef("", "nobody known", null)
        : Of(number) is { } device ? new DeviceRef(device.Id, device.Label, device.Role?.Name)
        : new DeviceRef($"dev-{number:D6}", $"dev-{number:D6}, forgotten", null);

    /// <summary>Those of a period, with alerts and the busiest first.</summary>
    public DeviceReport Report(long? since, long? until)
    {
        var seen = All.Where(d => !(d.Last < since) && !(d.First > until)).ToList();
        return new DeviceReport(
            seen.Count, seen.Count(d => d.IsMature), [.. seen.OrderByDescending(d => d.Alerts).ThenByDescending(d => d.Bytes).ThenBy(d => d.Id, StringComparer.Ordinal).Take(Max)]);
    }

    private static ReportDevice Device(JsonElement d, Func<int, string> lacks)
    {
        var id = d.Text("id") ?? "";
        var isMature = d.Find("mature") is { ValueKind: JsonValueKind.True };
        var role = d.Items("roles").FirstOrDefault();
        return new ReportDevice(id, [.. d.Texts("ips").Take(MaxAddresses)])
        {
            Names =
            [
                .. d.Items("evidence").Where(e => e.Text("attribute") == "system").Select(e => ("known to the site", e.Text("value") ?? "")),
                .. d.Texts("ae_titles").Select(n => ("AE title", n)),
                .. d.Texts("hl7_apps").Select(n => ("HL7 application", n)),
                .. d.Texts("serials").Select(n => ("serial number", n)),
                .. d.Texts("hostnames").Select(n => ("host name", n)),
            ],
            Vendor = d.Text("vendor"),
            Software = [.. d.Texts("software")],
            Role = role.Text("role") is { } name ? (name, role.Number("confidence"), string.Join("; ", role.Texts("reasons").Take(MaxReasons))) : null,
            IsMature = isMature,
            Lacks = isMature ? "" : lacks(NumberOf(id)),
            First = d.Time("first_seen") ?? 0,
            Last = d.Time("last_seen") ?? 0,
        };
    }
}
