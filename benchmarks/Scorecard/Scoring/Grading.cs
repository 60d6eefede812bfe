using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Scorecard.Runs;

namespace Scorecard.Scoring;

/// <summary>From runs to a card.</summary>
internal static class Grading
{
    /// <param name="profile">Name of the plan.</param>
    /// <param name="seal">Its hash.</param>
    /// <param name="runs">All of them, in any order.</param>
    /// <param name="notes">What else must be said.</param>
    /// <param name="progress">Told what is being done.</param>
    public static Card Of(string profile, string seal, IReadOnlyList<RunRecord> runs, IEnumerable<string>? notes = null, Action<string>? progress = null)
    {
        var study = new Study(runs);
        var trials = new List<Trial>();
        foreach (var method in study.Methods.OrderBy(m => m == MethodNames.Sensor ? 0 : MethodNames.IsSensor(m) ? 1 : 2))
        {
            trials.Add(new Trial(study, new View(method)));
        }

        var beside = trials.Find(t => t.View.Method == MethodNames.Sensor) is { } sensor ? new SensorBeside(study, sensor) : null;
        var cards = new List<MethodCard>();
        foreach (var trial in trials.Where(t => MethodNames.IsSensor(t.View.Method)))
        {
            AddCard(trial);
        }

        cards.AddRange(beside?.Card(trials.Find(t => MethodNames.IsVariant(t.View.Method)), SensorBeside.Variants) ?? []);
        cards.AddRange(beside?.Card(trials.Find(t => !MethodNames.IsSensor(t.View.Method)), SensorBeside.Contenders) ?? []);
        foreach (var trial in trials.Where(t => !MethodNames.IsSensor(t.View.Method) && !Ceiling.IsPart(t.View.Method)))
        {
            AddCard(trial);
        }

        if (trials.Where(t => Ceiling.IsPart(t.View.Method)).ToArray() is { Length: > 0 } features)
        {
            progress?.Invoke($"grading {Ceiling.Name}");
            cards.Add(Ceiling.Of(features));
            trials.RemoveAll(features.Contains);
        }

        progress?.Invoke("comparing");
        var (duels, wins, ablation) = Compare(study, trials, beside);
        return new Card
        {
            Conditions = Conditions(profile, seal, study),
            Attacks = Tally(study),
            Methods = cards,
            Duels = duels,
            ContenderWins = wins,
            Ablation = ablation,
            Notes = [.. notes ?? [], .. Notes(study)],
        };

        void AddCard(Trial trial)
        {
            progress?.Invoke($"grading {trial.View.Method}");
            cards.Add(MethodGrade.Of(trial));
        }
    }

    private static (List<Duel> Duels, List<ContenderWin> Wins, List<AblationRow> Ablation) Compare(Study study, List<Trial> trials, SensorBeside? beside)
    {
        var (duels, wins, ablation) = (new List<Duel>(), new List<ContenderWin>(), new List<AblationRow>());
        if (beside is null || trials.Find(t => t.View.Method == MethodNames.Sensor) is not { } sensor)
        {
            return (duels, wins, ablation);
        }

        var parts = sensor.Runs.SelectMany(r => r.Candidates).Select(c => c.Part).Where(p => p.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList();
        var silenced = parts.Select(p => (Part: p, Trial: new Trial(study, new View(MethodNames.Sensor, p)))).ToList();
        foreach (var target in MethodGrade.Targets)
        {
            var whole = sensor.At(target);
            foreach (var trial in trials.Where(t => t.View.Method is not (MethodNames.Sensor or MethodNames.Shipped)))
            {
                var (ours, theirs) = (beside.For(trial).At(target), trial.At(target));
                if (MethodNames.IsVariant(trial.View.Method))
                {
                    ablation.AddRange(Comparisons.Ablation(target, MethodNames.Variation(trial.View.Method), true, ours, theirs));
                }
                else
                {
                    var pairs = Paired.Of(ours, theirs);
                    duels.Add(Comparisons.Duel(target, trial.View.Method, pairs));
                    wins.AddRange(Comparisons.Wins(target, trial.View.Method, pairs));
                }
            }

            ablation.AddRange(silenced.SelectMany(s => Comparisons.Ablation(target, s.Part, false, whole, s.Trial.At(target))));
        }

        return (duels, wins, ablation);
    }

    private static Conditions Conditions(string profile, string seal, Study study)
    {
        var hashes = study.Sites.SelectMany(s => s.Attacked.Prepend(s.Clean).Concat(s.Compromised)).Select(r => r.Hash);
        return new Conditions(
            profile, seal, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', hashes)))),
            [.. study.Sites.GroupBy(s => s.Devices).Select(g => new SiteTally(
                g.Key, g.Count(), g.Count(), g.Sum(s => s.Attacked.Count), g.Sum(s => s.Clean.Hosts.Count(h => Exposure.Counts(in h))))
            {
                CompromisedRuns = g.Sum(s => s.Compromised.Count),
            })],
            study.Sites.Where(s => s.IsWhole).Sum(s => Exposure.Months(s.Clean.Hosts, s.Clean.Parameters.CalibrationStart, s.Clean.Parameters.TestStart)),
            study.Sites.Where(s => s.IsWhole).Sum(s => Exposure.Months(s.Clean.Hosts, s.Clean.Parameters.TestStart, s.Clean.Parameters.End)),
            study.Draws.Count(d => !d.IsEarly));
    }

    private static IReadOnlyList<AttackTally> Tally(Study study) =>
    [
        .. study.Draws.Where(d => !d.IsEarly).GroupBy(d => (d.Label.Kind, d.Label.Variant)).OrderBy(g => g.Key.Kind).ThenBy(g => g.Key.Variant, StringComparer.Ordinal).Select(g => new AttackTally(
            g.Key.Kind, g.First().Label.Name, g.Key.Variant, g.First().Label.Difficulty,
            g.Count(d => d.IsScored), g.Count(d => d.IsSeen && d.Label.Fails), g.Count(d => !d.IsSeen), g.Count(d => d.IsScored && d.IsOverNuisance))),
    ];

    private static IEnumerable<string> Notes(Study study)
    {
        foreach (var row in Tally(study).Where(r => r.Scored < RunPlan.LeastDraws))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Row {row.Kind} ({row.Name}), {row.Variant}: {row.Scored} draws that succeeded and showed, fewer than {RunPlan.LeastDraws}.");
        }

        foreach (var reason in study.Sites.SelectMany(s => s.Attacked.Concat(s.Compromised)).SelectMany(r => r.Unplaced).GroupBy(u => u).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Not placed, {reason.Count()} times: {reason.Key}.");
        }
    }
}
