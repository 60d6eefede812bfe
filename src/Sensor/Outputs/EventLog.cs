using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Models;
using Sensor.State;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Outputs;

/// <summary>Hands facts on as events, and writes what is new about devices. Without a stream it only counts.</summary>
internal sealed class EventLog(EventStream? stream, Envelope envelope, IReadOnlyList<IProtocol> protocols) : Alerts.IFirstSights, IStatePart
{
    /// <summary>Things seen for the first time by a device that was known before.</summary>
    public long FirstSights { get; private set; }

    /// <summary>A name's definition.</summary>
    public void Define(in FactHeader header, ReadOnlySpan<byte> body) => stream?.Take(in header, body);

    public void Write(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body)
    {
        if (kind.EventType is { } type && stream?.Wants(type) == true)
        {
            stream.Take(in header, body);
        }
    }

    /// <summary>Another gateway speaks for the device.</summary>
    public void Moved(in FactHeader header, Device device) => WriteDevice(in header, device, "changed", "address", device.AddressText);

    public void NewDevice(in FactHeader header, Device device) => WriteDevice(in header, device, "new", null, null);

    public void First(in FactHeader header, Device device, RelationKind kind, string subject)
    {
        FirstSights++;
        WriteDevice(in header, device, "first", kind switch
        {
            RelationKind.Peer => "peer",
            RelationKind.Command => "command",
            RelationKind.ActsAs => "name",
            RelationKind.Addresses => "addressee",
            RelationKind.SendsTo => "destination",
            _ => "content",
        }, subject);
    }

    public void Changed(in FactHeader header, Device device, Attribute attribute, Name value) =>
        WriteDevice(in header, device, "changed", DeviceJson.Name(attribute), value.Text);

    public void ChangedMac(in FactHeader header, Device device, ulong mac) =>
        WriteDevice(in header, device, "changed", DeviceJson.Name(Attribute.Mac), Dissectors.Packets.MacAddress.Format(mac));

    /// <summary>The MAC address turned out to be a router's.</summary>
    public void WithdrewMac(in FactHeader header, Device device, ulong mac) =>
        WriteDevice(in header, device, "withdrawn", DeviceJson.Name(Attribute.Mac), Dissectors.Packets.MacAddress.Format(mac));

    public string Name => "events";

    public int Version => 1;

    public void Save(PartWriter writer) => writer.Int64(FirstSights);

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        var sights = reader.Tally();
        FirstSights = origin.SameInput ? sights : 0;
        return reader.Complete;
    }

    private void WriteDevice(in FactHeader header, Device device, string what, string? attribute, string? value)
    {
        if (stream?.Wants("device") != true)
        {
            return;
        }

        var json = stream.Json;
        json.WriteStartObject();
        envelope.Write(json, "device", in header, Envelope.AppProto(in header, protocols));
        json.WriteStartObject("device"u8);
        json.WriteString("event"u8, what);
        json.WriteString("id"u8, device.Id);
        json.WriteString("ip"u8, device.AddressText);
        CaseJson.WriteNameplate(json, device);
        if (attribute is not null)
        {
            json.WriteString("attribute"u8, attribute);
            json.WriteString("value"u8, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        stream.EndLine();
    }
}
