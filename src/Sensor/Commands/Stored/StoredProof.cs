using System.Globalization;
using System.Net;
using System.Text.Json;
using Sensor.Dissectors.Packets;
using Sensor.Evidence;

namespace Sensor.Commands.Stored;

/// <summary>Reads from an alert's line of JSON what its packets are found by.</summary>
internal static class StoredProof
{
    /// <returns>Null where something is missing that every alert has.</returns>
    public static Proof? Of(JsonElement alert)
    {
        if (alert.Text("anomaly.id") is not { } id || TimeOf(alert.Text("anomaly.evidence.from")) is not { } from || TimeOf(alert.Text("anomaly.evidence.to")) is not { } to)
        {
            return null;
        }

        return new Proof(id, alert.Text("alert.signature") ?? "", alert.Text("anomaly.explanation") ?? "", WantedOf(alert), from, to)
        {
            Observed = alert.Text("anomaly.observed.text") ?? "",
            Incident = alert.Text("anomaly.incident.id"),
            Places = [.. Places(alert)],
        };
    }

    private static IEnumerable<ProofPlace> Places(JsonElement alert)
    {
        var last = alert.Find("anomaly.evidence")!.Value;
        var others = last.Find("more") is { ValueKind: JsonValueKind.Array } more ? more.EnumerateArray() : Enumerable.Empty<JsonElement>();
        foreach (var place in others.Append(last))
        {
            var numbers = place.Find("packets") is { ValueKind: JsonValueKind.Array } packets
                ? packets.EnumerateArray().Select(n => n.TryGetInt64(out var number) ? number : 0).Where(n => n > 0).ToList() : [];
            if (place.Text("file") is { Length: > 0 } file && numbers.Count > 0)
            {
                yield return new ProofPlace(file, numbers);
            }
        }
    }

    /// <summary>The connection where there is one, else the two that it is about.</summary>
    private static Conversation? WantedOf(JsonElement alert)
    {
        if (alert.Find("flow_id") is not null && AddressOf(alert.Text("src_ip")) is { } source && AddressOf(alert.Text("dest_ip")) is { } destination)
        {
            return Conversation.Of(source, destination, ProtocolOf(alert.Text("proto")), PortOf(alert, "src_port"), PortOf(alert, "dest_port"));
        }

        return AddressOf(alert.Text("anomaly.device.ip")) is { } device && AddressOf(alert.Text("anomaly.peer.ip")) is { } peer ? Conversation.OfPair(device, peer) : null;
    }

    private static ushort PortOf(JsonElement alert, string key) => alert.Find(key) is { ValueKind: JsonValueKind.Number } port && port.TryGetUInt16(out var number) ? number : (ushort)0;

    /// <summary>As the envelope writes it.</summary>
    private static byte ProtocolOf(string? name) => name switch
    {
        "TCP" => IpProtocol.Tcp,
        "UDP" => IpProtocol.Udp,
        "ICMP" => IpProtocol.Icmp,
        "IPv6-ICMP" => IpProtocol.IcmpV6,
        _ => byte.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (byte)0,
    };

    private static IpAddress? AddressOf(string? text) => !IPAddress.TryParse(text, out var address) ? null
        : address.GetAddressBytes() is { Length: 4 } four ? IpAddress.ReadV4(four)
        : IpAddress.ReadV6(address.GetAddressBytes());

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    private static long? TimeOf(string? text) => RecordFilter.Time(text) is { } time ? (time - DateTimeOffset.UnixEpoch).Ticks * 100 : null;
}
