using Sensor.Inventory;
using Sensor.State;

namespace Sensor.Pipeline;

/// <summary>Turns the analysis, between two facts, into bytes.</summary>
internal sealed class SnapshotMaker(Analysis analysis)
{
    private readonly PartWriter _writer = new();

    /// <summary>Devices that have changed since they were last taken, or all of them.</summary>
    public List<DeviceRow> TakeDevices(bool all)
    {
        var rows = new List<DeviceRow>();
        foreach (var device in analysis.Devices.All)
        {
            if (all || device.HasChanged)
            {
                device.HasChanged = false;
                rows.Add(Row(device));
            }
        }

        return rows;
    }

    public List<PartRow> TakeParts()
    {
        var rows = new List<PartRow>();
        foreach (var part in analysis.Parts)
        {
            _writer.Clear();
            part.Save(_writer);
            rows.Add(new PartRow(part.Name, part.Version, Seal.Close(_writer.Written)));
        }

        return rows;
    }

    /// <summary>Open incidents that have changed since they were last taken, or all of them.</summary>
    public IEnumerable<IncidentRow> TakeIncidents(bool all) => analysis.Alerts.Open.Where(i => all || i.HasChanged).Select(IncidentRows.Row);

    private DeviceRow Row(Device device)
    {
        _writer.Clear();
        DeviceState.Save(device, _writer);
        var model = new byte[device.Model.StateBytes];
        device.Model.Save(model);
        return new DeviceRow(device.Number, device.AddressText, device.FirstSeen, device.LastSeen, device.Kind, Seal.Close(_writer.Written), model);
    }
}
