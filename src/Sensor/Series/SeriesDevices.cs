using Sensor.Inventory;
using Sensor.Site;
using Sensor.State;

namespace Sensor.Series;

/// <summary>
/// Which devices have series of their own: those that a site names and says how critical they are, and of the others the first so many that anything is measured of.
/// The rest are added up.
/// </summary>
internal sealed class SeriesDevices(int max)
{
    /// <summary>Stands for the rest; no device has this number.</summary>
    public const int Rest = 0;

    private readonly HashSet<int> _admitted = [];

    /// <summary>The device's number, or <see cref="Rest"/>.</summary>
    public int NumberOf(Device device)
    {
        if (_admitted.Contains(device.Number))
        {
            return device.Number;
        }

        if (device.Known is { Criticality: not Criticality.Unstated })
        {
            return device.Number;
        }

        return _admitted.Count < max && _admitted.Add(device.Number) ? device.Number : Rest;
    }

    public void Save(PartWriter writer)
    {
        writer.Int32(_admitted.Count);
        foreach (var number in _admitted.Order())
        {
            writer.Int32(number);
        }
    }

    /// <summary>Takes what was saved; devices that are forgotten give their place to others.</summary>
    public void Load(ref PartReader reader, DeviceTable devices)
    {
        for (var rest = reader.Count(int.MaxValue, least: 4); rest > 0 && !reader.Failed; rest--)
        {
            var number = reader.Int32(int.MaxValue);
            if (devices.OfNumber(number) is not null && _admitted.Count < max)
            {
                _admitted.Add(number);
            }
        }
    }
}
