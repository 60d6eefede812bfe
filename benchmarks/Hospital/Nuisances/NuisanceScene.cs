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

    /// <summary>A device that comes with somebody: it wasn't there before and isn't there after.</summary>
    public Host Visitor(string name, HostRole role, string place, uint macPrefix) => site.Add(name, role, "laptop", place, macPrefix);
}
