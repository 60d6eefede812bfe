namespace Scorecard.Public;

/// <summary>Sets of what was seen in training: the least that a model of sequences has to beat.</summary>
internal sealed class TraceBaselines
{
    private const int Edge = -1;

    private readonly HashSet<int> _events = [];
    private readonly HashSet<(int, int)> _pairs = [];
    private readonly HashSet<string> _counts = [];

    public TraceBaselines(IEnumerable<IReadOnlyList<int>> training)
    {
        foreach (var trace in training)
        {
            _events.UnionWith(trace);
            _pairs.UnionWith(Pairs(trace));
            _counts.Add(Counts(trace));
        }
    }

    /// <summary>Shares of traces that each calls new, in words for tables.</summary>
    public IEnumerable<Figure> Figures(IReadOnlyList<IReadOnlyList<int>> ordinary, IReadOnlyList<IReadOnlyList<int>> odd)
    {
        foreach (var (name, isNew) in new (string, Func<IReadOnlyList<int>, bool>)[]
        {
            ("unseen event", t => t.Any(e => !_events.Contains(e))),
            ("unseen bigram", t => Pairs(t).Any(p => !_pairs.Contains(p))),
            ("unseen count vector", t => !_counts.Contains(Counts(t))),
        })
        {
            yield return new Figure(Origin.Baseline, name, "false alerts, share of normal traces", Share(ordinary, isNew), ordinary.Count);
            yield return new Figure(Origin.Baseline, name, "found, share of abnormal traces", Share(odd, isNew), odd.Count);
        }
    }

    private static double Share(IReadOnlyList<IReadOnlyList<int>> traces, Func<IReadOnlyList<int>, bool> isNew) =>
        traces.Count == 0 ? 0 : traces.Count(isNew) / (double)traces.Count;

    private static IEnumerable<(int, int)> Pairs(IReadOnlyList<int> trace)
    {
        var last = Edge;
        foreach (var next in trace)
        {
            yield return (last, next);
            last = next;
        }

        yield return (last, Edge);
    }

    private static string Counts(IReadOnlyList<int> trace)
    {
        var counts = new SortedDictionary<int, int>();
        foreach (var e in trace)
        {
            counts[e] = counts.GetValueOrDefault(e) + 1;
        }

        return string.Join(' ', counts.Select(c => $"{c.Key}:{c.Value}"));
    }
}
