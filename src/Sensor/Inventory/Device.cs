using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Models;
using Sensor.Site;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Inventory;

/// <summary>What a clinician would point at, as far as the wire tells: an address, or one of those that an address speaks for.</summary>
internal sealed class Device(int number, IpAddress address, long firstSeen, DeviceModel? model = null)
{
    /// <summary>More claims than a real device makes; further ones are counted.</summary>
    public const int MaxEvidence = 64;

    private const ulong DiscardPrefix = 0x0100_0000_0000_0000;

    private readonly List<Evidence> _evidence = [];
    private KnownSystem? _gateway;
    private NameClaims? _names;

    public int Number { get; } = number;

    public string Id { get; } = IdOf(number);

    /// <summary>The id by which the device of a number is spoken of.</summary>
    public static string IdOf(int number) => $"dev-{number:D6}";

    /// <summary>Its own, or that of the gateway that spoke for it last.</summary>
    public IpAddress Address { get; private set; } = address;

    public string AddressText { get; private set; } = address.ToString();

    /// <summary>Of a device that others speak for; null where the address is the device.</summary>
    public Nameplate? Nameplate { get; private set; }

    /// <summary>Stable key of the address, or of the nameplate, for models.</summary>
    public ulong Key { get; private set; } = StableKey.Of(address.ToString());

    /// <summary>Tells it from all others where addresses do: its own, or one that nobody can have (RFC 6666).</summary>
    public IpAddress Identity => Nameplate is null ? Address : new IpAddress(DiscardPrefix, Key);

    /// <summary>Packet time at which its address spoke for it last; only of those with a nameplate.</summary>
    public long HeldAt { get; set; }

    /// <summary>Something about it may be other than it was when it was last saved.</summary>
    public bool HasChanged { get; set; } = true;

    public long FirstSeen { get; set; } = firstSeen;

    public long LastSeen { get; set; } = firstSeen;

    public DeviceModel Model { get; } = model ?? new();

    /// <summary>The kind of device it was at the last tick; null while that isn't clear.</summary>
    public string? Kind { get; set; }

    /// <summary>Commands it had a part in, asked or asking.</summary>
    public long Acts { get; set; }

    public RoleEvidence Roles { get; } = new();

    /// <summary>What the site says about it; null where that is nothing.</summary>
    public KnownSystem? Known { get; private set; }

    /// <summary>The part of the network it is in, as the site names it; null where it doesn't.</summary>
    public Segment? Segment { get; private set; }

    /// <summary>Its own, else its gateway's, else its segment's.</summary>
    public Criticality Criticality => (Known ?? _gateway) is { Criticality: not Criticality.Unstated } system ? system.Criticality : Segment?.Criticality ?? Criticality.Unstated;

    public IReadOnlyList<Evidence> Evidence => _evidence;

    public int EvidenceRefused { get; private set; }

    /// <summary>How the device is called in sentences: its best name and its address. A name that another device went by first isn't its own.</summary>
    public string Label
    {
        get
        {
            if (Nameplate is not null)
            {
                return $"pump {Nameplate.Serial} ({AddressText})";
            }

            if (Known is not null)
            {
                return $"{Known.Name} ({AddressText})";
            }

            var name = _evidence.Where(e => NameClaims.IsName(e.Attribute))
                .OrderBy(e => HolderOf(e) != this).ThenByDescending(e => e.Confidence).ThenBy(e => e.First).FirstOrDefault();
            return name is null ? AddressText
                : HolderOf(name) is var holder && holder == this ? $"{name.Value.Text} ({AddressText})"
                : $"{AddressText} (calls itself {name.Value.Text}, as {holder.AddressText} does)";
        }
    }

    /// <summary>Maker, by the claim most believed and oldest; null without any.</summary>
    public string? Vendor => Best(Attribute.Vendor);

    /// <summary>Model, likewise.</summary>
    public string? ModelName => Best(Attribute.Model);

    /// <summary>Looks up what a site says about it: by its address, else by a MAC address that speaks for it.</summary>
    public void LookUp(SiteKnowledge site)
    {
        if (Nameplate is not null)
        {
            // What the site says of the address it says of the gateway.
            _gateway = site.SystemOf(Address);
            Segment = site.SegmentOf(Address, 0);
            return;
        }

        Known = site.SystemOf(Address);
        foreach (var mac in Known is null ? Values(Attribute.Mac) : [])
        {
            Known ??= MacAddress.TryParse(mac, out var number) ? site.SystemOf(number) : null;
        }

        Segment = site.SegmentOf(Address, 0);
        Roles.Stated = Known?.Roles ?? [];
    }

    /// <summary>Takes note of a claim.</summary>
    /// <returns>It, when it is new; null when it was known or found no room.</returns>
    public Evidence? Claim(Attribute attribute, Name value, string source, double confidence, long time)
    {
        foreach (var known in _evidence)
        {
            if (known.Attribute == attribute && ReferenceEquals(known.Value, value) && known.Source == source)
            {
                known.Last = Math.Max(known.Last, time);
                known.Confidence = Math.Max(known.Confidence, confidence);
                return null;
            }
        }

        return Add(new Evidence(attribute, value, source) { Confidence = confidence, First = time, Last = time });
    }

    /// <summary>Takes note of what follows from a new claim.</summary>
    public void Conclude(Evidence premise, Attribute attribute, Name value, string source, double confidence) =>
        Add(new Evidence(attribute, value, source, premise) { Confidence = confidence, First = premise.First });

    /// <summary>A claim turned out to be none, and so did what followed from it.</summary>
    public void Withdraw(Evidence claim) => _evidence.RemoveAll(e => e == claim || e.Premise == claim);

    public IEnumerable<string> Values(Attribute attribute) =>
        _evidence.Where(e => e.Attribute == attribute).Select(e => e.Value.Text).Distinct();

    /// <summary>Takes claims that were saved, in their order.</summary>
    public void Restore(IEnumerable<Evidence> evidence, int refused)
    {
        _evidence.AddRange(evidence);
        EvidenceRefused = refused;
    }

    /// <summary>It is among others from now on, whose names it may claim.</summary>
    public void Join(NameClaims names)
    {
        _names = names;
        _evidence.ForEach(e => names.Take(this, e));
    }

    /// <summary>It is one of those that its address speaks for. Said before anything else is asked of it.</summary>
    public void Name(Nameplate nameplate, long heldAt)
    {
        (Nameplate, HeldAt) = (nameplate, heldAt);
        Key = StableKey.Combine(StableKey.Of(nameplate.Family), StableKey.Of(nameplate.Serial));
        Roles.HasPumpSerial = true;
    }

    /// <summary>Another gateway speaks for it from now on.</summary>
    public void Move(IpAddress address) => (Address, AddressText) = (address, address.ToString());

    private string? Best(Attribute attribute) =>
        _evidence.Where(e => e.Attribute == attribute).OrderByDescending(e => e.Confidence).ThenBy(e => e.First).FirstOrDefault()?.Value.Text;

    /// <summary>Who went by a name of its own first.</summary>
    private Device HolderOf(Evidence name) => _names?.FirstOf(name) ?? this;

    private Evidence? Add(Evidence evidence)
    {
        if (_evidence.Count == MaxEvidence)
        {
            EvidenceRefused++;
            return null;
        }

        _evidence.Add(evidence);
        _names?.Take(this, evidence);
        return evidence;
    }
}
