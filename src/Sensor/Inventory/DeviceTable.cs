using Sensor.Dissectors.Packets;
using Sensor.State;

namespace Sensor.Inventory;

/// <summary>All devices, by address, in order of first sight.</summary>
internal sealed class DeviceTable(int maxDevices = DeviceTable.DefaultMax) : IStatePart
{
    public const int DefaultMax = 100_000;

    private readonly Dictionary<IpAddress, Device> _byAddress = [];
    private readonly List<Device> _all = [];
    private int _lastNumber;

    // What had been refused and forgotten before the input began.
    private long _refusedBefore;
    private long _forgottenBefore;

    /// <summary>Which MAC addresses speak for which devices.</summary>
    public MacTable Macs { get; } = new(maxDevices);

    /// <summary>In order of first sight.</summary>
    public IReadOnlyList<Device> All => _all;

    /// <summary>Addresses for which there was no room.</summary>
    public long Refused { get; private set; }

    /// <summary>Claims that found no room with their device.</summary>
    public long ClaimsRefused => AllRefused - _refusedBefore;

    /// <summary>What devices' models forgot, or didn't learn, for want of room.</summary>
    public long Forgotten => AllForgotten - _forgottenBefore;

    private long AllRefused => _all.Sum(d => (long)d.EvidenceRefused);

    private long AllForgotten => _all.Sum(d => Forgone(d.Model.Counters));

    /// <summary>The clock was wrong and has been put back: nothing was seen later than now.</summary>
    public void StepBack(long now)
    {
        foreach (var device in _all)
        {
            device.HasChanged |= device.FirstSeen > now || device.LastSeen > now;
            device.FirstSeen = Math.Min(device.FirstSeen, now);
            device.LastSeen = Math.Min(device.LastSeen, now);
        }
    }

    public Device? Find(in IpAddress address) => _byAddress.GetValueOrDefault(address);

    /// <summary>The device of a number; null where there is none, or none any more.</summary>
    public Device? OfNumber(int number)
    {
        var (low, high) = (0, _all.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_all[middle].Number == number)
            {
                return _all[middle];
            }

            (low, high) = _all[middle].Number < number ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

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

        if (_all.Count >= maxDevices)
        {
            Refused++;
            return null;
        }

        device = new Device(++_lastNumber, address, time);
        _byAddress.Add(address, device);
        _all.Add(device);
        isNew = true;
        return device;
    }

    /// <summary>Takes a device that was saved, in the order of numbers; false where there can't be such a one.</summary>
    public bool Restore(Device device)
    {
        // Also beyond the bound, which may have been another when they were saved.
        if (device.Number <= _lastNumber || !_byAddress.TryAdd(device.Address, device))
        {
            return false;
        }

        _all.Add(device);
        _lastNumber = device.Number;
        return true;
    }

    public string Name => "inventory";

    public int Version => 1;

    /// <summary>All but the devices themselves.</summary>
    public void Save(PartWriter writer)
    {
        writer.Int32(_lastNumber);
        writer.Int64(Refused);
        writer.Int64(_refusedBefore);
        writer.Int64(_forgottenBefore);
        Macs.Save(writer);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        var lastNumber = reader.Int32(int.MaxValue);
        reader.Require(lastNumber >= _lastNumber);
        _lastNumber = lastNumber;
        var (refused, refusedBefore, forgottenBefore) = (reader.Tally(), reader.Tally(), reader.Tally());
        Macs.Load(ref reader, Find, origin.SameInput);
        if (origin.SameInput)
        {
            (Refused, _refusedBefore, _forgottenBefore) = (refused, refusedBefore, forgottenBefore);
        }
        else
        {
            (_refusedBefore, _forgottenBefore) = (AllRefused, AllForgotten);
        }

        return reader.Complete;
    }

    private static long Forgone(in Models.ModelCounters counters) =>
        counters.FeaturesWithoutRoom + counters.GrammarsWithoutRoom + counters.TokensWithoutRoom
        + counters.RelationsEvicted + counters.SessionsEvicted + counters.TransitionsEvicted;
}
