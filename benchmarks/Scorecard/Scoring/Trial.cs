using Hospital.Labels;
using Scorecard.Runs;

namespace Scorecard.Scoring;

/// <summary>A method, or what is left of it without a part.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Without">Part whose candidates are left out; empty: none.</param>
internal sealed record View(string Method, string Without = "");

/// <summary>A method in all the runs it was in, to be set to thresholds.</summary>
internal sealed class Trial
{
    private readonly Dictionary<RunRecord, MethodRun> _runs = [];
    private readonly Dictionary<StudySite, CalibrationSite> _calibrations = [];

    /// <param name="study">All runs.</param>
    /// <param name="view">Of which method.</param>
    /// <param name="like">Only the sites and runs that this one has; null: all.</param>
    public Trial(Study study, View view, Trial? like = null)
    {
        View = view;
        Sites = [.. study.Sites.Where(site => (like is null || like.Has(site.Clean)) && site.Clean.Methods.Any(m => m.Method == view.Method))];
        foreach (var site in Sites)
        {
            foreach (var run in site.Attacked.Prepend(site.Clean))
            {
                if ((like is not null && !like.Has(run)) || run.Methods.FirstOrDefault(m => m.Method == view.Method) is not { } whole)
                {
                    continue;
                }

                var candidates = view.Without.Length == 0 ? whole.Candidates : [.. whole.Candidates.Where(c => c.Part != view.Without)];
                _runs.Add(run, whole with { Candidates = candidates });
            }

            var (from, until) = (site.Clean.Parameters.CalibrationStart, site.Clean.Parameters.TestStart);
            _calibrations.Add(site, site.IsWhole
                ? new CalibrationSite(site.Seed, Exposure.Months(site.Clean.Hosts, from, until), Curve.Of(_runs[site.Clean].Candidates, from, until))
                : new CalibrationSite(site.Seed, 0, []));
        }

        Draws = [.. study.Draws.Where(d => _runs.ContainsKey(d.Run))];
        CompromisedDraws = like is null ? [.. study.CompromisedDraws.Where(d => IsHeard(d.Run))] : [];
        NamesNothing = Runs.Any(r => r.Candidates.Count > 0) && Runs.All(r => r.Candidates.All(c => c.Traits == Trait.None));
    }

    public View View { get; }

    /// <summary>Whose clean run has it.</summary>
    public IReadOnlyList<StudySite> Sites { get; }

    /// <summary>Of the attacked runs that have it.</summary>
    public IReadOnlyList<Draw> Draws { get; }

    /// <summary>Of the runs of sites that were compromised when they began; of a whole method, not of one beside another.</summary>
    public IReadOnlyList<Draw> CompromisedDraws { get; }

    /// <summary>None of its alerts says what is strange: it can't be held against it that it never named the right thing.</summary>
    public bool NamesNothing { get; }

    public IEnumerable<MethodRun> Runs => _runs.Values;

    public bool ScoresAreRates => Sites.Count > 0 && _runs[Sites[0].Clean].ScoresAreRates;

    public double CalibrationMonths => _calibrations.Values.Sum(c => c.Months);

    public MethodRun Of(RunRecord run) => _runs.GetValueOrDefault(run) ?? run.Methods.First(m => m.Method == View.Method);

    public bool Has(RunRecord run) => _runs.ContainsKey(run);

    public bool IsOfTheRunsOf(Trial other) => _runs.Count == other._runs.Count && _runs.Keys.All(other.Has);

    /// <summary>Set to a rate of false alerts, for each site by the others.</summary>
    public Setting At(double target)
    {
        var thresholds = Thresholds.LeaveOneOut([.. Sites.Select(s => _calibrations[s])], target);
        return new Setting(this, Sites.Zip(thresholds).ToDictionary(p => p.First, p => p.Second));
    }

    /// <summary>Set as people set it: to a budget of false alerts, which the method itself shares out among its expectations.</summary>
    public Setting Native(double target) => AtScore(-Math.Log10(target));

    public Setting AtScore(double score) => new(this, Sites.ToDictionary(s => s, _ => new Threshold(score, Fit.Met)));

    private bool IsHeard(RunRecord run) => View.Without.Length == 0 && run.Methods.Any(m => m.Method == View.Method);
}

/// <summary>A method with a threshold for each site.</summary>
internal sealed class Setting(Trial trial, IReadOnlyDictionary<StudySite, Threshold> thresholds)
{
    public Trial Trial { get; } = trial;

    public Threshold Of(StudySite site) => thresholds[site];

    public IEnumerable<Candidate> Alerts(StudySite site, RunRecord run)
    {
        var threshold = thresholds[site].Value;
        return Trial.Of(run).Candidates.Where(c => c.Score >= threshold);
    }

    /// <summary>Of the clean run: every one of them is false.</summary>
    public List<Episode> FalseEpisodes(StudySite site, long from = long.MinValue, long until = long.MaxValue) =>
        Episode.Of(Trial.Of(site.Clean).Candidates, thresholds[site].Value, from, until);
}
