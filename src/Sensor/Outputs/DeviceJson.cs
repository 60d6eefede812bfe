using System.Text.Json;
using Sensor.Inventory;
using Sensor.Site;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Outputs;

/// <summary>Writes a device's line of <c>devices.jsonl</c>.</summary>
internal static class DeviceJson
{
    /// <param name="json">Where to.</param>
    /// <param name="device">Which.</param>
    /// <param name="mature">It is judged.</param>
    /// <param name="withNameplate">Also by which serial number a device behind a gateway is known: for lists; <c>devices.jsonl</c> has its own members only.</param>
    public static void Write(Utf8JsonWriter json, Device device, bool mature, bool withNameplate = false)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, device.Id);
        if (withNameplate)
        {
            CaseJson.WriteNameplate(json, device);
        }

        WriteList(json, "ips"u8, [device.AddressText]);
        WriteList(json, "macs"u8, device.Values(Attribute.Mac));
        WriteList(json, "hostnames"u8, device.Values(Attribute.Hostname));
        WriteList(json, "ae_titles"u8, device.Values(Attribute.AeTitle));
        WriteList(json, "hl7_apps"u8, device.Values(Attribute.Hl7Application));
        WriteList(json, "serials"u8, device.Values(Attribute.Serial));
        json.WriteString("vendor"u8, device.Vendor);
        json.WriteString("model"u8, device.ModelName);
        WriteList(json, "software"u8, device.Values(Attribute.Software).Concat(device.Values(Attribute.DrugLibrary)).Distinct());
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
            WriteEvidence(json, Name(evidence.Attribute), evidence.Value.Json, evidence.Source, evidence.Confidence, evidence.First, evidence.Last);
        }

        foreach (var (attribute, value) in Stated(device))
        {
            // What the site says holds for as long as the device was seen.
            WriteEvidence(json, attribute, JsonEncodedText.Encode(value), "configuration", 1, device.FirstSeen, device.LastSeen);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static IEnumerable<(string Attribute, string Value)> Stated(Device device)
    {
        if (device.Known is { } known)
        {
            yield return ("system", known.Name);
            if (known.Owner.Length > 0)
            {
                yield return ("owner", known.Owner);
            }
        }

        if (device.Segment is { } segment)
        {
            yield return ("segment", segment.Name);
        }

        if (device.Criticality.Word() is { } word)
        {
            yield return ("criticality", word);
        }
    }

    private static void WriteEvidence(Utf8JsonWriter json, string attribute, JsonEncodedText value, string source, double confidence, long first, long last)
    {
        json.WriteStartObject();
        json.WriteString("attribute"u8, attribute);
        json.WriteString("value"u8, value);
        json.WriteString("source"u8, source);
        json.WriteNumber("confidence"u8, confidence);
        json.WriteTime("first"u8, first);
        json.WriteTime("last"u8, last);
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
        Attribute.Serial => "serial",
        Attribute.Model => "model",
        Attribute.DrugLibrary => "drug_library",
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
