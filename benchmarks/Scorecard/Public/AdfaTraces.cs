using System.Globalization;
using System.IO.Compression;

namespace Scorecard.Public;

/// <summary>System calls of a Linux host with and without attacks (ADFA-LD, Creech and Hu 2013): a hard benchmark of sequences.</summary>
internal static class AdfaTraces
{
    public const string Name = "ADFA-LD system calls";

    public static PublicSet Run(string folder)
    {
        var path = Path.Combine(folder, "adfa", "ADFA-LD.zip");
        if (!File.Exists(path))
        {
            return PublicSet.Skip(Name, "adfa/ADFA-LD.zip isn't there.");
        }

        using var archive = ZipFile.OpenRead(path);
        var training = Read(archive, "Training_Data_Master/");
        var ordinary = Read(archive, "Validation_Data_Master/");
        var odd = Read(archive, "Attack_Data_Master/");

        var trial = new SequenceTrial(days: 35, training.Count);
        trial.Learn(training);
        var lacks = trial.Lacks;
        var (calm, strange) = (trial.Judge(ordinary), trial.Judge(odd));
        trial.DeclareMature();
        var (declaredCalm, declaredStrange) = (trial.Judge(ordinary), trial.Judge(odd));
        return new PublicSet(
            Name,
            $"{training.Count:N0} normal traces taught the model, {ordinary.Count:N0} others and {odd.Count:N0} of attacks were judged, a session each; none of those taught. Training is spread over 35 days.",
            "",
            [
                .. TraceFigures.Of("sequence model, mature by itself", calm, strange),
                .. TraceFigures.Of("sequence model, declared mature by the operator", declaredCalm, declaredStrange),
                .. TraceFigures.Surprise(declaredCalm, declaredStrange),
                new Figure(Origin.Ours, "sequence model", "state, bytes", trial.StateBytes, 0),
                .. new TraceBaselines(training).Figures(ordinary, odd),
                new Figure(Origin.Published, "interpolated Markov, order 5", "AUC of mean bits", 0.839, 5_118, "first experiment in Python (adfa.py)"),
                new Figure(Origin.Published, "interpolated Markov, order 3", "AUC of mean bits", 0.834, 5_118, "first experiment in Python"),
                new Figure(Origin.Published, "interpolated Markov, order 5", "found at 1 % false", 0.154, 746, "first experiment in Python"),
                new Figure(Origin.Published, "unseen event", "found, at 2.6 % false alerts", 0.004, 746, "first experiment in Python"),
            ],
            $"Far more calls than the 60 a grammar has room for: what is rare goes by one name, OTHER. {(lacks.IsNone ? "The model calls itself mature on it." : $"By itself the model never calls such sequences mature (lacking: {lacks.Lacking}, {Short(lacks.Have)} of {Short(lacks.Need)}) and stays silent rather than guess.")} A hard set; nobody's figures on it are good at few false alerts.");
    }

    private static string Short(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static List<int[]> Read(ZipArchive archive, string part)
    {
        var traces = new List<int[]>();
        foreach (var entry in archive.Entries.Where(e => IsTrace(e.FullName, part)).OrderBy(e => e.FullName, StringComparer.Ordinal))
        {
            using var reader = new StreamReader(entry.Open());
            traces.Add([.. reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture))]);
        }

        return [.. traces.Where(t => t.Length > 0)];
    }

    private static bool IsTrace(string name, string part) =>
        name.Contains(part, StringComparison.Ordinal) && name.EndsWith(".txt", StringComparison.Ordinal) && !name.Contains("__MACOSX", StringComparison.Ordinal);
}
