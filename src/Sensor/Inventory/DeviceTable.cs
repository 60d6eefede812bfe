using Sensor.Dissectors.Packets;

namespace Sensor.Inventory;

/// <summary>
/// All devices, by address, in order of first sight. The router rule: a MAC address that carries more than <see cref="MaxAddressesPerMac"/> addresses of one
/// family is a router's and belongs to none of them.
/// </summary>
internal sealed class DeviceTable(int maxDevices = DeviceTable.DefaultMax)
{
    public const int DefaultMax = 100_000;

    public const int MaxAddressesPerMac = 4;

    private readonly Dictionary<IpAddress, Device> _byAddress = [];
    private readonly Dictionary<ulong, HashSet<IpAddress>> _addressesOfMac = [];
    private readonly List<Device> _all = [];

    /// <summary>In order of first sight.</summary>
    public IReadOnlyList<Device> All => _all;

    /// <summary>Addresses for which there was no room.</summary>
    public long Refused { get; private set; }

    /// <summary>Sights of MAC addresses for which there was no room.</summary>
    public long MacsRefused { get; private set; }

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

    /// <summary>A frame of this device came from this MAC address.</summary>
    /// <returns>True when the device's MAC address is new or changed.</returns>
    public bool SeeMac(Device device, ulong mac)
    {
        if (mac == 0 || MacAddress.IsGroup(mac))
        {
            return false;
        }

        if (!_addressesOfMac.TryGetValue(mac, out var addresses))
        {
            if (_addressesOfMac.Count >= maxDevices)
            {
                MacsRefused++;
                return false;
            }

            addresses = [];
            _addressesOfMac.Add(mac, addresses);
        }

        if (addresses.Count <= MaxAddressesPerMac * 2)
        {
            addresses.Add(device.Address);
        }

        if (IsRouter(addresses))
        {
            foreach (var address in addresses)
            {
                if (_byAddress.TryGetValue(address, out var behind) && behind.Mac == mac)
                {
                    behind.Mac = 0;
                }
            }

            return false;
        }

        var changed = device.Mac != mac;
        device.Mac = mac;
        return changed;
    }

    public bool IsRouter(ulong mac) => _addressesOfMac.TryGetValue(mac, out var addresses) && IsRouter(addresses);

    private static long Forgone(in Models.ModelCounters counters) =>
        counters.FeaturesWithoutRoom + counters.GrammarsWithoutRoom + counters.TokensWithoutRoom
        + counters.RelationsEvicted + counters.SessionsEvicted + counters.TransitionsEvicted;

    private static bool IsRouter(HashSet<IpAddress> addresses)
    {
        if (addresses.Count <= MaxAddressesPerMac)
        {
            return false;
        }

        var v4 = addresses.Count(a => a.IsV4);
        return v4 > MaxAddressesPerMac || addresses.Count - v4 > MaxAddressesPerMac;
    }
}
