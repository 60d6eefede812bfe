using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sites;

namespace Hospital.Nuisances;

/// <summary>
/// Devices whose clock isn't set by the network: it is minutes off, seldom hours, goes wrong by a second or two a day, may know nothing of summer time, and is set right when
/// somebody sees it. Their messages and the names of their studies say what it shows.
/// </summary>
internal static class OwnClocks
{
    /// <summary>Shares of modalities, analysers and monitors; of these, those that are hours off, that don't know summer time, and that service sets right by itself.</summary>
    private const double Share = 0.15;
    private const double HoursOff = 0.12;
    private const double NoSummer = 0.4;
    private const double Serviced = 0.35;

    /// <summary>Quartz without compensation is wrong by some tens of millionths.</summary>
    private const double Drift = 2e-5;

    public static void Plan(NuisanceScene scene)
    {
        foreach (var host in scene.Site.Hosts.Where(h => h.Role is HostRole.Modality or HostRole.Analyser or HostRole.Monitor).ToArray())
        {
            var dice = scene.Life.DiceFor("own clock", host.Name);
            if (dice.Chance(Share))
            {
                Plan(scene, host, dice);
            }
        }
    }

    private static void Plan(NuisanceScene scene, Host host, Dice dice)
    {
        var (start, end) = (scene.Site.Parameters.Start, scene.Site.Parameters.End - Nanos.Day);
        var drift = Drift * dice.Normal();
        var hours = dice.Chance(HoursOff) ? dice.Whole(1, 3) : 0;
        host.Clock.Set(start, (Nanos.Minutes(dice.LogNormal(1.5, 1.3)) + Nanos.Hours(hours)) * (dice.Chance(0.5) ? 1 : -1), drift);

        List<(long Time, int Summer)> events = [];
        if (dice.Chance(Serviced))
        {
            events.Add((InHours(scene.From + (long)(dice.Uniform() * (end - scene.From)), dice), 0));
        }

        if (dice.Chance(NoSummer) && SummerTime(start, end) is { Hours: not 0 } change)
        {
            events.Add(change);
            events.Add((InHours(change.Time + Nanos.Days(dice.LogNormal(4, 0.8)), dice), 0));
        }

        foreach (var (time, summer) in events.Where(e => e.Time < end).OrderBy(e => e.Time))
        {
            var off = host.Clock.Shows(time) - time;
            if (summer != 0)
            {
                host.Clock.Set(time, off - Nanos.Hours(summer), drift);
                continue;
            }

            scene.Note("clock-correction", FormattableString.Invariant($"{host}'s clock is set right: it was {Math.Abs(off) / (double)Nanos.Minute:0.0} minutes {(off > 0 ? "fast" : "slow")}"), [host], time, time + Nanos.Hour);
            host.Clock.Set(time, Nanos.Seconds(10 * dice.Normal()), drift);
        }
    }

    /// <summary>When clocks are changed within a time, and by how many hours; 0: they aren't.</summary>
    private static (long Time, int Hours) SummerTime(long start, long end)
    {
        for (var day = start; day < end; day += Nanos.Day)
        {
            if ((int)Math.Round(Calendar.Hour(day + Nanos.Day) - Calendar.Hour(day)) is not 0 and var hours)
            {
                // Everywhere in Europe at one o'clock UTC.
                return (day + Nanos.Hour, hours);
            }
        }

        return default;
    }

    private static long InHours(long time, Dice dice)
    {
        do
        {
            time = Calendar.Next(time, dice.Between(8, 16));
        }
        while (Calendar.IsQuietDay(time));
        return time;
    }
}
