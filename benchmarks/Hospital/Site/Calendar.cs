using Hospital.Kernel;

namespace Hospital.Sites;

/// <summary>Day and night of a hospital in central Europe: local time with its clock changes, weekends, public holidays, shifts.</summary>
public static class Calendar
{
    /// <summary>Month and day of holidays that keep their date, and those of Easter 2026 and 2027.</summary>
    private static readonly HashSet<(int Month, int Day)> Fixed = [(1, 1), (1, 6), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26)];
    private static readonly HashSet<DateOnly> Moving =
        [new(2026, 4, 3), new(2026, 4, 6), new(2026, 5, 14), new(2026, 5, 25), new(2027, 3, 26), new(2027, 3, 29), new(2027, 5, 6), new(2027, 5, 17)];

    /// <summary>Local wall time.</summary>
    public static DateTime Local(long time)
    {
        var utc = DateTime.UnixEpoch.AddTicks(time / 100);
        return utc.AddHours(IsSummer(utc) ? 2 : 1);
    }

    /// <summary>Hour of the local day with its fraction, 0 to 24.</summary>
    public static double Hour(long time) => Local(time).TimeOfDay.TotalHours;

    /// <summary>Weekend or public holiday.</summary>
    public static bool IsQuietDay(long time)
    {
        var day = DateOnly.FromDateTime(Local(time));
        return day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || Fixed.Contains((day.Month, day.Day)) || Moving.Contains(day);
    }

    /// <summary>Instant at which a local hour of that local day comes, or the next one if it has gone by.</summary>
    public static long Next(long time, double hour)
    {
        var local = Local(time);
        var wait = hour - local.TimeOfDay.TotalHours;
        var next = time + Nanos.Hours(wait < 0 ? wait + 24 : wait);

        // Across a clock change the day is longer or shorter.
        var off = hour - Hour(next);
        return next + Nanos.Hours(off > 12 ? off - 24 : off < -12 ? off + 24 : off);
    }

    /// <summary>Central European summer time: from the last Sunday of March to the last of October, 01:00 UTC.</summary>
    private static bool IsSummer(DateTime utc) => utc >= LastSunday(utc.Year, 3) && utc < LastSunday(utc.Year, 10);

    private static DateTime LastSunday(int year, int month)
    {
        var last = new DateTime(year, month, DateTime.DaysInMonth(year, month), 1, 0, 0, DateTimeKind.Utc);
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
