namespace Sensor.Site;

/// <summary>A point in time as the site's clocks on the wall show it.</summary>
/// <param name="Day">Days since 1 January 1970.</param>
/// <param name="Minute">Of the day, 0 to 1439.</param>
internal readonly record struct LocalTime(int Day, int Minute)
{
    public int Hour => Minute / 60;

    /// <summary>1 January 1970 was a Thursday.</summary>
    public DayOfWeek Weekday => (DayOfWeek)(((Day % 7) + 7 + 4) % 7);
}

/// <summary>
/// Packet time to the site's local time. Its changes of offset are looked up once, so that a conversion is a binary search and the same everywhere.
/// </summary>
internal sealed class SiteClock
{
    private const int FirstYear = 1970, LastYear = 2200;
    private const long Second = 1_000_000_000, Minute = 60 * Second;

    private readonly long[] _from;
    private readonly long[] _offsets;

    public SiteClock(TimeZoneInfo zone)
    {
        Zone = zone;
        var (from, offsets) = (new List<long> { long.MinValue }, new List<long>());
        var at = new DateTime(FirstYear, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var offset = zone.GetUtcOffset(at);
        offsets.Add(Nanoseconds(offset));

        // No zone keeps an offset for less than a week.
        var step = TimeSpan.FromDays(7);
        for (var end = new DateTime(zone.GetAdjustmentRules().Length == 0 ? FirstYear : LastYear, 1, 1, 0, 0, 0, DateTimeKind.Utc); at < end; at += step)
        {
            var next = zone.GetUtcOffset(at + step);
            if (next != offset)
            {
                from.Add(Nanoseconds(ChangeIn(zone, at, at + step) - DateTime.UnixEpoch));
                offsets.Add(Nanoseconds(next));
                offset = next;
            }
        }

        (_from, _offsets) = ([.. from], [.. offsets]);
    }

    public static SiteClock Utc { get; } = new(TimeZoneInfo.Utc);

    public TimeZoneInfo Zone { get; }

    /// <param name="time">Nanoseconds since the Unix epoch.</param>
    public LocalTime At(long time)
    {
        var index = Array.BinarySearch(_from, time);
        var local = (Int128)time + _offsets[index >= 0 ? index : ~index - 1];
        var minutes = (long)(local < 0 ? (local - Minute + 1) / Minute : local / Minute);
        var day = (int)(minutes < 0 ? (minutes - 1439) / 1440 : minutes / 1440);
        return new LocalTime(day, (int)(minutes - ((long)day * 1440)));
    }

    /// <summary>The first second with another offset.</summary>
    private static DateTime ChangeIn(TimeZoneInfo zone, DateTime before, DateTime after)
    {
        var offset = zone.GetUtcOffset(before);
        while (after - before > TimeSpan.FromSeconds(1))
        {
            var middle = new DateTime((before.Ticks + after.Ticks) / 2 / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc);
            (before, after) = zone.GetUtcOffset(middle) == offset ? (middle, after) : (before, middle);
        }

        return after;
    }

    private static long Nanoseconds(TimeSpan span) => span.Ticks * 100;
}
