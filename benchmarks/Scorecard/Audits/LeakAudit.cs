using System.Globalization;
using Hospital.Kernel;
using Scorecard.Public;

namespace Scorecard.Audits;

internal enum LeakVerdict
{
    /// <summary>The field tells nothing.</summary>
    Clean,

    /// <summary>It tells, and it is what the attack does.</summary>
    Causal,

    /// <summary>It seems to tell, but chance with so few attacks would do as much.</summary>
    Uncertain,

    /// <summary>It tells at which device: an attack is at its victim, and victims aren't evenly spread over hosts. Every value is one that ordinary life at the site has, too.</summary>
    Where,

    /// <summary>It tells, and it mustn't: whoever made the data has given the attack away.</summary>
    Leak,
}

/// <summary>What one field says of one kind of attack.</summary>
/// <param name="Kind">Row of the catalogue; 0: all for which the field isn't the attack.</param>
/// <param name="Field">Its name.</param>
/// <param name="Area">AUC on held-out runs, mean over attacks.</param>
/// <param name="Low">95 %, attacks drawn again and again.</param>
/// <param name="High">95 %.</param>
/// <param name="Attacks">Held out.</param>
/// <param name="Verdict">What follows.</param>
internal sealed record LeakFinding(int Kind, string Field, double Area, double Low, double High, int Attacks, LeakVerdict Verdict)
{
    public string Words
    {
        get
        {
            var who = Kind == 0 ? "attacks of all kinds" : $"attacks of kind {Kind}";
            var figure = string.Create(CultureInfo.InvariantCulture, $"AUC {Area:0.00} [{Low:0.00}–{High:0.00}] on {Attacks} held-out attacks");
            return Verdict switch
            {
                LeakVerdict.Clean => $"{Field} does not give {who} away ({figure}).",
                LeakVerdict.Causal => $"{Field} tells {who}, as it is part of what they do ({figure}).",
                LeakVerdict.Where => $"{Field} tells where {who} happen ({figure}).",
                LeakVerdict.Uncertain => $"{Field} may give {who} away, or it is chance ({figure}).",
                _ => $"{Field} gives {who} away ({figure}).",
            };
        }
    }
}

/// <summary>
/// Can a tree of depth 2 on any one raw field tell attacks from ordinary life? Trained on every other hospital, judged on the rest, and the other way round; ordinary life of the
/// same language only, as speaking a language is what an attack does, and at the same server's port where there is enough of it, as going to a server is, too.
/// </summary>
internal static class LeakAudit
{
    /// <summary>AUC above which a field tells (protocol 4.1, point 8).</summary>
    public const double Most = 0.6;

    /// <summary>Of fewer held-out attacks nothing is said for certain: victims of one kind are few at a site, and alike.</summary>
    public const int LeastAttacks = 5;

    /// <summary>Share of an attack's values that ordinary life at its site must have for a field to tell no more than where; the rest may have been missed by drawing samples.</summary>
    public const double LeastKnown = 0.9;

    /// <summary>Of fewer ordinary samples at a port nothing is learnt: those of the whole language are taken.</summary>
    private const int LeastAtPort = 50;

    private const int Redraws = 400;

    /// <param name="fields">What the samples' values are.</param>
    /// <param name="samples">Of at least two runs.</param>
    public static IReadOnlyList<LeakFinding> Run(IReadOnlyList<RawField> fields, IEnumerable<RawSample> samples)
    {
        var all = samples.ToArray();
        int[] runs = [.. all.Select(s => s.Run).Distinct().Order()];
        HashSet<int>[] halves = [[.. runs.Where((_, i) => i % 2 == 1)], [.. runs.Where((_, i) => i % 2 == 0)]];
        var known = fields.Select((f, i) => f.IsPlace ? all.Where(s => s.Attack == 0).Select(s => (s.Run, s.Values[i])).ToHashSet() : []).ToArray();
        var findings = new List<LeakFinding>();
        foreach (var kind in all.Where(s => s.Attack > 0).Select(s => s.Kind).Append(0).Distinct().Order())
        {
            RawSample[] ofKind = [.. all.Where(s => s.Attack == 0 || kind == 0 || s.Kind == kind)];
            for (var f = 0; f < fields.Count; f++)
            {
                var causal = fields[f].Causal;
                RawSample[] chosen = kind == 0 ? [.. ofKind.Where(s => s.Attack == 0 || (s.Traits & causal) == 0)] : ofKind;
                if (Judge(chosen, f, halves, fields[f].IsServerPort) is { } judged)
                {
                    RawSample[] attacks = [.. chosen.Where(s => s.Attack > 0 && !double.IsNaN(s.Values[f]))];
                    var isCausal = attacks.Any(s => (s.Traits & causal) != 0);
                    var isPlace = fields[f].IsPlace && attacks.Count(s => known[f].Contains((s.Run, s.Values[f]))) >= LeastKnown * attacks.Length;
                    findings.Add(new(kind, fields[f].Name, judged.Area, judged.Low, judged.High, judged.Attacks, Verdict(judged.Area, judged.Attacks < LeastAttacks ? 0 : judged.Low, isCausal, isPlace)));
                }
            }
        }

        return findings;
    }

    private static LeakVerdict Verdict(double area, double low, bool isCausal, bool isPlace) =>
        area <= Most ? LeakVerdict.Clean : isCausal ? LeakVerdict.Causal : isPlace ? LeakVerdict.Where : low > 0.55 ? LeakVerdict.Leak : LeakVerdict.Uncertain;

    private static (double Area, double Low, double High, int Attacks)? Judge(RawSample[] samples, int field, HashSet<int>[] halves, bool isServerPort)
    {
        var areas = new List<double>();
        foreach (var language in samples.Where(s => s.Attack > 0).Select(s => s.Language).Distinct().Order())
        {
            RawSample[] spoken = [.. samples.Where(s => s.Language == language && !double.IsNaN(s.Values[field]))];
            foreach (var held in halves)
            {
                var whole = Judgement.Of([.. spoken.Where(s => !s.IsOfPort)], field, held, 1);
                var ports = isServerPort ? [] : spoken.Where(s => s.Attack > 0 || s.IsOfPort).GroupBy(s => s.Port).Where(g => g.Any(s => s.Attack > 0)).ToDictionary(g => g.Key, g => Judgement.Of([.. g], field, held, LeastAtPort));
                if (whole is not null)
                {
                    areas.AddRange(spoken.Where(s => s.Attack > 0 && held.Contains(s.Run)).GroupBy(s => (s.Run, s.Attack)).OrderBy(g => g.Key)
                        .Select(attack => attack.GroupBy(s => ports.GetValueOrDefault(s.Port) ?? whole).Sum(g => g.Count() * g.Key.Area(g)) / attack.Count()));
                }
            }
        }

        if (areas.Count == 0)
        {
            return null;
        }

        var (from, to) = Interval(areas);
        return (areas.Average(), from, to, areas.Count);
    }

    /// <summary>Of the mean. One attack alone may be anything.</summary>
    private static (double Low, double High) Interval(List<double> areas)
    {
        if (areas.Count < 2)
        {
            return (0, 1);
        }

        var dice = new Dice(1, "leak interval");
        double[] means = [.. Enumerable.Range(0, Redraws).Select(_ => Enumerable.Range(0, areas.Count).Average(_ => dice.Pick(areas))).Order()];
        return (means[Redraws / 40], means[Redraws - 1 - (Redraws / 40)]);
    }

    /// <summary>A tree learnt from some runs, and what it says of ordinary life in the others.</summary>
    private sealed class Judgement(DepthTwoTree tree, int field, double[] calm)
    {
        /// <summary>Null: there is too little ordinary life, or no attack to learn from.</summary>
        public static Judgement? Of(RawSample[] samples, int field, HashSet<int> held, int leastOrdinary)
        {
            double[] ordinary = Values(s => s.Attack == 0 && !held.Contains(s.Run)), attacks = Values(s => s.Attack > 0 && !held.Contains(s.Run)), calm = Values(s => s.Attack == 0 && held.Contains(s.Run));
            if (ordinary.Length < leastOrdinary || attacks.Length == 0 || calm.Length < leastOrdinary)
            {
                return null;
            }

            var tree = DepthTwoTree.Fit(ordinary, attacks);
            return new Judgement(tree, field, [.. calm.Select(tree.Score)]);

            double[] Values(Func<RawSample, bool> which) => [.. samples.Where(which).Select(s => s.Values[field])];
        }

        public double Area(IEnumerable<RawSample> attack) => RankCurve.Area(calm, [.. attack.Select(s => tree.Score(s.Values[field]))]);
    }
}
