using System.Text.RegularExpressions;
using Sensor.Yaml;
using Sensor.Site;

namespace Sensor.Options.Sections;

/// <summary>Reads what a site lets happen: maintenance, controllers of pumps, destinations outside.</summary>
internal static partial class SitePolicies
{
    public static IReadOnlyList<MaintenanceWindow> Maintenance(YamlValue value, Targets targets, TimeZoneInfo zone)
    {
        var all = new List<MaintenanceWindow>();
        foreach (var item in SiteItems.Of(value, SiteFields.Maintenance.All))
        {
            var name = SiteItems.Sentence(item[SiteFields.Maintenance.Name]) ?? "";
            var scope = targets.Read(item[SiteFields.Maintenance.For]);
            var (from, until) = (item[SiteFields.Maintenance.From], item[SiteFields.Maintenance.Until]);
            var (days, hours) = (item[SiteFields.Maintenance.Days], item[SiteFields.Maintenance.Hours]);
            item.RejectOthers();
            switch (from is not null, until is not null, days is not null, hours is not null)
            {
                case (true, true, false, false) when SiteTimes.Time(from!, zone) is { } begin && SiteTimes.Time(until!, zone) is { } end:
                    if (end <= begin)
                    {
                        until!.Complain("It ends before it begins.");
                    }

                    all.Add(new SingleWindow(name, scope, begin, end));
                    break;
                case (false, false, true, true) when SiteTimes.Days(days!) is { } on && SiteTimes.HoursOf(hours!) is { } at:
                    all.Add(new WeeklyWindow(name, scope, on, at));
                    break;
                case (true, true, false, false) or (false, false, true, true):
                    break;
                default:
                    item.Whole.Complain("Maintenance is once, with 'from' and 'until', or every week, with 'days' and 'hours'.");
                    break;
            }
        }

        return all;
    }

    public static IReadOnlyList<PumpApproval> PumpControllers(YamlValue value, Targets targets)
    {
        var all = new List<PumpApproval>();
        foreach (var item in SiteItems.Of(value, SiteFields.PumpControllers.All))
        {
            if (item[SiteFields.PumpControllers.Controllers] is { } controllers)
            {
                all.Add(new PumpApproval(targets.Read(controllers), targets.Read(item[SiteFields.PumpControllers.Pumps])));
            }
            else
            {
                _ = targets.Read(item[SiteFields.PumpControllers.Pumps]);
            }

            item.RejectOthers();
        }

        return all;
    }

    public static IReadOnlyList<ExpectedDestination> ExternalDestinations(YamlValue value, Targets targets)
    {
        var all = new List<ExpectedDestination>();
        foreach (var item in SiteItems.Of(value, SiteFields.External.All))
        {
            var (ranges, hosts) = Destinations(item[SiteFields.External.To]);
            all.Add(new ExpectedDestination(SiteItems.Sentence(item[SiteFields.External.Purpose]) ?? "", targets.Read(item[SiteFields.External.For]))
            {
                Addresses = Scope.Of(ranges), Hosts = [.. hosts],
            });
            item.RejectOthers();
        }

        return all;
    }

    private static (List<AddressRange> Ranges, List<string> Hosts) Destinations(YamlValue? value)
    {
        var (ranges, hosts) = (new List<AddressRange>(), new List<string>());
        foreach (var item in SiteItems.List(value))
        {
            if (item.AsText() is not { } text)
            {
                continue;
            }

            if (AddressRange.TryParse(text, out var range, out var problem))
            {
                ranges.Add(range);
            }
            else if (text.Length <= 253 && HostName().IsMatch(text))
            {
                hosts.Add(text.TrimStart('*').ToLowerInvariant());
            }
            else
            {
                item.Complain(text.Contains('/', StringComparison.Ordinal) ? problem : $"'{text}' is neither an address nor a host name such as updates.example.org or *.example.org.");
            }
        }

        return (ranges, hosts);
    }

    /// <summary>With a dot, and a letter in its last part, so that no damaged address passes.</summary>
    [GeneratedRegex(@"^(?:\*\.)?(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.)+[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex HostName();
}
