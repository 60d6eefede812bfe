using System.Globalization;

namespace Scorecard.Public;

/// <summary>Log keys of HDFS blocks as DeepLog's authors cut them (Xu et al. SOSP 2009; Du et al. CCS 2017): an easy benchmark of sequences.</summary>
internal static class HdfsLogs
{
    public const string Name = "HDFS log keys (DeepLog's cut)";

    public static PublicSet Run(string folder)
    {
        var data = Path.Combine(folder, "logseq", "deeplog", "data");
        if (!Directory.Exists(data))
        {
            return PublicSet.Skip(Name, "logseq/deeplog isn't there.");
        }

        // Every other sequence is held out: the normal test part isn't in the set at hand.
        var normal = Read(Path.Combine(data, "hdfs_train"));
        IReadOnlyList<int>[] training = [.. normal.Where((_, i) => i % 2 == 0)];
        IReadOnlyList<int>[] ordinary = [.. normal.Where((_, i) => i % 2 == 1)];
        var odd = Read(Path.Combine(data, "hdfs_test_abnormal"));

        var figures = new List<Figure>();
        foreach (var days in new[] { 2.0, 35.0 })
        {
            var trial = new SequenceTrial(days, training.Length);
            trial.Learn(training);
            var (calm, strange) = (trial.Judge(ordinary), trial.Judge(odd));
            figures.AddRange(TraceFigures.Of($"sequence model, training spread over {days} days", calm, strange));
            if (days > 2)
            {
                figures.AddRange(TraceFigures.Surprise(calm, strange));
                figures.Add(new Figure(Origin.Ours, "sequence model", "state, bytes", trial.StateBytes, 0));
            }
        }

        return new PublicSet(
            Name,
            $"Every other one of {normal.Count:N0} normal sequences taught the model, the others and all abnormal ones were judged, a session each; none of those taught.",
            "",
            [
                .. figures,
                .. new TraceBaselines(training).Figures(ordinary, odd),
                new Figure(Origin.Published, "count vector", "found, at 0.5 % false alerts", 1.000, 16_838, "first experiment in Python (hdfs.py)"),
                new Figure(Origin.Published, "unseen bigram", "found, at 0.24 % false alerts", 0.813, 16_838, "first experiment in Python"),
                new Figure(Origin.Published, "variable-order Markov, order 2", "AUC of the most surprising step", 0.998, 16_838, "first experiment in Python"),
                new Figure(Origin.Published, "variable-order Markov, order 2", "found at 0.1 % false", 0.654, 16_838, "first experiment in Python"),
                new Figure(Origin.Published, "DeepLog (LSTM)", "F1", 0.96, 0, "Du et al. CCS 2017, other split and another mix of classes: not comparable but in order of size; recalled, not checked"),
            ],
            "An easy set: most abnormal blocks hold an event or a count that no normal one has. A method that only counts does as well as any. The traces have no times, so how long the training took is ours to choose; the model grants an unseen step no alert until it has gone long enough without any. Were the held-out sequences one device's 35 days, the unseen bigram would cry wolf several times a device-month; the shipped budget for unseen steps is 0.07.");
    }

    private static List<int[]> Read(string path) =>
        [.. File.ReadLines(path).Select(Numbers).Where(t => t.Length > 0)];

    private static int[] Numbers(string line) =>
        [.. line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
}
