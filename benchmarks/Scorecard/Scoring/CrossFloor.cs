using Scorecard.Runs;

namespace Scorecard.Scoring;

/// <summary>An attack looked for where it wasn't.</summary>
/// <param name="Runs">Other attacked runs of its site.</param>
/// <param name="Named">In how many of them it would have been found.</param>
/// <param name="Any">Likewise, whatever is named.</param>
internal readonly record struct Cross(int Runs, int Named, int Any);

/// <summary>
/// What others' attacks add to recall by chance: an attack's time and its devices of ordinary life, looked for in the site's other attacked runs, in which there are other attacks
/// instead. An alert that is about one of those is theirs here as it is there; the clean twin's alerts don't count here as they don't there, they are the other floor.
/// </summary>
internal static class CrossFloor
{
    /// <param name="setting">As in <see cref="Hits.Find(Setting)"/>.</param>
    /// <returns>With <see cref="Hits.Find(Setting)"/>'s outcomes, in full.</returns>
    public static List<(Draw Draw, Outcome Outcome)> Find(Setting setting)
    {
        var found = new Dictionary<int, Cross>();
        foreach (var site in setting.Trial.Draws.Where(IsAsked).GroupBy(d => d.Site))
        {
            var asked = site.Select(Suspect.Elsewhere).ToList();
            foreach (var run in site.Key.Attacked.Where(setting.Trial.Has))
            {
                var own = setting.Trial.Draws.Where(d => d.Run == run && d.IsSeen).Select(Suspect.Of).ToList();
                var alerts = Hits.Fresh(setting, site.Key, run).SelectMany(Ends).ToLookup(e => e.Host, e => e.Alert);
                foreach (var suspect in asked.Where(s => s.Draw.Run != run))
                {
                    var (named, any) = Find(setting, suspect, own, alerts);
                    var sum = found.GetValueOrDefault(suspect.Draw.Index);
                    found[suspect.Draw.Index] = new Cross(sum.Runs + 1, sum.Named + (named ? 1 : 0), sum.Any + (any ? 1 : 0));
                }
            }
        }

        return [.. setting.Trial.Draws.Zip(Hits.Find(setting), (draw, outcome) => (draw, outcome with { Cross = found.GetValueOrDefault(draw.Index) }))];
    }

    private static (bool Named, bool Any) Find(Setting setting, Suspect suspect, List<Suspect> own, ILookup<int, Candidate> alerts)
    {
        var label = suspect.Draw.Label;
        var near = suspect.Devices.SelectMany(d => alerts[d]).Where(a => a.Time >= label.FirstSeen && a.Time <= label.LastSeen + Hits.Grace).ToList();
        if (near.Count == 0)
        {
            return default;
        }

        var suspects = new Suspects(own.Append(suspect));
        var credited = near.Where(a => suspects.Of(in a) == suspect).ToList();
        return (credited.Exists(a => Hits.Names(setting, in a, suspect.Draw)), credited.Count > 0);
    }

    private static bool IsAsked(Draw draw) => draw is { IsSeen: true, IsEarly: false };

    private static IEnumerable<(int Host, Candidate Alert)> Ends(Candidate alert) =>
        alert.Peer >= 0 && alert.Peer != alert.Host ? [(alert.Host, alert), (alert.Peer, alert)] : [(alert.Host, alert)];
}
