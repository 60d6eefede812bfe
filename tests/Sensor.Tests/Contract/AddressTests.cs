using System.Net;
using Sensor.Dissectors.Packets;

namespace Sensor.Tests.Contract;

public sealed class AddressTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("2001:db8::8:800:200c:417a")]
    [InlineData("fe80::ffff:1.2.3.4")]
    public void An_address_reads_and_writes_as_it_is(string text)
    {
        var expected = IPAddress.Parse(text);
        var bytes = expected.GetAddressBytes();
        var address = bytes.Length == 4 ? IpAddress.ReadV4(bytes) : IpAddress.ReadV6(bytes);

        Assert.Equal(expected, address.ToIPAddress());
        Assert.Equal(expected.ToString(), address.ToString());
        Assert.Equal(bytes.Length == 4, address.IsV4);
    }

    [Fact]
    public void An_IPv4_address_mapped_into_IPv6_is_the_IPv4_address() =>
        Assert.Equal(Of("10.1.2.3"), Of("::ffff:10.1.2.3"));

    [Fact]
    public void Group_broadcast_and_unspecified_addresses_are_told_apart()
    {
        string[] all = ["0.0.0.0", "::", "224.0.0.1", "239.255.255.250", "ff02::1", "255.255.255.255", "10.0.0.255", "223.255.255.255", "240.0.0.1", "fe80::1", "::e000:1"];

        Assert.Equal(["0.0.0.0", "::"], all.Where(a => Of(a).IsUnspecified));
        Assert.Equal(["224.0.0.1", "239.255.255.250", "ff02::1"], all.Where(a => Of(a).IsMulticast));
        Assert.Equal(["255.255.255.255"], all.Where(a => Of(a).IsBroadcast));
    }

    [Fact]
    public void Addresses_are_ordered_as_their_bytes_are()
    {
        string[] ordered = ["::1", "0.0.0.1", "9.255.255.255", "10.0.0.1", "200.0.0.1", "2001:db8::1", "2001:db8::2", "fe80::1"];
        var addresses = ordered.Select(Of).ToArray();

        Assert.Equal(addresses, addresses.Reverse().OrderBy(a => a, Comparer<IpAddress>.Create((a, b) => a.CompareTo(b))));
    }

    [Fact]
    public void A_MAC_address_is_read_in_network_order_and_written_with_colons()
    {
        var mac = MacAddress.Read([0x02, 0x42, 0xAC, 0x11, 0x00, 0x0F, 0xFF]);

        Assert.Equal(0x0242_AC11_000FUL, mac);
        Assert.Equal("02:42:ac:11:00:0f", MacAddress.Format(mac));
        Assert.Equal("ff:ff:ff:ff:ff:ff", MacAddress.Format(0xFFFF_FFFF_FFFF));
    }

    [Fact]
    public void A_MAC_address_with_the_group_bit_is_nobodys()
    {
        Assert.True(MacAddress.IsGroup(0xFFFF_FFFF_FFFF));
        Assert.True(MacAddress.IsGroup(0x0100_5E00_0001));
        Assert.True(MacAddress.IsGroup(0x3333_0000_0001));
        Assert.False(MacAddress.IsGroup(0x0242_AC11_0002));
        Assert.False(MacAddress.IsGroup(0xFEFF_FFFF_FFFF));
    }

    private static IpAddress Of(string text)
    {
        var bytes = IPAddress.Parse(text).GetAddressBytes();
        return bytes.Length == 4 ? IpAddress.ReadV4(bytes) : IpAddress.ReadV6(bytes);
    }
}
