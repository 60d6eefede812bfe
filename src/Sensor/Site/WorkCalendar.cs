namespace Sensor.Site;

/// <summary>Days of the week, bit n for day n of <see cref="DayOfWeek"/>.</summary>
[Flags]
internal enum Weekdays : byte
{
    None = 0,
    Sunday = 1,
    Monday = 2,
    Tuesday = 4,
    Wednesday = 8,
    Thursday = 16,
    Friday = 32,
    Saturday = 64,
    All = 127,
}

/// <summary>From one minute of a day to another, which doesn't belong to it; of the next day where that isn't later.</summary>
/// <param name="From">0 to 1439.</param>
/// <param name="Until">1 to 1440.</param>
internal readonly record struct Hours(int From, int Until)
{
    /// <summary>Whether the hours that begin on one of some days hold a local time.</summary>
    public bool Contains(Weekdays days, LocalTime time)
    {
        if (From < Until)
        {
            return Has(days, time.Weekday) && time.Minute >= From && time.Minute < Until;
        }

        return (Has(days, time.Weekday) && time.Minute >= From) || (Has(days, (time with { Day = time.Day - 1 }).Weekday) && time.Minute < Until);
    }

    private static bool Has(Weekdays days, DayOfWeek day) => ((int)days & (1 << (int)day)) != 0;
}

/// <summary>When the site works, in its own time.</summary>
internal sealed class WorkCalendar
{
    private readonly (Weekdays Days, Hours Hours)[] _hours;
    private readonly int[] _holidays;

    /// <param name="clock">The site's time.</param>
    /// <param name="hours">Working hours.</param>
    /// <param name="holidays">Days without work.</param>
    public WorkCalendar(SiteClock clock, IReadOnlyList<(Weekdays Days, Hours Hours)> hours, IReadOnlyList<DateOnly> holidays)
    {
        Clock = clock;
        _hours = [.. hours];
        _holidays = [.. holidays.Select(h => h.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber).Order()];
    }

    /// <summary>Monday to Friday, 7 to 18 o'clock UTC, without holidays.</summary>
    public static WorkCalendar Default { get; } = new(SiteClock.Utc, DefaultHours, []);

    public static IReadOnlyList<(Weekdays Days, Hours Hours)> DefaultHours =>
        [(Weekdays.Monday | Weekdays.Tuesday | Weekdays.Wednesday | Weekdays.Thursday | Weekdays.Friday, new Hours(7 * 60, 18 * 60))];

    public SiteClock Clock { get; }

    /// <param name="time">Nanoseconds since the Unix epoch.</param>
    public bool IsWorkingTime(long time)
    {
        var local = Clock.At(time);
        foreach (var (days, hours) in _hours)
        {
            if (hours.Contains(days, local))
            {
                return Array.BinarySearch(_holidays, local.Day) < 0;
            }
        }

        return false;
    }
}
