using Sensor.Detection;
using Sensor.Dissectors.Packets;

namespace Sensor.Alerts;

/// <summary>What makes two anomalies the same thing again. Devices are known by their identity; the empty address stands for the sensor itself, or for no peer.</summary>
internal readonly record struct Story(int SignatureId, IpAddress Device, IpAddress Peer, Part Part, string Subject)
{
    public static Story Of(Alert alert) => new(alert.Reason.SignatureId, alert.Device?.Identity ?? default, alert.Peer?.Identity ?? default, alert.Part, alert.Subject);
}
