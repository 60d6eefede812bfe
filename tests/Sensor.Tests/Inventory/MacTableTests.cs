using System.Net;
using Sensor.Dissectors.Packets;
using Sensor.Inventory;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Tests.Inventory;

/// <summary>Which MAC address speaks for which device.</summary>
public sealed class MacTableTests
{
    private const ulong Dell = 0x00065B_200010, OtherDell = 0x00065B_200011, Advantech = 0x000BAB_200021, Local = 0x0242AC_110002;

    private readonly DeviceTable _devices = new();
    private long _time;

    [Fact]
    public void A_frame_gives_its_sender_a_MAC_address_and_a_maker()
    {
        Assert.True(Frame("10.0.0.1", Dell));
        Assert.False(Frame("10.0.0.1", Dell));

        Assert.Equal(["mac 00:06:5b:20:00:10 by ethernet 0.5 1-2", "vendor Dell by mac prefix 0.4 1-2"], Evidence("10.0.0.1"));
        Assert.Equal("Dell", Device("10.0.0.1").Vendor);
    }

    [Fact]
    public void ARP_is_believed_more_than_a_frame()
    {
        Frame("10.0.0.1", Dell);
        Assert.False(Arp("10.0.0.1", Dell));
        Frame("10.0.0.1", Dell);

        Assert.Equal(["mac 00:06:5b:20:00:10 by arp 0.7 1-3", "vendor Dell by mac prefix 0.4 1-3"], Evidence("10.0.0.1"));
    }

    [Fact]
    public void A_local_MAC_address_has_no_maker()
    {
        Frame("10.0.0.1", Local);

        Assert.Equal(["mac 02:42:ac:11:00:02 by ethernet 0.5 1-1"], Evidence("10.0.0.1"));
        Assert.Null(Device("10.0.0.1").Vendor);
    }

    [Fact]
    public void A_MAC_address_behind_which_there_are_three_addresses_is_a_routers_and_speaks_for_none()
    {
        Frame("10.1.0.1", Dell);
        Frame("10.1.0.2", Dell);
        Assert.Equal(["10.1.0.1", "10.1.0.2"], Having(Dell));

        Assert.False(Frame("10.1.0.3", Dell));

        Assert.Empty(Having(Dell));
        Assert.Equal(["10.1.0.1", "10.1.0.2"], _devices.Macs.Withdrawn.Select(d => d.AddressText));
        Assert.All(_devices.All, d => Assert.Null(d.Vendor));
        Assert.False(Frame("10.1.0.1", Dell));
        Assert.Empty(Having(Dell));
        Assert.Empty(_devices.Macs.Withdrawn);
    }

    [Fact]
    public void A_router_keeps_its_own_address_which_ARP_tells()
    {
        Arp("10.0.0.254", Dell);
        foreach (var behind in (string[])["10.1.0.1", "10.1.0.2", "10.1.0.3", "10.1.0.4"])
        {
            Frame(behind, Dell);
        }

        Assert.Equal(["10.0.0.254"], Having(Dell));
        Assert.Equal("Dell", Device("10.0.0.254").Vendor);
    }

    [Fact]
    public void A_router_found_out_before_ARP_told_gets_its_address_back()
    {
        foreach (var address in (string[])["10.0.0.254", "10.1.0.1", "10.1.0.2"])
        {
            Frame(address, Dell);
        }

        Assert.Empty(Having(Dell));
        Assert.True(Arp("10.0.0.254", Dell));
        Assert.Equal(["10.0.0.254"], Having(Dell));
    }

    [Fact]
    public void Who_answers_ARP_for_many_is_a_proxy_and_speaks_for_none()
    {
        foreach (var address in (string[])["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"])
        {
            Arp(address, Dell);
        }

        Assert.Empty(Having(Dell));
        Assert.False(Arp("10.0.0.1", Dell));
        Assert.Empty(Having(Dell));
    }

    [Fact]
    public void One_device_may_have_IPv4_and_the_IPv6_addresses_of_its_networks()
    {
        string[] own = ["10.0.0.1", "fe80::206:5bff:fe20:10", "2001:db8:1::10", "2001:db8:1::5a5a", "2001:db8:2::10"];
        foreach (var address in own)
        {
            Frame(address, Dell);
        }

        Assert.Equal(own, Having(Dell));
    }

    [Fact]
    public void A_router_of_IPv6_is_known_by_networks_or_by_many_addresses_and_keeps_what_is_link_local()
    {
        Frame("fe80::1", Dell);
        foreach (var network in (int[])[1, 2, 3])
        {
            Frame($"2001:db8:{network}::1", Dell);
        }

        for (var i = 1; i <= MacTable.MaxV6 + 1; i++)
        {
            Frame($"2001:db8:9::{i:x}", OtherDell);
        }

        Assert.Equal(["fe80::1"], Having(Dell));
        Assert.Empty(Having(OtherDell));
    }

    [Fact]
    public void A_device_between_two_MAC_addresses_keeps_the_one_that_is_no_routers()
    {
        // A mirror of both sides of a router shows the same packet with the sender's address and with the router's.
        for (var i = 1; i <= 3; i++)
        {
            Frame($"10.0.0.{i}", Advantech + (ulong)i);
            Frame($"10.0.0.{i}", Dell);
        }

        Assert.Empty(Having(Dell));
        Assert.All(_devices.All, d => Assert.Equal("Advantech Technology", d.Vendor));
        Assert.All(_devices.All, d => Assert.Single(d.Values(Attribute.Mac)));
    }

    [Fact]
    public void What_holds_no_MAC_address_says_nothing()
    {
        Assert.False(Frame("10.0.0.1", 0));
        Assert.False(Frame("10.0.0.1", 0x01005E_000001));
        Assert.Empty(Evidence("10.0.0.1"));
    }

    [Fact]
    public void A_flood_of_forged_MAC_addresses_is_bounded_by_device_and_in_all()
    {
        var macs = new MacTable(maxMacs: 20);
        var device = Device("10.0.0.1");
        for (ulong i = 0; i < 50; i++)
        {
            macs.See(device, Advantech + i, byArp: false, 1);
        }

        Assert.Equal(MacTable.MaxOfDevice, device.Values(Attribute.Mac).Count());
        Assert.Equal(50 - MacTable.MaxOfDevice, macs.Refused);
    }

    private bool Frame(string address, ulong mac) => _devices.Macs.See(Device(address), mac, byArp: false, ++_time);

    private bool Arp(string address, ulong mac) => _devices.Macs.See(Device(address), mac, byArp: true, ++_time);

    private Device Device(string address)
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        return _devices.FindOrAdd(bytes.Length == 4 ? IpAddress.ReadV4(bytes) : IpAddress.ReadV6(bytes), 0, out _)!;
    }

    private string[] Having(ulong mac) =>
        [.. _devices.All.Where(d => d.Values(Attribute.Mac).Contains(MacAddress.Format(mac))).Select(d => d.AddressText)];

    private IEnumerable<string> Evidence(string address) => Device(address).Evidence.Select(e =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{e.Attribute.ToString().ToLowerInvariant()} {e.Value.Text} by {e.Source} {e.Confidence} {e.First}-{e.Last}"));
}
