using Sensor.Options;

namespace Sensor.Tests.Contract;

public sealed class LearnUntilTests
{
    private const long First = 1_700_000_000_000_000_000;

    [Theory]
    [InlineData("+45s", 45L)]
    [InlineData("+30m", 1800L)]
    [InlineData("+1.5h", 5400L)]
    [InlineData("+2d", 172_800L)]
    [InlineData("+0s", 0L)]
    public void A_while_counts_from_the_first_packet(string text, long seconds)
    {
        Assert.True(LearnUntil.TryParse(text, out var until));
        Assert.Equal(First + (seconds * 1_000_000_000), until.Resolve(First));
    }

    [Theory]
    [InlineData("2026-11-21T17:00:00Z", 1_795_280_400_000_000_000)]
    [InlineData("2026-11-21T17:00:00", 1_795_280_400_000_000_000)]
    [InlineData("2026-11-21T18:00:00+01:00", 1_795_280_400_000_000_000)]
    [InlineData("2026-11-21T17:00:00.1234567Z", 1_795_280_400_123_456_700)]
    [InlineData("2026-11-21T17:00:00.123456+0000", 1_795_280_400_123_456_000)]
    [InlineData("2026-11-21T17:00Z", 1_795_280_400_000_000_000)]
    [InlineData("2026-11-21", 1_795_219_200_000_000_000)]
    public void A_point_in_time_is_ISO_8601_and_UTC_where_it_does_not_say(string text, long nanoseconds)
    {
        Assert.True(LearnUntil.TryParse(text, out var until));
        Assert.Equal(nanoseconds, until.Resolve(First));
        Assert.Equal(nanoseconds, until.Resolve(0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("+30")]
    [InlineData("30m")]
    [InlineData("-30m")]
    [InlineData("+-30m")]
    [InlineData("+30 m")]
    [InlineData("+30w")]
    [InlineData("+1e3m")]
    [InlineData("+1,5h")]
    [InlineData("+.5h")]
    [InlineData("soon")]
    [InlineData("2026-13-01")]
    [InlineData("2026-11-21T25:00:00Z")]
    [InlineData("1969-12-31")]
    [InlineData("9999-01-01")]
    [InlineData("+1000000001s")]
    [InlineData("+99999d")]
    [InlineData("+9999999999999999999999999999d")]
    [InlineData("12:30")]
    [InlineData("11/21/2026")]
    [InlineData("21 November 2026")]
    [InlineData("2026")]
    [InlineData("2026-11-21 ")]
    public void Anything_else_is_refused(string text) => Assert.False(LearnUntil.TryParse(text, out _));
}
