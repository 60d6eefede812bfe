using Hospital.Labels;
using Scorecard.Runs;

namespace Scorecard.Scoring;

/// <summary>One hospital: its clean run and its attacked ones.</summary>
internal sealed record StudySite(int Index, RunRecord Clean, IReadOnlyList<RunRecord> Attacked)
{
    /// <summary>Attacked runs of which it was compromised before it began. They repeat others of its runs, so what is in them counts apart and nowhere else.</summary>
    public IReadOnlyList<RunRecord> Compromised { get; init; } = [];

    public ulong Seed => Clean.Parameters.Seed;

    public int Devices => Clean.Parameters.Devices;

    /// <summary>It has all of its calibration and test weeks; otherwise it only tells how devices fare that are new.</summary>
    public bool IsWhole => Clean.Parameters.End > Clean.Parameters.TestStart;
}

/// <summary>An attack that came about in some run.</summary>
/// <param name="Index">In the study.</param>
/// <param name="Site">Where.</param>
/// <param name="Run">In which of its runs.</param>
/// <param name="Label">The truth.</param>
/// <param name="AgeHours">Since the first of its devices that the site knew was first seen, when it began; null: it knew none.</param>
/// <param name="IsOverNuisance">Something unusual and benign went on about its devices in its time.</param>
internal sealed record Draw(int Index, StudySite Site, RunRecord Run, AttackLabel Label, double? AgeHours, bool IsOverNuisance)
{
    /// <summary>A sensor could see it.</summary>
    public bool IsSeen => Label is { IsObservable: true, FirstSeen: not null, LastSeen: not null };

    /// <summary>What recall is about, but for <see cref="IsEarly"/>.</summary>
    public bool IsScored => IsSeen && !Label.Fails;

    /// <summary>Begun at new devices on purpose: it counts by their age only.</summary>
    public bool IsEarly => !Site.IsWhole;
}

/// <summary>All runs of a measurement, in one order whatever the order they came in.</summary>
internal sealed class Study
{
    public Study(IEnumerable<RunRecord> runs)
    {
        Sites =
        [
            .. runs.GroupBy(r => (r.Parameters.Devices, r.Parameters.Seed, r.Parameters.Weeks)).OrderBy(g => g.Key).Select((group, index) => new StudySite(
                index, group.Single(r => r.Number == 0), [.. group.Where(r => r.Number != 0 && r.Repeats is null).OrderBy(r => r.Number)])
            {
                Compromised = [.. group.Where(r => r.Repeats is not null).OrderBy(r => r.Number)],
            }),
        ];
        Draws = DrawsOf(s => s.Attacked, 0);
        CompromisedDraws = DrawsOf(s => s.Compromised, Draws.Count);
    }

    public IReadOnlyList<StudySite> Sites { get; }

    /// <summary>At sites that began clean.</summary>
    public IReadOnlyList<Draw> Draws { get; }

    /// <summary>At sites that were compromised when they began: old attacks, and those of another run again.</summary>
    public IReadOnlyList<Draw> CompromisedDraws { get; }

    /// <summary>In the order of the first run that has them.</summary>
    public IEnumerable<string> Methods => Sites.SelectMany(s => s.Clean.Methods).Select(m => m.Method).Distinct();

    private List<Draw> DrawsOf(Func<StudySite, IReadOnlyList<RunRecord>> runs, int first)
    {
        var draws = new List<Draw>();
        foreach (var site in Sites)
        {
            foreach (var (run, label) in runs(site).SelectMany(r => r.Attacks.OrderBy(a => a.Number).Select(a => (r, a))))
            {
                draws.Add(new Draw(first + draws.Count, site, run, label, Age(site.Clean, label), IsOverNuisance(run, label)));
            }
        }

        return draws;
    }

    private static double? Age(RunRecord clean, AttackLabel label)
    {
        var known = clean.Hosts.Where(h => label.Devices.Any(d => d.Number == h.Number)).ToList();
        return known.Count > 0 && label.FirstSeen is { } first ? Math.Max(0, first - known.Min(h => h.FirstSeen)) / 3.6e12 : null;
    }

    private static bool IsOverNuisance(RunRecord run, AttackLabel label) =>
        label is { FirstSeen: { } first, LastSeen: { } last }
        && run.Nuisances.Any(n => n.From <= last && n.Until >= first && n.Devices.Any(d => label.Devices.Any(l => l.Number == d.Number)));
}
