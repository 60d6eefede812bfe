using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Messaging;
using Hospital.Network;
using Hospital.Radiology;
using Hospital.Sites;
using Hospital.Wards;

namespace Hospital.Nuisances;

/// <summary>
/// Where unusual things happen that are no attacks. Each is planned when the site is furnished, so that it can be known beforehand, and entered when the site begins.
/// </summary>
internal sealed class NuisanceScene(Site site, RadiologyDepartment imaging, InterfaceEngine engine, PatientFlow patients)
{
    private readonly List<Action> _entries = [];

    public Site Site => site;

    public Lane Life => site.Life;

    public RadiologyDepartment Imaging => imaging;

    public InterfaceEngine Engine => engine;

    public PatientFlow Patients => patients;

    /// <summary>First instant at which something unusual may happen: the second week. What is learnt from isn't always clean.</summary>
    public long From => site.Parameters.Start + Nanos.Week;

    /// <summary>Plans something at random instants.</summary>
    /// <param name="kind">Slug.</param>
    /// <param name="perTenWeeks">How often it happens in ten weeks of a site of 120 devices; larger sites have more.</param>
    /// <param name="isByDay">People do it in working hours of a working day; else it comes at any hour.</param>
    /// <param name="plan">Plans one, with dice of its own and the instant.</param>
    public void Plan(string kind, double perTenWeeks, bool isByDay, Action<Dice, long> plan)
    {
        var dice = Life.DiceFor("nuisance", kind);
        var last = site.Parameters.End - Nanos.Days(1);
        var share = (last - From) / (double)(9 * Nanos.Week);
        var size = Math.Clamp(Math.Sqrt(site.Parameters.Devices / 120.0), 0.35, 2.2);
        var count = dice.Count(perTenWeeks * size * share);
        for (var i = 0; i < count; i++)
        {
            var at = From + (long)(dice.Uniform() * (last - From));
            if (isByDay)
            {
                at = Calendar.Next(at, dice.Between(8, 16));
                while (Calendar.IsQuietDay(at))
                {
                    at = Calendar.Next(at + Nanos.Hours(2), Calendar.Hour(at));
                }
            }

            if (at < last)
            {
                plan(Life.DiceFor("nuisance", kind, $"{i}"), at);
            }
        }
    }

    /// <summary>Something is going to be unusual.</summary>
    public void Note(string kind, string text, IReadOnlyList<Host> devices, long from, long until) =>
        site.Nuisances.Add(new Nuisance(kind, text, devices, from, Math.Min(until, site.Parameters.End)));

    /// <summary>Enters what happens at an instant, once the site begins.</summary>
    public void At(long time, Action act) => _entries.Add(() => Life.At(time, act));

    /// <summary>Does something when the site begins.</summary>
    public void AtBeginning(Action act) => _entries.Add(act);

    public void Begin() => _entries.ForEach(e => e());

    /// <summary>The laptop that a maker's people bring; one visit in four it is a new one.</summary>
    public Host Laptop(Dice dice, string maker, string place, uint macPrefix)
    {
        var name = $"{maker} laptop at {place}";
        return (dice.Chance(0.25) ? null : site.Hosts.Find(h => h.Name.StartsWith(name, StringComparison.Ordinal)))
            ?? site.Add($"{name} {site.Hosts.Count}", HostRole.VendorLaptop, "laptop", place, macPrefix);
    }

    /// <summary>From where a maker's people help: one of the makers' gateways that are about, one time in five a new one (RFC 5737 keeps its addresses for such purposes).</summary>
    public Host Helper(Dice dice)
    {
        var known = site.HostsOf(HostRole.External).Where(h => h.Model == "outside").ToArray();
        if (known.Length > 0 && !dice.Chance(0.2))
        {
            return dice.Pick(known);
        }

        var number = site.Hosts.Count(h => h.Place == "internet");
        var helper = site.Add($"vendor gateway {number}", HostRole.External, "outside", "internet", 0x001B54);
        helper.Address = (198u << 24) | (51u << 16) | (100u << 8) | (uint)(1 + (number % 250));
        return helper;
    }
}
