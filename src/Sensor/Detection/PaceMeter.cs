using System.Runtime.InteropServices;
using Sensor.Inventory;
using Sensor.State;

namespace Sensor.Detection;

/// <summary>Measures how fast a device's commands follow each other while it works: commands a minute, over <see cref="Window"/> of them.</summary>
internal sealed class PaceMeter
{
    public const int Window = 16;

    /// <summary>Nanoseconds below which two packet times say nothing about speed.</summary>
    private const long Shortest = 1_000_000;

    private readonly Dictionary<(int Device, byte App), (int Count, long Since)> _paces = [];

    /// <summary>Counts a command; a pace when a window is full, else null. Bounded by the devices.</summary>
    public double? Count(Device device, byte app, long time)
    {
        ref var pace = ref CollectionsMarshal.GetValueRefOrAddDefault(_paces, (device.Number, app), out _);
        var (count, since) = pace;
        if (count < Window)
        {
            pace = count == 0 ? (1, time) : (count + 1, since);
            return null;
        }

        pace = (1, time);
        return Window * 60e9 / Math.Max(Shortest, time - since);
    }

    public void Save(PartWriter writer)
    {
        writer.Int32(_paces.Count);
        foreach (var ((device, app), (count, since)) in _paces.OrderBy(p => p.Key))
        {
            writer.Int32(device);
            writer.Byte(app);
            writer.Int32(count);
            writer.Int64(since);
        }
    }

    /// <summary>Takes what was saved into a meter that is as new.</summary>
    public void Load(ref PartReader reader)
    {
        for (var rest = reader.Count(int.MaxValue, least: 17); rest > 0 && !reader.Failed; rest--)
        {
            var key = (reader.Int32(int.MaxValue), reader.Byte());
            reader.Require(_paces.TryAdd(key, (reader.Int32(Window), reader.Int64())));
        }
    }
}
