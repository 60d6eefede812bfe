using Sensor.Site;

namespace Sensor.Tests.Site;

/// <summary>The site's clocks on the wall, hours and windows.</summary>
public sealed class SiteTimeTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/St_Johns")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Africa/Casablanca")]
    [InlineData("Pacific/Apia")]
    public void Local_time_is_that_of_the_zone(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var clock = new SiteClock(zone);
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var seconds = random.NextInt64(0, 5_000_000_000);
            Check(seconds);
        }

        // Around the changes of two years, to the second.
        var before = zone.GetUtcOffset(DateTime.UnixEpoch);
        for (var seconds = 1_767_225_600L; seconds < 1_767_225_600L + (2 * 366 * 86_400L); seconds += 900)
        {
            var offset = zone.GetUtcOffset(DateTime.UnixEpoch.AddSeconds(seconds));
            if (offset != before)
            {
                before = offset;
                for (var near = seconds - 901; near <= seconds + 1; near++)
                {
                    Check(near);
                }
            }
        }

        void Check(long seconds)
        {
            var expected = TimeZoneInfo.ConvertTimeFromUtc(DateTime.UnixEpoch.AddSeconds(seconds), zone);
            var local = clock.At((seconds * Second) + 999_999_999);
            Assert.Equal((expected.DayOfWeek, expected.Hour, (expected.Hour * 60) + expected.Minute), (local.Weekday, local.Hour, local.Minute));
            Assert.Equal(DateOnly.FromDateTime(expected).DayNumber, local.Day + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);
        }
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void Every_time_is_some_local_time(long time)
    {
        var local = new SiteClock(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).At(time);

        Assert.InRange(local.Minute, 0, 1439);
        Assert.True(Enum.IsDefined(local.Weekday));
    }

    [Fact]
    public void Before_the_epoch_days_count_backwards() =>
        Assert.Equal((DayOfWeek.Wednesday, 23, -1), (SiteClock.Utc.At(-1).Weekday, SiteClock.Utc.At(-1).Hour, SiteClock.Utc.At(-1).Day));

    [Theory]
    [InlineData("07:00", "18:00", "mon 06:59", false)]
    [InlineData("07:00", "18:00", "mon 07:00", true)]
    [InlineData("07:00", "18:00", "mon 17:59", true)]
    [InlineData("07:00", "18:00", "mon 18:00", false)]
    [InlineData("07:00", "18:00", "tue 12:00", false)]
    [InlineData("22:00", "04:00", "mon 21:59", false)]
    [InlineData("22:00", "04:00", "mon 22:00", true)]
    [InlineData("22:00", "04:00", "tue 03:59", true)]
    [InlineData("22:00", "04:00", "tue 04:00", false)]
    [InlineData("22:00", "04:00", "mon 03:59", false)]
    [InlineData("00:00", "24:00", "mon 00:00", true)]
    [InlineData("00:00", "24:00", "mon 23:59", true)]
    [InlineData("00:00", "24:00", "tue 00:00", false)]
    public void Hours_belong_to_the_day_they_begin_on(string from, string until, string at, bool holds)
    {
        // 5 January 1970 was a Monday.
        var time = new LocalTime(at.StartsWith("mon", StringComparison.Ordinal) ? 4 : 5, Minute(at[4..]));

        Assert.Equal(holds, new Hours(Minute(from), Minute(until)).Contains(Weekdays.Monday, time));

        static int Minute(string text) => (int.Parse(text[..2], System.Globalization.CultureInfo.InvariantCulture) * 60) + int.Parse(text[3..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
