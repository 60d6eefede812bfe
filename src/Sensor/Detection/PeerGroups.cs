using Sensor.Inventory;
using Sensor.Models;
using Sensor.State;

namespace Sensor.Detection;

/// <summary>
/// Devices of one kind speak for each other. What they have in common is gathered at fixed ticks of packet time; between ticks models read only the last
/// result, so that devices can be spread over machines without a model noticing. For now a kind is a role.
/// </summary>
internal sealed class PeerGroups(ModelSettings settings) : IStatePart
{
    /// <summary>Nanoseconds of packet time between ticks.</summary>
    public const long Interval = 3600L * 1_000_000_000;

    /// <summary>More kinds than there are roles.</summary>
    private const int MaxKinds = 1024;

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

    public string Name => "groups";

    public int Version => 1;

    public void Save(PartWriter writer)
    {
        writer.Int64(_nextTick);
        writer.Int32(_published.Count);
        foreach (var (kind, summary) in _published.OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            writer.Text(kind);
            writer.Int32(summary.StateBytes);
            summary.Save(writer.Take(summary.StateBytes));
        }
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        _nextTick = reader.Int64();
        for (var rest = reader.Count(MaxKinds); rest > 0 && !reader.Failed; rest--)
        {
            var kind = reader.Text(256);
            reader.Require(GroupSummary.TryLoad(reader.Bytes(ModelBounds.GroupBytes), out var summary) && _published.TryAdd(kind, summary));
        }

        return reader.Complete;
    }

    public void Gather(long now, IReadOnlyList<Device> devices)
    {
        var gathered = new Dictionary<string, GroupSummary>();
        foreach (var device in devices)
        {
            var surest = device.Roles.Surest?.Name;
            device.HasChanged |= surest != device.Kind;
            device.Kind = surest;
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
