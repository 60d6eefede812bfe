using Sensor.Dissectors.Packets;
using Sensor.Inventory;
using Sensor.Site;
using Sensor.Tests.Support;

namespace Sensor.Tests.Site;

/// <summary>What a site says about itself, asked for.</summary>
public sealed class SiteKnowledgeTests
{
    private const long Hour = 3600L * 1_000_000_000;

    private static readonly SiteKnowledge Site = new(new SiteDescription
    {
        Segments =
        [
            new Segment("all") { Addresses = [Range("10.0.0.0/8")], Criticality = Criticality.Low },
            new Segment("ward") { Addresses = [Range("10.1.0.0/16")], Vlans = [10], Criticality = Criticality.High, IsClinical = true },
            new Segment("east") { Addresses = [Range("192.168.1.0/24")], Vlans = [20] },
            new Segment("west") { Addresses = [Range("192.168.1.0/24")], Vlans = [30] },
            new Segment("public") { Addresses = [Range("198.51.100.0/24")] },
            new Segment("partner") { Addresses = [Range("172.16.9.0/24")], IsInternal = false },
        ],
        Systems =
        [
            new KnownSystem("pacs") { Addresses = [Range("10.1.0.9")], Macs = [0x1], Roles = ["archive"], Criticality = Criticality.LifeCritical },
            new KnownSystem("farm") { Addresses = [Range("10.1.0.0-10.1.0.31")] },
            new KnownSystem("outpost") { Addresses = [Range("203.0.113.7")] },
        ],
        Maintenance = [new SingleWindow("once", Scope.Of([Range("10.1.0.0/16")]), 10 * Hour, 11 * Hour), new WeeklyWindow("weekly", Scope.All, Weekdays.Thursday, new Hours(1320, 60))],
        Controllers = [new PumpApproval(Scope.Of([Range("10.1.0.5")]), Scope.Of([Range("10.1.0.0/16")])), new PumpApproval(Scope.Of([Range("10.1.0.6")]), Scope.Of([Range("10.1.2.0/24")]))],
        Destinations = [new ExpectedDestination("", Scope.Of([Range("10.1.0.0/16")])) { Addresses = Scope.Of([Range("8.8.8.8")]), Hosts = [".example.org", "one.example.net"] }],
    });

    [Theory]
    [InlineData("10.200.0.1", 0, "all")]
    [InlineData("10.1.200.1", 0, "ward")]
    [InlineData("10.2.0.1", 10, "all")]
    [InlineData("192.168.1.7", 0, "east")]
    [InlineData("192.168.1.7", 20, "east")]
    [InlineData("192.168.1.7", 30, "west")]
    [InlineData("192.168.2.7", 30, "west")]
    [InlineData("192.168.2.7", 31, null)]
    [InlineData("192.168.2.7", 65535, null)]
    [InlineData("9.9.9.9", 30, null)]
    [InlineData("fe80::1", 10, "ward")]
    public void The_smallest_range_says_the_segment_and_the_VLAN_where_ranges_cannot(string address, ushort vlan, string? segment) =>
        Assert.Equal(segment, Site.SegmentOf(Address(address), vlan)?.Name);

    [Theory]
    [InlineData("10.1.0.9", "pacs", "life-critical")]
    [InlineData("10.1.0.8", "farm", "high")]
    [InlineData("10.1.0.32", null, "high")]
    [InlineData("9.9.9.9", null, null)]
    public void A_system_is_known_by_its_smallest_range(string address, string? system, string? criticality)
    {
        Assert.Equal(system, Site.SystemOf(Address(address))?.Name);
        Assert.Equal(criticality, Site.CriticalityOf(Address(address), 0).Word());
    }

    [Theory]
    [InlineData("10.1.0.9", true)]
    [InlineData("198.51.100.3", true)]
    [InlineData("172.16.9.1", false)]
    [InlineData("172.16.10.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.77.1", true)]
    [InlineData("203.0.113.7", true)]
    [InlineData("203.0.113.8", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("169.254.1.1", true)]
    [InlineData("224.0.0.251", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("fd12::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("2001:db8::1", false)]
    public void Internal_is_what_the_site_says_or_else_what_is_private(string address, bool isInternal) => Assert.Equal(isInternal, Site.IsInternal(Address(address)));

    [Theory]
    [InlineData("10.1.0.9", 10, true)]
    [InlineData("10.2.0.9", 10, false)]
    [InlineData("10.1.0.9", 11, false)]
    [InlineData("9.9.9.9", 22, true)]
    [InlineData("9.9.9.9", 24, true)]
    [InlineData("9.9.9.9", 25, false)]
    public void Maintenance_holds_for_its_scope_in_its_time(string address, int hour, bool holds) => Assert.Equal(holds, Site.IsMaintenance(Address(address), hour * Hour));

    [Theory]
    [InlineData("10.1.0.5", "10.1.2.1", true)]
    [InlineData("10.1.0.6", "10.1.2.1", true)]
    [InlineData("10.1.0.6", "10.1.3.1", false)]
    [InlineData("10.1.0.5", "10.2.0.1", null)]
    public void Pumps_that_the_site_names_no_controller_for_are_not_judged(string controller, string pump, bool? approved) =>
        Assert.Equal(approved, Site.IsApprovedController(Address(controller), Address(pump)));

    [Fact]
    public void Destinations_are_expected_of_those_they_are_for()
    {
        Assert.True(Site.IsExpectedDestination(Address("10.1.0.1"), Address("8.8.8.8")));
        Assert.False(Site.IsExpectedDestination(Address("10.2.0.1"), Address("8.8.8.8")));
        Assert.True(Site.IsExpectedDestination(Address("10.1.0.1"), "A.b.Example.ORG"));
        Assert.False(Site.IsExpectedDestination(Address("10.1.0.1"), "example.org"));
        Assert.True(Site.IsExpectedDestination(Address("10.1.0.1"), "ONE.example.net"));
        Assert.False(Site.IsExpectedDestination(Address("10.2.0.1"), "one.example.net"));
    }

    [Fact]
    public void A_site_that_says_nothing_has_private_addresses_and_a_week()
    {
        Assert.Null(SiteKnowledge.Empty.SegmentOf(Address("10.1.1.1"), 7));
        Assert.True(SiteKnowledge.Empty.IsInternal(Address("10.1.1.1")));
        Assert.False(SiteKnowledge.Empty.IsInternal(Address("9.9.9.9")));
        Assert.True(SiteKnowledge.Empty.IsWorkingTime(12 * Hour));
        Assert.False(SiteKnowledge.Empty.IsWorkingTime(20 * Hour));
        Assert.Null(SiteKnowledge.Empty.IsApprovedController(Address("10.1.1.1"), Address("10.1.1.2")));
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        var (address, other) = (Address("10.1.0.9"), Address("8.8.8.8"));
        var sum = 0;
        Assert.Equal(0, Allocation.Least(() =>
        {
            sum += Site.SegmentOf(address, 10) is null ? 0 : 1;
            sum += Site.SystemOf(address) is null ? 0 : 1;
            sum += Site.IsInternal(other) ? 1 : 0;
            sum += Site.IsMaintenance(address, 10 * Hour) ? 1 : 0;
            sum += Site.IsWorkingTime(10 * Hour) ? 1 : 0;
            sum += Site.LocalTimeAt(10 * Hour).Hour;
            sum += Site.IsApprovedController(address, address) is true ? 1 : 0;
            sum += Site.IsExpectedDestination(address, other) ? 1 : 0;
            sum += Site.IsExpectedDestination(address, "a.example.org") ? 1 : 0;
        }));
        Assert.True(sum > 0);
    }

    [Fact]
    public void A_device_is_what_the_site_says_before_what_it_does()
    {
        var device = new Device(1, Address("10.1.0.9"), 0);
        device.Roles.AddDone(Deed.Verify, 2);
        device.LookUp(Site);

        Assert.Equal("pacs (10.1.0.9)", device.Label);
        Assert.Equal(["archive", "verifier"], device.Roles.Conclude().Select(r => r.Name));
        Assert.Equal((1.0, "configured"), (device.Roles.Surest!.Confidence, device.Roles.Surest.Reasons[0]));
        Assert.Equal("ward", device.Segment!.Name);

        device.LookUp(SiteKnowledge.Empty);

        Assert.Equal(["verifier"], device.Roles.Conclude().Select(r => r.Name));
        Assert.Equal("10.1.0.9", device.Label);
        Assert.Null(device.Segment);
    }

    private static AddressRange Range(string text) => AddressRange.TryParse(text, out var range, out _) ? range : throw new ArgumentException(text);

    private static IpAddress Address(string text) => Range(text).First;
}
