using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Inventory.Vendors;
using Sensor.State;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Inventory;

/// <summary>The device of an address, if there is one.</summary>
internal delegate Device? FindDevice(in IpAddress address);

/// <summary>
/// Which MAC address speaks for which device, and whose make it is. One that carries many addresses is a router's: it says nothing of the devices behind,
/// and what it seemed to say of them is withdrawn. The router's own addresses, which ARP bound to it or which no router forwards, keep it, unless they are
/// many as well: then it is a proxy's. Depends on the order of packets alone.
/// </summary>
/// <param name="maxMacs">MAC addresses remembered; further ones speak for nobody.</param>
internal sealed class MacTable(int maxMacs)
{
    /// <summary>Most addresses of one device: IPv4, IPv6 networks (of 64 bits), and IPv6 in all, because a device may take a new one every day.</summary>
    public const int MaxV4 = 2, MaxV6Networks = 2, MaxV6 = 8;

    /// <summary>Most MAC addresses of one device.</summary>
    public const int MaxOfDevice = 8;

    /// <summary>Most addresses that a MAC address carries before it is a router's, and as many of its own.</summary>
    private const int MaxHoldings = 4 * (MaxV4 + MaxV6);

    private const string Arp = "arp", Ethernet = "ethernet";

    private readonly Dictionary<ulong, Carrier> _carriers = [];
    private readonly List<Device> _withdrawn = [];

    /// <summary>Times there was no room for a MAC address.</summary>
    public long Refused { get; private set; }

    /// <summary>Devices that the MAC address seen last turned out not to speak for.</summary>
    public IReadOnlyList<Device> Withdrawn => _withdrawn;

    /// <summary>A frame of this device came from this MAC address, or ARP bound them.</summary>
    /// <param name="device">The device, for its address.</param>
    /// <param name="mac">The MAC address; 0 where the segment isn't seen.</param>
    /// <param name="byArp">ARP says so.</param>
    /// <param name="time">Packet time in nanoseconds since the Unix epoch.</param>
    /// <returns>True when it is news that the device has it.</returns>
    public bool See(Device device, ulong mac, bool byArp, long time)
    {
        _withdrawn.Clear();
        if (mac == 0 || MacAddress.IsGroup(mac) || CarrierOf(mac) is not { IsProxy: false } carrier)
        {
            return false;
        }

        var isOwn = byArp || device.Address.IsLinkLocal;
        var holding = carrier.Find(device);
        if (holding is null && carrier.IsRouter && !isOwn)
        {
            return false;
        }

        if (holding is null || (isOwn && !holding.IsOwn))
        {
            holding ??= carrier.Add(device);
            holding.IsOwn |= isOwn;
            Judge(carrier);
        }

        return !carrier.IsProxy && (holding.IsOwn || !carrier.IsRouter) && Claim(holding, mac, byArp, time);
    }

    public void Save(PartWriter writer)
    {
        writer.Int64(Refused);
        writer.Int32(_carriers.Count);
        foreach (var (mac, carrier) in _carriers.OrderBy(c => c.Key))
        {
            writer.UInt64(mac);
            writer.Boolean(carrier.IsRouter);
            writer.Boolean(carrier.IsProxy);
            writer.Int32(carrier.Holdings.Count);
            foreach (var holding in carrier.Holdings)
            {
                writer.Address(holding.Device.Address);
                writer.Boolean(holding.IsOwn);
                writer.Boolean(holding.Claim is not null);
            }
        }
    }

    /// <summary>Takes what was saved into a table that is as new. Devices that are no longer kept hold nothing.</summary>
    public void Load(ref PartReader reader, FindDevice find, bool sameInput)
    {
        var refused = reader.Tally();
        Refused = sameInput ? refused : 0;
        for (var rest = reader.Count(int.MaxValue, least: 14); rest > 0 && !reader.Failed; rest--)
        {
            var mac = reader.UInt64();
            var carrier = new Carrier { IsRouter = reader.Boolean(), IsProxy = reader.Boolean() };
            reader.Require(_carriers.TryAdd(mac, carrier));
            for (var holdings = reader.Count(MaxHoldings, least: 18); holdings > 0 && !reader.Failed; holdings--)
            {
                LoadHolding(ref reader, carrier, mac, find);
            }
        }
    }

    private static void LoadHolding(ref PartReader reader, Carrier carrier, ulong mac, FindDevice find)
    {
        var address = reader.Address();
        var (isOwn, isClaimed) = (reader.Boolean(), reader.Boolean());
        if (find(in address) is not { } device || reader.Failed)
        {
            return;
        }

        var holding = carrier.Add(device);
        holding.IsOwn = isOwn;
        if (isClaimed)
        {
            // No other claim has this value: names that were heard have a key.
            var text = MacAddress.Format(mac);
            holding.Claim = device.Evidence.FirstOrDefault(e => e is { Attribute: Attribute.Mac, Premise: null, Value.Key: 0 } && e.Value.Text == text);
            reader.Require(holding.Claim is not null);
        }
    }

    private Carrier? CarrierOf(ulong mac)
    {
        if (!_carriers.TryGetValue(mac, out var carrier))
        {
            if (_carriers.Count >= maxMacs)
            {
                Refused++;
                return null;
            }

            carrier = new Carrier();
            _carriers.Add(mac, carrier);
        }

        return carrier;
    }

    private void Judge(Carrier carrier)
    {
        if (!carrier.IsRouter && AreMany(carrier.Holdings))
        {
            carrier.IsRouter = true;
            Withdraw(carrier, h => !h.IsOwn);
        }

        if (carrier.IsRouter && AreMany(carrier.Holdings))
        {
            carrier.IsProxy = true;
            Withdraw(carrier, _ => true);
        }
    }

    private void Withdraw(Carrier carrier, Predicate<Holding> those)
    {
        foreach (var holding in carrier.Holdings.Where(h => h.Claim is not null && those(h)))
        {
            holding.Device.Withdraw(holding.Claim!);
            _withdrawn.Add(holding.Device);
        }

        carrier.Holdings.RemoveAll(those);
    }

    private static bool AreMany(List<Holding> holdings)
    {
        var v6 = holdings.Where(h => !h.Device.Address.IsV4).ToList();
        return holdings.Count - v6.Count > MaxV4 || v6.Count > MaxV6
            || v6.Where(h => !h.Device.Address.IsLinkLocal).Select(h => h.Device.Address.High).Distinct().Count() > MaxV6Networks;
    }

    private bool Claim(Holding holding, ulong mac, bool byArp, long time)
    {
        if (holding.Claim is { } known)
        {
            known.Last = Math.Max(known.Last, time);
            (known.Source, known.Confidence) = byArp ? (Arp, ConfidenceIn(Arp)) : (known.Source, known.Confidence);
            return false;
        }

        var device = holding.Device;
        if (device.Values(Attribute.Mac).Count() == MaxOfDevice)
        {
            Refused++;
            return false;
        }

        var source = byArp ? Arp : Ethernet;
        var text = MacAddress.Format(mac);
        holding.Claim = device.Claim(Attribute.Mac, new Name(text, 0), source, ConfidenceIn(source), time);
        if (holding.Claim is not null && VendorTable.Find(mac) is { } vendor)
        {
            // The maker of the interface, not always of what is built around it.
            device.Conclude(holding.Claim, Attribute.Vendor, new Name(vendor, 0), "mac prefix", 0.4);
        }

        return holding.Claim is not null;
    }

    /// <summary>A frame may have come through a router that wasn't found out yet.</summary>
    private static double ConfidenceIn(string source) => source == Arp ? 0.7 : 0.5;

    /// <summary>What is known of a MAC address.</summary>
    private sealed class Carrier
    {
        /// <summary>The addresses it carries; of a router its own, of a proxy none.</summary>
        public List<Holding> Holdings { get; } = new(1);

        public bool IsRouter { get; set; }

        public bool IsProxy { get; set; }

        public Holding? Find(Device device)
        {
            foreach (var holding in Holdings)
            {
                if (holding.Device == device)
                {
                    return holding;
                }
            }

            return null;
        }

        public Holding Add(Device device)
        {
            var holding = new Holding(device);
            Holdings.Add(holding);
            return holding;
        }
    }

    /// <summary>An address that a MAC address carries.</summary>
    private sealed class Holding(Device device)
    {
        public Device Device => device;

        /// <summary>It is on the segment itself.</summary>
        public bool IsOwn { get; set; }

        /// <summary>The device's claim to the MAC address; null while there was no room for it.</summary>
        public Evidence? Claim { get; set; }
    }
}
