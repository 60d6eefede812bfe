using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Models;
using Sensor.Site;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Inventory;

/// <summary>What a clinician would point at, as far as the wire tells. For now a device is an address.</summary>
internal sealed class Device(int number, IpAddress address, long firstSeen, DeviceModel? model = null)
{
    /// <summary>More claims than a real device makes; further ones are counted.</summary>
    public const int MaxEvidence = 64;

    private readonly List<Evidence> _evidence = [];

    public int Number { get; } = number;

    public string Id { get; } = IdOf(number);

    /// <summary>The id by which the device of a number is spoken of.</summary>
    public static string IdOf(int number) => $"dev-{number:D6}";

    public IpAddress Address { get; } = address;

    public string AddressText { get; } = address.ToString();

    /// <summary>Stable key of the address, for models.</summary>
    public ulong AddressKey { get; } = StableKey.Of(address.ToString());

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

    /// <summary>Its own, else its segment's.</summary>
    public Criticality Criticality => Known is { Criticality: not Criticality.Unstated } ? Known.Criticality : Segment?.Criticality ?? Criticality.Unstated;

    public IReadOnlyList<Evidence> Evidence => _evidence;

    public int EvidenceRefused { get; private set; }

    /// <summary>How the device is called in sentences: its best name and its address.</summary>
    public string Label
    {
        get
        {
            if (Known is not null)
            {
                return $"{Known.Name} ({AddressText})";
            }

            var name = _evidence.Where(e => e.Attribute is Attribute.AeTitle or Attribute.Hl7Application)
                .OrderByDescending(e => e.Confidence).ThenBy(e => e.First).FirstOrDefault();
            return name is null ? AddressText : $"{name.Value.Text} ({AddressText})";
        }
    }

    /// <summary>Maker, by the claim most believed and oldest; null without any.</summary>
    public string? Vendor =>
        _evidence.Where(e => e.Attribute == Attribute.Vendor).OrderByDescending(e => e.Confidence).ThenBy(e => e.First).FirstOrDefault()?.Value.Text;

    /// <summary>Looks up what a site says about it: by its address, else by a MAC address that speaks for it.</summary>
    public void LookUp(SiteKnowledge site)
    {
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

    private Evidence? Add(Evidence evidence)
    {
        if (_evidence.Count == MaxEvidence)
        {
            EvidenceRefused++;
            return null;
        }

        _evidence.Add(evidence);
        return evidence;
    }
}
