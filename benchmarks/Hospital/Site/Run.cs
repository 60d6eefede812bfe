using Hospital.Kernel;
using Hospital.Labels;

namespace Hospital.Sites;

/// <summary>What an attack does to a site. Made when the site is furnished and before it begins.</summary>
public interface IAttack
{
    AttackLabel Label { get; }

    /// <summary>Enters what it does, by its own lane.</summary>
    void Begin();

    /// <summary>What it changes in what others say; null: nothing.</summary>
    IAlteration? Alteration { get; }
}

/// <summary>Which attacks come about in a run. Reads the furnished site and touches nothing of it.</summary>
public interface IAttackPlan
{
    IReadOnlyList<IAttack> Plan(Site site);
}

/// <summary>A hospital's whole course of time, told to an audience. Without a plan: the clean twin of every run with these parameters.</summary>
public static class Run
{
    /// <summary>A site as attacks are planned at: all are there who live in it from the beginning, and nothing has happened yet.</summary>
    public static Site Furnished(SiteParameters parameters)
    {
        var site = new Site(parameters);
        site.Departments = Departments.Of(site);
        foreach (var department in site.Departments)
        {
            department.Furnish();
        }

        return site;
    }

    /// <returns>The site, with its nuisances; and the attacks that came about, with what was seen of them.</returns>
    public static (Site Site, IReadOnlyList<AttackLabel> Attacks) Play(SiteParameters parameters, IAttackPlan? plan, IStepTaker audience)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(audience);
        var site = Furnished(parameters);
        var departments = site.Departments;
        var attacks = plan?.Plan(site) ?? [];
        var chain = new Alterations([.. attacks.Select(a => a.Alteration).OfType<IAlteration>()], audience);
        site.Agenda.Out = step => chain.Take(in step);
        foreach (var department in departments)
        {
            department.Begin();
        }

        foreach (var attack in attacks)
        {
            attack.Begin();
        }

        site.Agenda.RunUntil(parameters.End);
        chain.End(parameters.End);
        return (site, [.. attacks.Select(a => a.Label)]);
    }
}
