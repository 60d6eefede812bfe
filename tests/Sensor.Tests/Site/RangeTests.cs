using Sensor.Dissectors.Packets;
using Sensor.Site;

namespace Sensor.Tests.Site;

/// <summary>Addresses as a site writes them, and what they mean.</summary>
public sealed class RangeTests
{
    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3", "10.1.2.3")]
    [InlineData("10.1.0.0/16", "10.1.0.0", "10.1.255.255")]
    [InlineData("0.0.0.0/0", "0.0.0.0", "255.255.255.255")]
    [InlineData("10.1.2.3/32", "10.1.2.3", "10.1.2.3")]
    [InlineData("10.1.2.10-10.1.2.20", "10.1.2.10", "10.1.2.20")]
    [InlineData("10.1.2.10 - 10.1.2.20", "10.1.2.10", "10.1.2.20")]
    [InlineData("fd00:1::/64", "fd00:1::", "fd00:1::ffff:ffff:ffff:ffff")]
    [InlineData("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("FD00::1", "fd00::1", "fd00::1")]
    public void Addresses_are_read(string text, string first, string last)
    {
        Assert.True(AddressRange.TryParse(text, out var range, out var problem), problem);
        Assert.Equal((first, last), (range.First.ToString(), range.Last.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.1")]
    [InlineData("10.1.2.256")]
    [InlineData("010.1.2.3")]
    [InlineData("0x0a.1.2.3")]
    [InlineData("10.1.2.3/33")]
    [InlineData("10.1.2.3/-1")]
    [InlineData("10.1.2.3/16")]
    [InlineData("10.1.2.3/")]
    [InlineData("fd00::1%eth0")]
    [InlineData("[fd00::1]")]
    [InlineData("10.1.2.20-10.1.2.10")]
    [InlineData("10.1.2.20-fd00::1")]
    [InlineData("PACS")]
    [InlineData("a-b")]
    public void What_is_no_address_is_told(string text)
    {
        Assert.False(AddressRange.TryParse(text, out _, out var problem));
        Assert.EndsWith(problem.Contains('?', StringComparison.Ordinal) ? "?" : ".", problem, StringComparison.Ordinal);
    }

    /// <summary>Against looking at every range, with ranges and addresses close enough to each other to overlap in every way.</summary>
    [Fact]
    public void The_smallest_range_says_and_of_equals_the_first()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var isV6 = round % 2 == 0;
            var origin = isV6 ? (round % 4 == 0 ? UInt128.MaxValue - 300 : UInt128.Zero) : IpAddress.FromV4(round % 3 == 0 ? uint.MaxValue - 300 : 0).ToNumber();
            var ranges = Enumerable.Range(0, random.Next(0, 40)).Select(i =>
            {
                var first = random.Next(300);
                return (new AddressRange(At(origin, first), At(origin, Math.Min(300, first + (random.Next(3) == 0 ? random.Next(300) : random.Next(8))))), $"{i}");
            }).ToList();
            var table = new RangeTable<string>(ranges);
            for (var i = 0; i <= 300; i++)
            {
                var address = At(origin, i);
                var naive = ranges.Where(r => r.Item1.Contains(address)).OrderBy(r => r.Item1.Last.ToNumber() - r.Item1.First.ToNumber()).Select(r => r.Item2).FirstOrDefault();
                Assert.Equal(naive, table.Find(address));
            }
        }

        static IpAddress At(UInt128 origin, int offset) => IpAddress.FromNumber(origin + (UInt128)offset);
    }

    [Fact]
    public void A_range_of_IPv6_holds_no_IPv4()
    {
        var table = new RangeTable<string>([(Range("::/0"), "six"), (Range("10.0.0.0/8"), "ten")]);

        Assert.Equal("six", table.Find(IpAddress.FromNumber(1)));
        Assert.Equal("ten", table.Find(IpAddress.FromV4(0x0A000001)));
        Assert.Null(table.Find(IpAddress.FromV4(0x0B000001)));
    }

    private static AddressRange Range(string text) => AddressRange.TryParse(text, out var range, out _) ? range : throw new ArgumentException(text);
}
