using Sensor.Dissectors.Packets;

namespace Sensor.Inventory;

/// <summary>All devices, by address, in order of first sight.</summary>
internal sealed class DeviceTable(int maxDevices = DeviceTable.DefaultMax)
{
    public const int DefaultMax = 100_000;

    private readonly Dictionary<IpAddress, Device> _byAddress = [];
    private readonly List<Device> _all = [];

    /// <summary>Which MAC addresses speak for which devices.</summary>
    public MacTable Macs { get; } = new(maxDevices);

    /// <summary>In order of first sight.</summary>
    public IReadOnlyList<Device> All => _all;

    /// <summary>Addresses for which there was no room.</summary>
    public long Refused { get; private set; }

    /// <summary>Claims that found no room with their device.</summary>
    public long ClaimsRefused => _all.Sum(d => (long)d.EvidenceRefused);

    /// <summary>What devices' models forgot, or didn't learn, for want of room.</summary>
    public long Forgotten => _all.Sum(d => Forgone(d.Model.Counters));

    /// <summary>The clock was wrong and has been put back: nothing was seen later than now.</summary>
    public void StepBack(long now)
    {
        foreach (var device in _all)
        {
            device.FirstSeen = Math.Min(device.FirstSeen, now);
            device.LastSeen = Math.Min(device.LastSeen, now);
        }
    }

    public Device? Find(in IpAddress address) => _byAddress.GetValueOrDefault(address);

    /// <summary>The device of an address, made at first sight. Null for group addresses and past the bound.</summary>
    public Device? FindOrAdd(in IpAddress address, long time, out bool isNew)
    {
        isNew = false;
        if (_byAddress.TryGetValue(address, out var device))
        {
            device.LastSeen = Math.Max(device.LastSeen, time);
            return device;
        }

        if (address.IsUnspecified || address.IsMulticast || address.IsBroadcast)
        {
            return null;
        }

        if (_all.Count == maxDevices)
        {
            Refused++;
            return null;
        }

        device = new Device(_all.Count + 1, address, time);
        _byAddress.Add(address, device);
        _all.Add(device);
        isNew = true;
        return device;
    }

    private static long Forgone(in Models.ModelCounters counters) =>
        counters.FeaturesWithoutRoom + counters.GrammarsWithoutRoom + counters.TokensWithoutRoom
        + counters.RelationsEvicted + counters.SessionsEvicted + counters.TransitionsEvicted;
}
