using System.Runtime.InteropServices;
using Sensor.Dissectors.Packets;
using Sensor.State;

namespace Sensor.Inventory;

/// <summary>All devices, by address or by the nameplate of those that an address speaks for, in order of first sight.</summary>
internal sealed class DeviceTable(int maxDevices = DeviceTable.DefaultMax) : IStatePart
{
    public const int DefaultMax = 100_000;

    /// <summary>Devices that one address speaks for. A hospital has fewer pumps; who forges serial numbers only fills the own share.</summary>
    public const int MaxBehind = 4096;

    private readonly Dictionary<IpAddress, Device> _byAddress = [];
    private readonly Dictionary<(string Family, string Serial), Device> _byNameplate = [];

    /// <summary>How many devices each address speaks for.</summary>
    private readonly Dictionary<IpAddress, int> _behind = [];
    private readonly List<Device> _all = [];
    private readonly NameClaims _names = new();
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

    /// <summary>Times a device behind an address wasn't told apart for want of room.</summary>
    public long BehindRefused { get; private set; }

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
            device.HeldAt = Math.Min(device.HeldAt, now);
        }
    }

    public Device? Find(in IpAddress address) => _byAddress.GetValueOrDefault(address);

    /// <summary>The device of a serial number.</summary>
    public Device? Find(string family, string serial) => _byNameplate.GetValueOrDefault((family, serial));

    /// <summary>How many devices an address speaks for.</summary>
    public int CountBehind(in IpAddress address) => _behind.GetValueOrDefault(address);

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
        device.Roles.Pumps = CountBehind(in address);
        _byAddress.Add(address, device);
        Add(device);
        isNew = true;
        return device;
    }

    /// <summary>Takes a device that an address speaks for and that isn't known yet. Null past a bound.</summary>
    public Device? Add(Nameplate nameplate, in IpAddress address, long time)
    {
        if (_all.Count >= maxDevices || _behind.GetValueOrDefault(address) >= MaxBehind)
        {
            BehindRefused++;
            return null;
        }

        var device = new Device(++_lastNumber, address, time);
        device.Name(nameplate, time);
        _byNameplate.Add((nameplate.Family, nameplate.Serial), device);
        CountBehind(in address, 1);
        Add(device);
        return device;
    }

    /// <summary>Another address speaks for a device from now on; false where that speaks for too many.</summary>
    public bool Move(Device device, in IpAddress address)
    {
        if (_behind.GetValueOrDefault(address) >= MaxBehind)
        {
            BehindRefused++;
            return false;
        }

        CountBehind(device.Address, -1);
        CountBehind(in address, 1);
        device.Move(address);
        return true;
    }

    /// <summary>Takes a device that was saved, in the order of numbers; false where there can't be such a one.</summary>
    public bool Restore(Device device)
    {
        // Also beyond the bound, which may have been another when they were saved.
        if (device.Number <= _lastNumber
            || !(device.Nameplate is { } plate ? _byNameplate.TryAdd((plate.Family, plate.Serial), device) : _byAddress.TryAdd(device.Address, device)))
        {
            return false;
        }

        if (device.Nameplate is not null)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_behind, device.Address, out _)++;
        }

        // Either may have been saved first.
        Find(device.Address)?.Roles.RestorePumps(CountBehind(device.Address));

        Add(device);
        _lastNumber = device.Number;
        return true;
    }

    public string Name => "inventory";

    public int Version => 2;

    /// <summary>All but the devices themselves.</summary>
    public void Save(PartWriter writer)
    {
        writer.Int32(_lastNumber);
        writer.Int64(Refused);
        writer.Int64(BehindRefused);
        writer.Int64(_refusedBefore);
        writer.Int64(_forgottenBefore);
        Macs.Save(writer);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        var lastNumber = reader.Int32(int.MaxValue);
        reader.Require(lastNumber >= _lastNumber);
        _lastNumber = lastNumber;
        var (refused, behindRefused) = (reader.Tally(), origin.Version > 1 ? reader.Tally() : 0);
        var (refusedBefore, forgottenBefore) = (reader.Tally(), reader.Tally());
        Macs.Load(ref reader, Find, origin.SameInput);
        if (origin.SameInput)
        {
            (Refused, BehindRefused, _refusedBefore, _forgottenBefore) = (refused, behindRefused, refusedBefore, forgottenBefore);
        }
        else
        {
            (_refusedBefore, _forgottenBefore) = (AllRefused, AllForgotten);
        }

        return reader.Complete;
    }

    private void Add(Device device)
    {
        device.Join(_names);
        _all.Add(device);
    }

    private void CountBehind(in IpAddress address, int change)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_behind, address, out _);
        count += change;
        if (Find(in address) is { } gateway)
        {
            (gateway.Roles.Pumps, gateway.HasChanged) = (count, true);
        }

        if (count == 0)
        {
            _behind.Remove(address);
        }
    }

    private static long Forgone(in Models.ModelCounters counters) =>
        counters.FeaturesWithoutRoom + counters.GrammarsWithoutRoom + counters.TokensWithoutRoom
        + counters.RelationsEvicted + counters.SessionsEvicted + counters.TransitionsEvicted;
}
