using System.Text.Json;
using Sensor.Inventory;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Outputs;

/// <summary>Writes a device's line of <c>devices.jsonl</c>.</summary>
internal static class DeviceJson
{
    public static void Write(Utf8JsonWriter json, Device device, bool mature)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, device.Id);
        WriteList(json, "ips"u8, [device.AddressText]);
        WriteList(json, "macs"u8, device.Values(Attribute.Mac));
        WriteList(json, "hostnames"u8, device.Values(Attribute.Hostname));
        WriteList(json, "ae_titles"u8, device.Values(Attribute.AeTitle));
        WriteList(json, "hl7_apps"u8, device.Values(Attribute.Hl7Application));
        WriteList(json, "serials"u8, []);
        json.WriteString("vendor"u8, device.Vendor);
        json.WriteNull("model"u8);
        WriteList(json, "software"u8, device.Values(Attribute.Software));
        json.WriteStartArray("roles"u8);
        foreach (var role in device.Roles.Conclude())
        {
            json.WriteStartObject();
            json.WriteString("role"u8, role.Name);
            json.WriteNumber("confidence"u8, role.Confidence);
            WriteList(json, "reasons"u8, role.Reasons);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteTime("first_seen"u8, device.FirstSeen);
        json.WriteTime("last_seen"u8, device.LastSeen);
        json.WriteBoolean("mature"u8, mature);
        json.WriteStartArray("evidence"u8);
        foreach (var evidence in device.Evidence)
        {
            json.WriteStartObject();
            json.WriteString("attribute"u8, Name(evidence.Attribute));
            json.WriteString("value"u8, evidence.Value.Json);
            json.WriteString("source"u8, evidence.Source);
            json.WriteNumber("confidence"u8, evidence.Confidence);
            json.WriteTime("first"u8, evidence.First);
            json.WriteTime("last"u8, evidence.Last);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static string Name(Attribute attribute) => attribute switch
    {
        Attribute.AeTitle => "ae_title",
        Attribute.Hl7Application => "hl7_app",
        Attribute.Hl7Facility => "hl7_facility",
        Attribute.ImplementationUid => "implementation_uid",
        Attribute.Software => "software",
        Attribute.Vendor => "vendor",
        Attribute.Hostname => "hostname",
        _ => "mac",
    };

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> key, IEnumerable<string> values)
    {
        json.WriteStartArray(key);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
