namespace Sensor.Models;

/// <summary>Packet time in the units that state is kept in. Times before 1970 count as 1970, those past 2106 as 2106.</summary>
internal static class PacketTime
{
    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;
    public const double SecondsPerMonth = 30.0 * 24 * 3600;

    /// <summary>Length of an occasion, minutes: uses of the same key within it are one use.</summary>
    public const uint OccasionMinutes = 15;

    private const uint MinutesPerDay = 24 * 60;

    public static uint Minutes(long time) => (uint)Math.Clamp(time / Minute, 0, uint.MaxValue);

    public static long FromMinutes(uint minutes) => minutes * Minute;

    public static uint Minutes(TimeSpan span) => (uint)Math.Clamp(span.Ticks / TimeSpan.TicksPerMinute, 1, uint.MaxValue);

    public static ushort Day(uint minutes) => (ushort)Math.Min(minutes / MinutesPerDay, ushort.MaxValue);

    public static uint Hour(uint minutes) => minutes / 60;

    /// <summary>Minutes from <paramref name="earlier"/> to <paramref name="later"/>, 0 where time ran backwards.</summary>
    public static uint Between(uint earlier, uint later) => later > earlier ? later - earlier : 0;

    /// <summary>
    /// How often a month something happens that happened <paramref name="count"/> times since <paramref name="first"/>; at least once a
    /// day, and as if an hour had passed at least.
    /// </summary>
    public static double PerMonth(double count, uint first, uint now) =>
        Math.Max(30, count * SecondsPerMonth / (60.0 * Math.Max(Between(first, now), 60)));
}
