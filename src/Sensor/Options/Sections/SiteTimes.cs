using System.Globalization;
using System.Text.RegularExpressions;
using Sensor.Yaml;
using Sensor.Site;

namespace Sensor.Options.Sections;

/// <summary>Reads days, hours and points in time as a site writes them.</summary>
internal static partial class SiteTimes
{
    private const int MaxHolidays = 4096;

    private static readonly string[] Names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static IReadOnlyList<(Weekdays Days, Hours Hours)> WorkingHours(YamlValue value)
    {
        var all = new List<(Weekdays, Hours)>();
        foreach (var item in SiteItems.Of(value, SiteFields.Working.All))
        {
            if (item[SiteFields.Working.Days] is { } days && item[SiteFields.Working.Hours] is { } hours && Days(days) is { } on && HoursOf(hours) is { } at)
            {
                all.Add((on, at));
            }

            item.RejectOthers();
        }

        return all;
    }

    public static IReadOnlyList<DateOnly> Dates(YamlValue value)
    {
        var all = new List<DateOnly>();
        var items = value.AsList();
        if (items.Count > MaxHolidays)
        {
            value.Complain($"More than {MaxHolidays} days.");
            return all;
        }

        foreach (var item in items)
        {
            if (DateOnly.TryParseExact(item.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1970 and < 2200)
            {
                all.Add(date);
            }
            else
            {
                _ = item.Wrong<string>("a date such as 2026-12-25");
            }
        }

        return all;
    }

    public static Weekdays? Days(YamlValue value)
    {
        var days = Weekdays.None;
        foreach (var item in value.AsList())
        {
            if (item.AsText() is not { } text)
            {
                return null;
            }

            var ends = text.Split('-');
            var (first, last) = (Array.IndexOf(Names, ends[0]), Array.IndexOf(Names, ends[^1]));
            if (text == "daily")
            {
                days = Weekdays.All;
            }
            else if (ends.Length <= 2 && first >= 0 && last >= 0)
            {
                for (var day = first; ; day = (day + 1) % 7)
                {
                    days |= (Weekdays)(1 << day);
                    if (day == last)
                    {
                        break;
                    }
                }
            }
            else
            {
                _ = item.Wrong<string>("mon, tue, wed, thu, fri, sat, sun, two of them with a dash between, or daily");
                return null;
            }
        }

        return days;
    }

    public static Hours? HoursOf(YamlValue value)
    {
        if (value.Text is { } text && HoursForm().Match(text) is { Success: true } match)
        {
            var (from, until) = (Minute(match, 1), Minute(match, 3));
            if (from < 1440 && until is > 0 and <= 1440 && from != until)
            {
                return new Hours(from, until);
            }

            if (from < 1440 && until == 0)
            {
                return new Hours(from, 1440);
            }
        }

        return value.WrongValue<Hours>("hours such as 07:00-18:00, 22:00-04:00 or 00:00-24:00");

        static int Minute(Match match, int group) =>
            (int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) * 60) + int.Parse(match.Groups[group + 1].ValueSpan, CultureInfo.InvariantCulture);
    }

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public static long? Time(YamlValue value, TimeZoneInfo zone)
    {
        if (value.Text is { } text && TimeForm().IsMatch(text))
        {
            if (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10)
            {
                if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact) && IsInReach(exact.UtcDateTime))
                {
                    return (exact.UtcTicks - DateTime.UnixEpoch.Ticks) * 100;
                }
            }
            else if (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && IsInReach(local))
            {
                if (zone.IsInvalidTime(local))
                {
                    value.Complain($"{text} is skipped in {zone.Id}: clocks are put forward.");
                    return null;
                }

                return (TimeZoneInfo.ConvertTimeToUtc(local, zone).Ticks - DateTime.UnixEpoch.Ticks) * 100;
            }
        }

        return value.WrongValue<long>("a time such as 2026-11-28T22:00 or 2026-11-28T21:00Z");
    }

    private static bool IsInReach(DateTime time) => time.Year is >= 1970 and < 2200;

    [GeneratedRegex(@"^([0-9]{2}):([0-5][0-9]) ?- ?([0-9]{2}):([0-5][0-9])\z", RegexOptions.CultureInvariant)]
    private static partial Regex HoursForm();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:?[0-9]{2})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimeForm();
}
