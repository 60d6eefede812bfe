using Hospital.Infrastructure;
using Hospital.Kernel;
using Hospital.Sites;
using Hospital.Wards;

namespace Hospital.Tests.Wards;

/// <summary>Hears what is said in a hospital without its radiology.</summary>
internal sealed class Listener(Action<Step> hear)
{
    private static readonly Dictionary<(int Devices, int Days), IReadOnlyList<Step>> Heard = [];

    public long Last { get; private set; }

    public bool IsOrdered { get; private set; } = true;

    public static SiteParameters Parameters(int devices, ulong seed = 2) => SiteParameters.Of(seed, devices);

    /// <summary>All that is said in a site's first days; heard once for all who ask.</summary>
    public static IReadOnlyList<Step> Hear(int devices, int days)
    {
        lock (Heard)
        {
            if (!Heard.TryGetValue((devices, days), out var steps))
            {
                Heard[(devices, days)] = steps = Hear(Parameters(devices), days, _ => { });
            }

            return steps;
        }
    }

    /// <summary>The same, after something was done to the furnished site.</summary>
    public static IReadOnlyList<Step> Hear(SiteParameters parameters, int days, Action<Site> change)
    {
        var all = new List<Step>();
        Assert.True(Hear(parameters, days, change, all.Add).IsOrdered);
        return all;
    }

    /// <summary>The same, to whoever wants to hear it.</summary>
    public static Listener Hear(SiteParameters parameters, int days, Action<Site> change, Action<Step> hear)
    {
        var site = new Site(parameters);
        IDepartment[] departments = [.. WardLife.Of(site), new InfrastructureDepartment(site)];
        foreach (var department in departments)
        {
            department.Furnish();
        }

        change(site);
        var listener = new Listener(hear);
        site.Agenda.Out = listener.Take;
        foreach (var department in departments)
        {
            department.Begin();
        }

        site.Agenda.RunUntil(parameters.Start + (days * Nanos.Day));
        return listener;
    }

    private void Take(Step step)
    {
        IsOrdered &= step.Time >= Last;
        Last = step.Time;
        hear(step);
    }
}
