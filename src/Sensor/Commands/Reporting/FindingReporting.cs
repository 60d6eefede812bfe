using System.Text.Json;
using Sensor.Alerts;
using Sensor.Commands.Stored;
using Sensor.Report;

namespace Sensor.Commands.Reporting;

/// <summary>Open findings by their kind.</summary>
internal static class FindingReporting
{
    private const int MaxKinds = 100, MaxDevices = 12;

    /// <param name="findings">Lines of findings.</param>
    /// <param name="devices">Finds devices.</param>
    /// <param name="since">What was last seen earlier isn't said; null: all is.</param>
    /// <param name="until">What was first seen later isn't said.</param>
    public static FindingReport Of(IEnumerable<JsonElement> findings, DeviceReporting devices, long? since, long? until)
    {
        var open = findings.Where(f => f.Text("status") != "closed" && !(f.Time("last_seen") < since) && !(f.Time("first_seen") > until)).ToList();
        return new FindingReport(
            open.Count,
            [
                .. open.GroupBy(f => f.Text("finding") ?? "")
                    .OrderBy(kind => kind.Min(SeverityOf)).ThenBy(kind => kind.First().Whole("signature_id")).ThenBy(kind => kind.Key, StringComparer.Ordinal)
                    .Take(MaxKinds).Select(kind => Kind([.. kind], devices)),
            ]);
    }

    private static ReportFinding Kind(IReadOnlyList<JsonElement> kind, DeviceReporting devices)
    {
        var where = kind.GroupBy(f => f.Text("device.id") ?? "").ToList();
        return new ReportFinding(
            kind.Min(SeverityOf), kind[0].Text("title") ?? "", kind[0].Text("meaning") ?? "", [.. kind[0].Texts("next_steps")],
            [.. where.Take(MaxDevices).Select(f => (devices.Named(f.First().Find("device") ?? default), string.Join("; ", f.Select(one => one.Text("observed") ?? "").Distinct().Take(4))))],
            where.Count);
    }

    private static Severity SeverityOf(JsonElement finding) => Enum.TryParse<Severity>(finding.Text("severity"), ignoreCase: true, out var severity) ? severity : Severity.Low;
}
