using Hospital.Kernel;
using Hospital.Labels;
using Scorecard.Scoring.Statistics;

namespace Scorecard.Scoring;

/// <summary>False alerts about the devices of benign events of each kind, before, during and after; and when they are as few again as they were.</summary>
/// <param name="setting">A method at its thresholds.</param>
/// <param name="sites">Whose clean runs.</param>
internal sealed class Recovery(Setting setting, IEnumerable<StudySite> sites)
{
    /// <summary>Days after an event within which recovery is looked for.</summary>
    private const int Patience = 14;

    /// <summary>One-sided.</summary>
    private const double Certain = 0.025;

    private readonly Dictionary<StudySite, ILookup<int, Episode>> _episodes = sites.ToDictionary(s => s, s => setting.FalseEpisodes(s).ToLookup(e => e.Host));

    public IReadOnlyList<RecoveryRow> Rows =>
    [
        .. _episodes.Keys.SelectMany(s => s.Clean.Nuisances.Where(n => n.Devices.Count > 0).Select(n => (Site: s, Nuisance: n)))
            .GroupBy(e => e.Nuisance.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Row(g.Key, [.. g])),
    ];

    private RecoveryRow Row(string kind, List<(StudySite Site, Nuisance Nuisance)> events)
    {
        var before = Around(events, n => (n.From - Nanos.Week, n.From));
        return new RecoveryRow(kind, events.Count, Rate(before), Rate(Around(events, n => (n.From, n.Until))),
            [Rate(After(events, 0, 1)), Rate(After(events, 1, 3)), Rate(After(events, 3, 7))])
        {
            DaysUntilAsBefore = before.Months > 0 && After(events, 0, 7).Months > 0 ? FirstDayAsBefore(events, before) : null,
        };
    }

    /// <summary>From which day on the week that follows isn't clearly worse than the week before. <see cref="Patience"/>: not so soon.</summary>
    private int FirstDayAsBefore(List<(StudySite Site, Nuisance Nuisance)> events, (int Episodes, double Months) before) =>
        Enumerable.Range(0, Patience).FirstOrDefault(day => !IsMore(After(events, day, day + 7), before), Patience);

    private static bool IsMore((int Episodes, double Months) after, (int Episodes, double Months) before) =>
        after.Months > 0 && Poisson.AtLeast(after.Episodes, after.Months, before.Episodes, before.Months) < Certain;

    private (int Episodes, double Months) After(List<(StudySite Site, Nuisance Nuisance)> events, int from, int until) =>
        Around(events, n => (n.Until + (from * Nanos.Day), n.Until + (until * Nanos.Day)));

    private (int Episodes, double Months) Around(List<(StudySite Site, Nuisance Nuisance)> events, Func<Nuisance, (long From, long Until)> window)
    {
        var (count, months) = (0, 0.0);
        foreach (var (site, nuisance) in events)
        {
            var (from, until) = window(nuisance);
            var hosts = nuisance.Devices.Select(d => d.Number).ToHashSet();
            count += hosts.Sum(h => _episodes[site][h].Count(e => e.From >= from && e.From < until));
            months += Exposure.Months(site.Clean.Hosts.Where(h => hosts.Contains(h.Number)), from, until);
        }

        return (count, months);
    }

    private static double? Rate((int Episodes, double Months) counted) => counted.Months > 0 ? counted.Episodes / counted.Months : null;
}
