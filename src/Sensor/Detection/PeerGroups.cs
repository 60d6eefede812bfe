using Sensor.Inventory;
using Sensor.Models;

namespace Sensor.Detection;

/// <summary>
/// Devices of one kind speak for each other. What they have in common is gathered at fixed ticks of packet time; between ticks models read only the last
/// result, so that devices can be spread over machines without a model noticing. For now a kind is a role.
/// </summary>
internal sealed class PeerGroups(ModelSettings settings)
{
    /// <summary>Nanoseconds of packet time between ticks.</summary>
    public const long Interval = 3600L * 1_000_000_000;

    private Dictionary<string, GroupSummary> _published = [];
    private long _nextTick = long.MinValue;

    /// <summary>What the device's kind has in common; null while it has none.</summary>
    public GroupSummary? Of(Device device) => device.Kind is { } kind ? _published.GetValueOrDefault(kind) : null;

    /// <summary>Gathers anew when a tick has passed.</summary>
    public void Advance(long now, IReadOnlyList<Device> devices)
    {
        // Far off: the clock was put back.
        if (now < _nextTick && _nextTick - now <= Interval)
        {
            return;
        }

        var isFirst = _nextTick == long.MinValue;
        _nextTick = ((now / Interval) + 1) * Interval;
        if (!isFirst)
        {
            Gather(now, devices);
        }
    }

    public void Gather(long now, IReadOnlyList<Device> devices)
    {
        var gathered = new Dictionary<string, GroupSummary>();
        foreach (var device in devices)
        {
            device.Kind = device.Roles.Surest?.Name;
            if (device.Kind is not { } kind)
            {
                continue;
            }

            if (!gathered.TryGetValue(kind, out var summary))
            {
                summary = new GroupSummary();
                gathered.Add(kind, summary);
            }

            device.Model.Contribute(summary, now, settings);
        }

        // A group of few would mostly tell a device about itself.
        _published = gathered.Where(g => g.Value.Devices >= settings.GroupDevices).ToDictionary();
    }
}
