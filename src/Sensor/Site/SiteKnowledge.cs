using Sensor.Dissectors.Packets;

namespace Sensor.Site;

/// <summary>
/// What a site says about itself. All of it is optional; without any, private addresses are internal, nothing is in maintenance, and it is working time from
/// Monday to Friday. Immutable: a new configuration is another object. Look-ups allocate nothing.
/// </summary>
internal sealed class SiteKnowledge
{
    private readonly RangeTable<Segment[]> _segments;
    private readonly Segment?[] _byVlan = new Segment?[4096];
    private readonly RangeTable<KnownSystem> _systems;
    private readonly Dictionary<ulong, KnownSystem> _byMac = [];
    private readonly MaintenanceWindow[] _maintenance;
    private readonly PumpApproval[] _controllers;
    private readonly ExpectedDestination[] _destinations;

    public SiteKnowledge(SiteDescription site)
    {
        // Two segments may have the same addresses, in different VLANs.
        _segments = new(site.Segments.SelectMany(s => s.Addresses.Select(r => (Range: r, Segment: s)))
            .GroupBy(r => r.Range, r => r.Segment).Select(g => (g.Key, g.ToArray())));
        foreach (var segment in site.Segments)
        {
            foreach (var vlan in segment.Vlans)
            {
                _byVlan[vlan] ??= segment;
            }
        }

        _systems = new(site.Systems.SelectMany(s => s.Addresses.Select(r => (r, s))));
        foreach (var system in site.Systems)
        {
            foreach (var mac in system.Macs)
            {
                _byMac.TryAdd(mac, system);
            }
        }

        Calendar = site.Calendar;
        _maintenance = [.. site.Maintenance];
        _controllers = [.. site.Controllers];
        _destinations = [.. site.Destinations];
    }

    /// <summary>Of a site that says nothing.</summary>
    public static SiteKnowledge Empty { get; } = new(new SiteDescription());

    /// <summary>Working hours and holidays; its clock knows the site's time of day.</summary>
    public WorkCalendar Calendar { get; }

    /// <summary>
    /// The segment of an address: the one with the smallest range that holds it; of several with that same range, the one with the VLAN. A private address
    /// that no range holds belongs to the VLAN it was seen in.
    /// </summary>
    /// <param name="address">Whose segment.</param>
    /// <param name="vlan">VLAN its packet was seen in; 0: none, or not known.</param>
    public Segment? SegmentOf(in IpAddress address, ushort vlan)
    {
        if (_segments.Find(address) is not { } segments)
        {
            return vlan < _byVlan.Length && (address.IsPrivate || address.IsLinkLocal) ? _byVlan[vlan] : null;
        }

        foreach (var segment in segments)
        {
            if (segments.Length > 1 && vlan < _byVlan.Length && _byVlan[vlan] == segment)
            {
                return segment;
            }
        }

        return segments[0];
    }

    public KnownSystem? SystemOf(in IpAddress address) => _systems.Find(address);

    /// <param name="mac">In the lower 48 bits.</param>
    public KnownSystem? SystemOf(ulong mac) => _byMac.GetValueOrDefault(mac);

    /// <summary>The system's own, else its segment's.</summary>
    public Criticality CriticalityOf(in IpAddress address, ushort vlan) =>
        SystemOf(address) is { Criticality: not Criticality.Unstated } system ? system.Criticality : SegmentOf(address, vlan)?.Criticality ?? Criticality.Unstated;

    /// <summary>
    /// Whether an address belongs to the site: its segment says so, or it is a known system's; of others the private and link-local ones, and those that
    /// stand for no host outside (loopback, group, unspecified).
    /// </summary>
    public bool IsInternal(in IpAddress address)
    {
        if (_segments.Find(address) is { } segments)
        {
            return segments[0].IsInternal;
        }

        return address.IsPrivate || address.IsLinkLocal || address.IsLoopback || address.IsMulticast || address.IsBroadcast || address.IsUnspecified
            || SystemOf(address) is not null;
    }

    /// <summary>The first maintenance window that is open for an address, or null.</summary>
    /// <param name="address">Who may be worked on.</param>
    /// <param name="time">Nanoseconds since the Unix epoch.</param>
    public MaintenanceWindow? MaintenanceOf(in IpAddress address, long time)
    {
        if (_maintenance.Length == 0)
        {
            return null;
        }

        var local = Calendar.Clock.At(time);
        foreach (var window in _maintenance)
        {
            if (window.IsOpen(time, local) && window.Scope.Contains(address))
            {
                return window;
            }
        }

        return null;
    }

    /// <param name="address">Who may be worked on.</param>
    /// <param name="time">Nanoseconds since the Unix epoch.</param>
    public bool IsMaintenance(in IpAddress address, long time) => MaintenanceOf(address, time) is not null;

    /// <param name="time">Nanoseconds since the Unix epoch.</param>
    public bool IsWorkingTime(long time) => Calendar.IsWorkingTime(time);

    /// <summary>Hour, minute and weekday on the site's clocks.</summary>
    /// <param name="time">Nanoseconds since the Unix epoch.</param>
    public LocalTime LocalTimeAt(long time) => Calendar.Clock.At(time);

    /// <summary>Whether the site lets one command the other; null where it names no controller for that pump.</summary>
    public bool? IsApprovedController(in IpAddress controller, in IpAddress pump)
    {
        bool? answer = null;
        foreach (var approval in _controllers)
        {
            if (approval.Pumps.Contains(pump))
            {
                if (approval.Controllers.Contains(controller))
                {
                    return true;
                }

                answer = false;
            }
        }

        return answer;
    }

    /// <summary>Whether the site means one to talk to the other, which is outside.</summary>
    public bool IsExpectedDestination(in IpAddress source, in IpAddress destination)
    {
        foreach (var expected in _destinations)
        {
            if (expected.Holds(source, destination))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same by the destination's name.</summary>
    /// <param name="source">Who asks.</param>
    /// <param name="host">In any case, without a final dot.</param>
    public bool IsExpectedDestination(in IpAddress source, ReadOnlySpan<char> host)
    {
        foreach (var expected in _destinations)
        {
            if (expected.Holds(source, host))
            {
                return true;
            }
        }

        return false;
    }
}
