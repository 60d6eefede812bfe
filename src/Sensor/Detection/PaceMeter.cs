using System.Runtime.InteropServices;
using Sensor.Inventory;

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
}
