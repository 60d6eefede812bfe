using System.Text.Json;
using Sensor.Alerts;
using Sensor.Options.Keys;
using Sensor.Terminal;

namespace Sensor.Commands.Stored;

/// <summary>Writes an alert or a finding for somebody who has two minutes: what happened, why it matters, what to check, what it could be, what proves it.</summary>
internal sealed class CaseText(TextWriter output)
{
    private const int Width = 100;

    /// <param name="record">The alert or the finding.</param>
    /// <param name="incident">Severity of an alert's incident; null where there is none.</param>
    public void Write(JsonElement record, string? incident = null)
    {
        var anomaly = record.Find("anomaly") ?? record;
        var title = record.Text("alert.signature") ?? record.Text("title");
        var time = record.Text("timestamp") ?? record.Text("first_seen");
        var severity = RecordFilter.SeverityText(record);
        var whole = incident is null || incident == severity ? "" : $" (its incident is {incident.ToUpperInvariant()})";
        Line($"{severity.ToUpperInvariant()}{whole}  {title}");
        Line($"{anomaly.Text("id")}, {time?[..19].Replace('T', ' ')} UTC{(record.Text("status") is { } status ? $", {status}" : "")}");
        output.WriteLine();
        Paragraph(anomaly.Text("explanation") ?? "");
        if ((record.Text("meaning") ?? MeaningOf(record)) is { } meaning)
        {
            Paragraph($"Why it matters: {meaning}");
        }

        Steps("Check next", anomaly.Texts("next_steps"));
        Steps("Could be benign", anomaly.Texts("benign_causes"));
        output.WriteLine();
        Member("device", Device(anomaly.Find("device")));
        Member("partner", Device(anomaly.Find("peer")));
        Member("connection", Connection(record));
        Member("observed", anomaly.Text("observed.text") ?? anomaly.Text("observed"));
        Member("expected", Expected(anomaly));
        Member("seen", record.Find("count") is { } count ? $"{count} times, last {record.Text("last_seen")?[..19].Replace('T', ' ')} UTC" : null);
        Member("data", anomaly.Text("data_quality"));
        Member("packets", Packets(anomaly));
        Member("reason", $"{anomaly.Text("reason") ?? record.Text("finding")} ({record.Find("alert.signature_id") ?? record.Find("signature_id")})");
        Member("ATT&CK", string.Join(", ", anomaly.Texts("mitre")));
        output.WriteLine();
    }

    /// <summary>Why it matters isn't in the line of JSON: it is the same for all alerts of a reason.</summary>
    private static string? MeaningOf(JsonElement record)
    {
        var id = record.Find("alert.signature_id")?.GetInt32();
        return AlertCatalogue.All.Concat(new Settings().Rules.Reasons).FirstOrDefault(r => r.SignatureId == id)?.Meaning;
    }

    private static string? Device(JsonElement? device) =>
        device is { ValueKind: JsonValueKind.Object } one ? $"{one.Text("id")}, {one.Text("ip")}, {one.Text("role")}{(one.Text("serial") is { } serial ? $", serial number {serial}" : "")}" : null;

    private static string? Connection(JsonElement record) => record.Text("src_ip") is { } source
        ? $"{source}:{record.Find("src_port")} to {record.Text("dest_ip")}:{record.Find("dest_port")}, {record.Text("app_proto") ?? record.Text("proto")}, flow {record.Find("flow_id")}"
        : null;

    private static string? Expected(JsonElement anomaly)
    {
        if (anomaly.Find("expected") is not { } expected)
        {
            return null;
        }

        var unit = expected.Text("unit") ?? "";
        var range = expected.Find("high")?.GetDouble() is > 0 and var high
            ? $"{Wording.Amount(expected.Find("low")?.GetDouble() ?? 0, unit)} to {Wording.Amount(high, unit)}" : null;
        var n = expected.Find("n")?.GetInt64() ?? 0;
        var history = n > 0 ? $"by {n} observations since {expected.Text("since")?[..19].Replace('T', ' ')} UTC" : null;
        return range is null && history is null ? null : string.Join(", ", new[] { range, history }.OfType<string>());
    }

    private static string? Packets(JsonElement anomaly)
    {
        var numbers = anomaly.Find("evidence.packets")?.EnumerateArray().Select(n => n.ToString()).ToList() ?? [];
        return numbers.Count == 0 ? null : $"{string.Join(", ", numbers)} of {anomaly.Text("evidence.file")}";
    }

    private void Member(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Line($"{name,-11} {value}");
        }
    }

    private void Steps(string title, IEnumerable<string> steps)
    {
        Line($"{title}:");
        foreach (var step in steps)
        {
            Paragraph(step, "  - ");
        }
    }

    /// <summary>Wrapped between words.</summary>
    private void Paragraph(string text, string lead = "")
    {
        var line = lead;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + word.Length > Width && line.Length > lead.Length)
            {
                Line(line.TrimEnd());
                line = new string(' ', lead.Length);
            }

            line += word + " ";
        }

        Line(line.TrimEnd());
    }

    private void Line(string text) => output.WriteLine(Screen.Plain(text));
}
