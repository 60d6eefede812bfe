using System.Net;
using Sensor.Options.Keys;

namespace Sensor.Options.Sections;

/// <summary>Metrics for Prometheus.</summary>
internal static class MetricsSection
{
    public static readonly Key<string?> Listen = Make.Text(
        "listen", text => Parse(text) is null ? $"'{text}' is no address to listen on: an IP address, a colon and a port, such as 127.0.0.1:9109." : null, "address:port",
        "Where `/metrics` is answered, in Prometheus' text format: how the sensor is, nothing about devices. In the clear and to everybody who can reach it.");

    public static Section Section { get; } = new("metrics", "Metrics about the sensor itself, for Prometheus and its like ([series](series.md#metrics)).", Listen);

    /// <summary>Where to listen; null: nowhere.</summary>
    public static IPEndPoint? Of(Settings settings) => settings.Of(Listen) is { } text ? Parse(text) : null;

    private static IPEndPoint? Parse(string text) =>
        text.LastIndexOf(':') is > 0 and var colon && !text.EndsWith(']') && IPEndPoint.TryParse(text, out var address)
        && (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? text.IndexOf(':', StringComparison.Ordinal) == colon : text[0] == '[')
            ? address
            : null;
}
