using System.Diagnostics.CodeAnalysis;
using Sensor.Facts;
using Sensor.Models;
using Sensor.State;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Inventory;

/// <summary>A device as it is saved: all but its model, which has a form of its own.</summary>
internal static class DeviceState
{
    /// <summary>Bytes of a text about a device, when it is read back. Names are at most 256 bytes, two or three times that as UTF-8.</summary>
    private const int MaxText = 1024;

    public static void Save(Device device, PartWriter writer)
    {
        writer.Int32(device.Number);
        writer.Address(device.Address);
        writer.Int64(device.FirstSeen);
        writer.Int64(device.LastSeen);
        writer.OptionalText(device.Kind);
        writer.Int64(device.Acts);
        device.Roles.Save(writer);
        writer.Int32(device.EvidenceRefused);
        writer.Int32(device.Evidence.Count);
        for (var i = 0; i < device.Evidence.Count; i++)
        {
            var evidence = device.Evidence[i];
            writer.Byte((byte)evidence.Attribute);
            writer.Boolean(evidence.Value.Key != 0);
            writer.Text(evidence.Value.Text);
            writer.Text(evidence.Source);
            writer.Double(evidence.Confidence);
            writer.Int64(evidence.First);
            writer.Int64(evidence.Premise is null ? evidence.Last : 0);
            writer.Int32(PlaceOf(evidence.Premise, device));
        }

        if (device.Nameplate is { } nameplate)
        {
            // Others end here.
            writer.Text(nameplate.Family);
            writer.Text(nameplate.Serial);
            writer.Int64(device.HeldAt);
        }
    }

    /// <summary>Makes a device of what was saved; false where it is damaged.</summary>
    public static bool TryLoad(ref PartReader reader, DeviceModel model, NameDirectory names, [NotNullWhen(true)] out Device? device)
    {
        device = new Device(reader.Int32(int.MaxValue), reader.Address(), reader.Int64(), model)
        {
            LastSeen = reader.Int64(),
            Kind = reader.OptionalText(MaxText),
            Acts = reader.Tally(),
            HasChanged = false,
        };
        device.Roles.Load(ref reader);
        var refused = reader.Int32(int.MaxValue);
        var evidence = new List<Evidence>();
        for (var rest = reader.Count(Device.MaxEvidence); rest > 0 && !reader.Failed; rest--)
        {
            evidence.Add(LoadEvidence(ref reader, evidence, names));
        }

        device.Restore(evidence, refused);
        if (!reader.Failed && !reader.Complete)
        {
            device.Name(new Nameplate(reader.Text(MaxText), reader.Text(MaxText)), reader.Int64());
        }

        return reader.Complete && device.Number > 0;
    }

    private static Evidence LoadEvidence(ref PartReader reader, List<Evidence> before, NameDirectory names)
    {
        var attribute = (Attribute)reader.Byte();
        reader.Require(Enum.IsDefined(attribute));
        var isName = reader.Boolean();
        var text = reader.Text(MaxText);
        var source = reader.Text(MaxText);
        var (confidence, first, last) = (reader.Double(), reader.Int64(), reader.Int64());
        var premise = reader.Int32();
        reader.Require(premise >= -1 && premise < before.Count && confidence is >= 0 and <= 1);
        return new Evidence(attribute, isName ? names.Restore(text) : new Name(text, 0), source, reader.Failed || premise < 0 ? null : before[premise])
        {
            Confidence = confidence,
            First = first,
            Last = last,
        };
    }

    /// <summary>Claims follow from claims before them.</summary>
    private static int PlaceOf(Evidence? premise, Device device)
    {
        for (var i = 0; premise is not null && i < device.Evidence.Count; i++)
        {
            if (device.Evidence[i] == premise)
            {
                return i;
            }
        }

        return -1;
    }
}
