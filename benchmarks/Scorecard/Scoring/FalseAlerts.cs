using Hospital.Kernel;
using Scorecard.Scoring.Statistics;

namespace Scorecard.Scoring;

/// <summary>How often wolf is cried, in the clean runs, where no alert is right.</summary>
internal sealed class FalseAlerts
{
    private readonly Setting _setting;
    private readonly double _target;
    private readonly Dictionary<StudySite, List<Episode>> _test;

    public FalseAlerts(Setting setting, double target)
    {
        (_setting, _target) = (setting, target);
        _test = setting.Trial.Sites.Where(s => s.IsWhole).ToDictionary(s => s, s => setting.FalseEpisodes(s, s.Clean.Parameters.TestStart));
    }

    public FalseRate Achieved => Rate([.. _test.Select(p => (p.Value.Count, TestMonths(p.Key)))]);

    /// <summary>Sites' days of test alike, so that small hospitals' days count as much as large ones'.</summary>
    public double PerDayAndSite => _test.Count == 0 ? 0 : _test.Average(p => p.Value.Count / ((p.Key.Clean.Parameters.End - p.Key.Clean.Parameters.TestStart) / (double)Nanos.Day));

    public IReadOnlyList<SiteRate> BySite => [.. _test.Select(p => (Site: p.Key, p.Value.Count, Months: TestMonths(p.Key))).Select(s =>
        new SiteRate(s.Site.Devices, $"{s.Site.Seed:x16}", s.Count, s.Months, Of(s.Count, s.Months), Of(s.Count, s.Months) / _target))];

    public IReadOnlyList<WeekRate> ByWeek
    {
        get
        {
            var weeks = new SortedDictionary<int, (int Episodes, double Months)>();
            foreach (var (site, episodes) in _test)
            {
                var parameters = site.Clean.Parameters;
                for (var from = parameters.TestStart; from < parameters.End; from += Nanos.Week)
                {
                    var week = (int)((from - parameters.Start) / Nanos.Week) + 1;
                    var sum = weeks.GetValueOrDefault(week);
                    weeks[week] = (sum.Episodes + episodes.Count(e => e.From >= from && e.From < from + Nanos.Week),
                        sum.Months + Exposure.Months(site.Clean.Hosts, from, from + Nanos.Week));
                }
            }

            return [.. weeks.Select(w => new WeekRate(w.Key, w.Value.Episodes, w.Value.Months, Of(w.Value.Episodes, w.Value.Months), Of(w.Value.Episodes, w.Value.Months) / _target))];
        }
    }

    /// <summary>By what went on, and by what was named.</summary>
    public IReadOnlyList<WolfRow> Wolf
    {
        get
        {
            var all = _test.SelectMany(p => p.Value.Select(e => (Site: p.Key, Episode: e))).ToList();
            var causes = all.SelectMany(e => Causes(e.Site, e.Episode).Distinct()).Concat(all.Select(e => "reason:" + e.Episode.Strongest.Reason));
            return [.. causes.GroupBy(c => c).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new WolfRow(g.Key, g.Count(), (double)g.Count() / all.Count))];
        }
    }

    public static FalseRate Rate(IReadOnlyList<(int Episodes, double Months)> sites)
    {
        var (episodes, months) = (sites.Sum(s => s.Episodes), sites.Sum(s => s.Months));
        var (low, high) = RateInterval.Of([.. sites.Select(s => ((double)s.Episodes, s.Months))]);
        return new FalseRate(episodes, months, Of(episodes, months), low, high);
    }

    /// <summary>Of devices of an age, over the whole of the clean runs.</summary>
    public FalseRate AtAge(long from, long until)
    {
        var sites = new List<(int Episodes, double Months)>();
        foreach (var site in _test.Keys)
        {
            var hosts = site.Clean.Hosts.Where(h => Exposure.Counts(in h)).ToDictionary(h => h.Number);
            var episodes = _setting.FalseEpisodes(site).Count(e => hosts.TryGetValue(e.Host, out var h) && e.From - h.FirstSeen is var age && age >= from && age < until);
            sites.Add((episodes, hosts.Values.Sum(h => Exposure.Months(in h, h.FirstSeen + from, until == long.MaxValue ? long.MaxValue : h.FirstSeen + until))));
        }

        return Rate(sites);
    }

    /// <summary>About the devices of benign events of each kind: before, during and after.</summary>
    public IReadOnlyList<RecoveryRow> Recovery => new Recovery(_setting, _test.Keys).Rows;

    /// <summary>Benign events about the host or who it talks with, in time or six hours after.</summary>
    private static IEnumerable<string> Causes(StudySite site, Episode episode)
    {
        var during = site.Clean.Nuisances.Where(n => episode.To >= n.From && episode.From <= n.Until + Episode.Pause
            && (n.Devices.Count == 0 || n.Devices.Any(d => d.Number == episode.Host || d.Number == episode.Strongest.Peer))).Select(n => n.Kind);
        return during.DefaultIfEmpty("none");
    }

    private static double TestMonths(StudySite site) => Exposure.Months(site.Clean.Hosts, site.Clean.Parameters.TestStart, site.Clean.Parameters.End);

    private static double Of(int episodes, double months) => months > 0 ? episodes / months : 0;
}
