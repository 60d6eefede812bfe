using Hospital.Kernel;
using Hospital.Labels;
using Scorecard.Runs;

namespace Scorecard.Scoring;

/// <summary>What a method made of one attack.</summary>
/// <param name="Named">When it first spoke of it and named what the attack really changes; null: never.</param>
/// <param name="Any">When it first spoke of its devices, whatever it named.</param>
/// <param name="FloorNamed">It would have been credited with it in the clean twin too.</param>
/// <param name="FloorAny">Likewise, whatever is named.</param>
internal readonly record struct Outcome(long? Named, long? Any, bool FloorNamed, bool FloorAny)
{
    public bool IsHit => Named is not null;

    /// <summary>What it would have been credited with in other runs, where it wasn't.</summary>
    public Cross Cross { get; init; }
}

/// <summary>
/// Which attacks a method found. An alert is credited to an attack when it is about one of the attack's devices, or names one as the other end; when it comes between the attack's
/// first trace and an hour after its last; and when the <see cref="Twin"/> doesn't say the same: what would have come anyway is no find. It is credited to one attack only
/// (<see cref="Suspects"/>). An attack is found once or not at all. Methods that can name nothing are taken by any reason.
/// </summary>
internal static class Hits
{
    public const long Grace = Nanos.Hour;

    /// <returns>By the order of <see cref="Trial.Draws"/>; without <see cref="Outcome.Cross"/>.</returns>
    public static Outcome[] Find(Setting setting) => Find(setting, setting.Trial.Draws);

    /// <param name="setting">The method.</param>
    /// <param name="all">All attacks of the runs that they are of.</param>
    /// <returns>In their order.</returns>
    public static Outcome[] Find(Setting setting, IReadOnlyList<Draw> all)
    {
        var outcomes = new Dictionary<int, Outcome>();
        foreach (var runs in all.GroupBy(d => d.Run))
        {
            var draws = runs.Where(d => d.IsSeen).ToList();
            var suspects = new Suspects(draws.Select(Suspect.Of));
            var site = runs.First().Site;
            var attacked = Credit(setting, suspects, Fresh(setting, site, runs.Key));
            var clean = Credit(setting, suspects, setting.Alerts(site, site.Clean));
            foreach (var draw in draws)
            {
                var (named, any) = attacked.GetValueOrDefault(draw.Index);
                var floor = clean.GetValueOrDefault(draw.Index);
                outcomes[draw.Index] = new Outcome(named, any, floor.Named is not null, floor.Any is not null);
            }
        }

        return [.. all.Select(d => outcomes.GetValueOrDefault(d.Index))];
    }

    /// <summary>Alerts of an attacked run that its clean twin doesn't have.</summary>
    public static IEnumerable<Candidate> Fresh(Setting setting, StudySite site, RunRecord run)
    {
        var twin = new Twin(setting.Alerts(site, site.Clean));
        return setting.Alerts(site, run).Where(c => !twin.SaysToo(in c));
    }

    /// <summary>Whether an alert names something that the attack really changes.</summary>
    public static bool Names(Setting setting, in Candidate alert, Draw draw) => setting.Trial.NamesNothing || (alert.Traits & draw.Label.Traits) != Trait.None;

    /// <summary>For each attack when the first alert came that is credited to it, in nanoseconds since its first trace.</summary>
    private static Dictionary<int, (long? Named, long? Any)> Credit(Setting setting, Suspects suspects, IEnumerable<Candidate> alerts)
    {
        var found = new Dictionary<int, (long? Named, long? Any)>();
        foreach (var alert in alerts)
        {
            if (suspects.Of(in alert)?.Draw is not { } draw)
            {
                continue;
            }

            var (named, any) = found.GetValueOrDefault(draw.Index);
            var after = alert.Time - draw.Label.FirstSeen!.Value;
            found[draw.Index] = (Names(setting, in alert, draw) ? Math.Min(named ?? long.MaxValue, after) : named, Math.Min(any ?? long.MaxValue, after));
        }

        return found;
    }
}
