using System.Globalization;
using System.Text.RegularExpressions;
using Sensor.Options.Keys;
using Sensor.Yaml;
using Sensor.Site;

namespace Sensor.Options.Sections;

/// <summary>What the site knows about itself.</summary>
internal static partial class SiteSection
{
    public static readonly Key<SiteClock> TimeZone = new("time_zone", SiteClock.Utc, (v, _) => Zone(v) is { } clock ? (clock, true) : (SiteClock.Utc, false), c => c.Zone.Id)
    {
        Type = "name of the tz database", Meaning = "The site's time, for working hours and maintenance.", Reloads = true,
    };

    public static readonly Key<IReadOnlyList<(Weekdays Days, Hours Hours)>> WorkingHours = Make.Items(
        "working_hours", WorkCalendar.DefaultHours, (v, _) => SiteTimes.WorkingHours(v), SiteFields.Working.All,
        "When the site's offices and day clinics work. A list replaces the default; an empty one (`[]`) is no working time at all.", "monday to friday, 7 to 18 o'clock");

    public static readonly Key<IReadOnlyList<DateOnly>> Holidays = new(
        "holidays", [], (v, _) => (SiteTimes.Dates(v), v.Members is null), list => $"[{string.Join(", ", list.Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}]")
    {
        Type = "list of dates, `2026-12-25`", Meaning = "Days that aren't worked.", DefaultWords = "none", Reloads = true,
    };

    public static readonly Key<IReadOnlyList<Segment>> Segments = Make.Items(
        "segments", [], (v, _) => SiteItems.Segments(v), SiteFields.Segment.All, "Parts of the network that have a name.");

    public static readonly Key<IReadOnlyList<KnownSystem>> Systems = Make.Items(
        "systems", [], (v, before) => SiteItems.Systems(v, before.Of(Segments)), SiteFields.System.All, "Systems that the site knows.");

    public static readonly Key<IReadOnlyList<MaintenanceWindow>> Maintenance = Make.Items(
        "maintenance", [], (v, before) => SitePolicies.Maintenance(v, Known(before), before.Of(TimeZone).Zone), SiteFields.Maintenance.All,
        "Times in which somebody works on systems: once (`from`, `until`) or every week (`days`, `hours`).");

    public static readonly Key<IReadOnlyList<PumpApproval>> PumpControllers = Make.Items(
        "pump_controllers", [], (v, before) => SitePolicies.PumpControllers(v, Known(before)), SiteFields.PumpControllers.All, "Who may command which pumps. Pumps that no item holds for aren't judged by it.");

    public static readonly Key<IReadOnlyList<ExpectedDestination>> ExternalDestinations = Make.Items(
        "external_destinations", [], (v, before) => SitePolicies.ExternalDestinations(v, Known(before)), SiteFields.External.All, "Where systems are meant to connect to outside.");

    public static Section Section { get; } = new(
        "site", "What the site knows about itself. All of it is optional.",
        TimeZone, WorkingHours, Holidays, Segments, Systems, Maintenance, PumpControllers, ExternalDestinations);

    public static SiteKnowledge Of(Settings settings) => new(new SiteDescription
    {
        Segments = settings.Of(Segments),
        Systems = settings.Of(Systems),
        Maintenance = settings.Of(Maintenance),
        Calendar = new WorkCalendar(settings.Of(TimeZone), settings.Of(WorkingHours), settings.Of(Holidays)),
        Controllers = settings.Of(PumpControllers),
        Destinations = settings.Of(ExternalDestinations),
    });

    /// <summary>The section alone, as a rule's trial has it.</summary>
    public static SiteKnowledge Read(YamlValue section)
    {
        var map = section.AsMap();
        var settings = new Settings();
        foreach (var key in Section.Keys)
        {
            if (map[key.Name] is { } value && key.Read(value, settings) is { } setting)
            {
                settings.Set(key, setting);
            }
        }

        map.RejectOthers();
        return Of(settings);
    }

    private static Targets Known(Settings before) => new(before.Of(Segments), before.Of(Systems));

    private static SiteClock? Zone(YamlValue value)
    {
        if (value.AsText() is not { } name)
        {
            return null;
        }

        if (ZoneName().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return new SiteClock(zone);
        }

        value.Complain($"There is no time zone '{name}'{NearestName.Hint(name, TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id))}");
        return null;
    }

    /// <summary>A name, not a path that leads elsewhere.</summary>
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneName();
}
