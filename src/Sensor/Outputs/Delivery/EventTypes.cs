using System.Text;

namespace Sensor.Outputs.Delivery;

/// <summary>What can be sent: the types of events, alerts, and points of time series.</summary>
internal static class EventTypes
{
    public const string Alert = "alert", Incident = "incident", Health = "health", Point = "point";

    /// <summary>Every <c>event_type</c> there is.</summary>
    public static IReadOnlyList<string> OfLines { get; } =
        [Alert, "arp", "device", "dicom", "flow", "ftp", Health, "hl7", "http", Incident, "pump", "stats", "stream", "telnet", "tls", "wsd"];

    /// <summary>The type of these letters; known ones aren't allocated.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        foreach (var known in OfLines)
        {
            if (Ascii.Equals(utf8, known))
            {
                return known;
            }
        }

        return utf8.SequenceEqual("point"u8) ? Point : Encoding.ASCII.GetString(utf8);
    }
}
