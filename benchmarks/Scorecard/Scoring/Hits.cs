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
}

/// <summary>
/// Which attacks a method found. An alert is credited to an attack when it is about one of the attack's devices, or names one as the other end; when it comes between the attack's
/// first trace and an hour after its last; and when the clean twin has no alert episode about the same host at that time, widened by an hour to both sides: what would have come anyway
/// is no find. An alert is credited to one attack only, of several the one that began last. An attack is found once or not at all.
/// </summary>
internal static class Hits
{
    public const long Grace = Nanos.Hour;

    /// <returns>By the order of <see cref="Trial.Draws"/>.</returns>
    public static Outcome[] Find(Setting setting)
    {
        var outcomes = new Dictionary<int, Outcome>();
        foreach (var runs in setting.Trial.Draws.GroupBy(d => d.Run))
        {
            var draws = runs.Where(d => d.IsSeen).ToList();
            var site = runs.First().Site;
            var twin = setting.FalseEpisodes(site).ToLookup(e => e.Host);
            var attacked = Credit(draws, setting.Alerts(site, runs.Key).Where(c => !twin[c.Host].Any(e => c.Time >= e.From - Grace && c.Time <= e.To + Grace)));
            var clean = Credit(draws, setting.Alerts(site, site.Clean));
            foreach (var draw in draws)
            {
                var (named, any) = attacked.GetValueOrDefault(draw.Index);
                var floor = clean.GetValueOrDefault(draw.Index);
                outcomes[draw.Index] = new Outcome(named, any, floor.Named is not null, floor.Any is not null);
            }
        }

        return [.. setting.Trial.Draws.Select(d => outcomes.GetValueOrDefault(d.Index))];
    }

    /// <summary>For each attack when the first alert came that is credited to it, in nanoseconds since its first trace.</summary>
    private static Dictionary<int, (long? Named, long? Any)> Credit(List<Draw> draws, IEnumerable<Candidate> alerts)
    {
        var devices = draws.ToDictionary(d => d.Index, d => d.Label.Devices.Select(h => h.Number).ToHashSet());
        var byStart = draws.OrderByDescending(d => d.Label.FirstSeen).ThenByDescending(d => d.Label.Number).ToList();
        var found = new Dictionary<int, (long? Named, long? Any)>();
        foreach (var alert in alerts)
        {
            var draw = byStart.Find(d => alert.Time >= d.Label.FirstSeen && alert.Time <= d.Label.LastSeen + Grace
                && (devices[d.Index].Contains(alert.Host) || devices[d.Index].Contains(alert.Peer)));
            if (draw is null)
            {
                continue;
            }

            var (named, any) = found.GetValueOrDefault(draw.Index);
            var after = alert.Time - draw.Label.FirstSeen!.Value;
            var names = (alert.Traits & draw.Label.Traits) != Trait.None;
            found[draw.Index] = (names ? Math.Min(named ?? long.MaxValue, after) : named, Math.Min(any ?? long.MaxValue, after));
        }

        return found;
    }
}
