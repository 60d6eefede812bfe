using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sensor.Outputs.Delivery.Syslog;

/// <summary>
/// Writes events in ArcSight's Common Event Format: <c>CEF:0|vendor|product|version|signature|name|severity|extension</c>. In the header a bar and a backslash are
/// escaped, in the extension an equals sign, a backslash and line ends.
/// </summary>
internal sealed class CefText(string version)
{
    private const int MaxText = 1023;

    /// <summary>By our severity, 1 to 4; 1 for what has none.</summary>
    private static readonly int[] Severities = [1, 10, 8, 5, 3];

    /// <param name="line">The event as a line of JSON.</param>
    public string Of(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        var type = Text(root, "event_type") ?? "event";
        var text = new StringBuilder();
        if (root.TryGetProperty("alert", out var alert) && root.TryGetProperty("anomaly", out var anomaly))
        {
            var severity = Number(alert, "severity") is >= 1 and <= 4 and var known ? (int)known : 0;
            Head(text, Number(alert, "signature_id")?.ToString(CultureInfo.InvariantCulture) ?? type, Text(alert, "signature") ?? type, Severities[severity]);
            Common(text, root);
            Of(text, alert, anomaly);
        }
        else
        {
            Head(text, type, type, Severities[0]);
            Common(text, root);
            Add(text, "cat", type);
            Add(text, "msg", root.TryGetProperty(type, out var own) ? own.GetRawText() : null);
        }

        return text.ToString().TrimEnd(' ');
    }

    private static void Of(StringBuilder text, JsonElement alert, JsonElement anomaly)
    {
        Add(text, "cat", Text(alert, "category"));
        Add(text, "externalId", Text(anomaly, "id"));
        Custom(text, 1, "reason", Text(anomaly, "reason"));
        Custom(text, 2, "mitre", anomaly.TryGetProperty("mitre", out var mitre) && mitre.ValueKind == JsonValueKind.Array ? string.Join(',', mitre.EnumerateArray().Select(m => m.GetString())) : null);
        Custom(text, 3, "device", Device(anomaly, "device"));
        Custom(text, 4, "peer", Device(anomaly, "peer"));
        if (anomaly.TryGetProperty("incident", out var incident) && incident.ValueKind == JsonValueKind.Object)
        {
            Custom(text, 5, "incident", Text(incident, "id"));
            Add(text, "cnt", Number(incident, "alerts")?.ToString(CultureInfo.InvariantCulture));
        }

        Add(text, "msg", Text(anomaly, "explanation"));
    }

    private void Head(StringBuilder text, string signature, string name, int severity)
    {
        text.Append("CEF:0|Sensor|sensor|");
        foreach (var part in (ReadOnlySpan<string>)[version, signature, name])
        {
            text.Append(Plain(part).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)).Append('|');
        }

        text.Append(CultureInfo.InvariantCulture, $"{severity}|");
    }

    private static void Common(StringBuilder text, JsonElement root)
    {
        if (DateTimeOffset.TryParse(Text(root, "timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            Add(text, "rt", time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        }

        Address(text, "src", "c6a2", "Source", Text(root, "src_ip"));
        Add(text, "spt", Number(root, "src_port")?.ToString(CultureInfo.InvariantCulture));
        Address(text, "dst", "c6a3", "Destination", Text(root, "dest_ip"));
        Add(text, "dpt", Number(root, "dest_port")?.ToString(CultureInfo.InvariantCulture));
        Add(text, "proto", Text(root, "proto"));
        Add(text, "app", Text(root, "app_proto"));
        Add(text, "deviceInboundInterface", Text(root, "in_iface"));
    }

    /// <summary><c>src</c> and <c>dst</c> are IPv4 only; IPv6 has custom keys.</summary>
    private static void Address(StringBuilder text, string key, string other, string end, string? address)
    {
        if (address?.Contains(':', StringComparison.Ordinal) == true)
        {
            Add(text, other, address);
            Add(text, other + "Label", $"{end} IPv6 Address");
        }
        else
        {
            Add(text, key, address);
        }
    }

    private static void Custom(StringBuilder text, int number, string label, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Add(text, $"cs{number}Label", label);
            Add(text, $"cs{number}", value);
        }
    }

    private static void Add(StringBuilder text, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            var shown = value.Length > MaxText ? value[..MaxText] : value;
            text.Append(key).Append('=')
                .Append(shown.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal))
                .Append(' ');
        }
    }

    private static string? Device(JsonElement anomaly, string which) =>
        anomaly.TryGetProperty(which, out var device) && device.ValueKind == JsonValueKind.Object ? $"{Text(device, "id")} {Text(device, "ip")} {Text(device, "role")}".Trim() : null;

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
