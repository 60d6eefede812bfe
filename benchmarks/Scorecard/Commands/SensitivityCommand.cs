using System.Diagnostics;
using System.Text.Json;
using Scorecard.Report.Sections;
using Scorecard.Scoring;
using Scorecard.Sensitivity;

namespace Scorecard.Commands;

/// <summary>How much rests on each of the sensor's defaults.</summary>
internal static class SensitivityCommand
{
    /// <param name="hospitals">Of the development seeds.</param>
    /// <param name="attacks">In each.</param>
    /// <param name="only">Settings whose names begin so; empty: all.</param>
    /// <param name="path">JSON to write; empty: none.</param>
    /// <param name="threads">Runs at once.</param>
    public static int Run(int hospitals, int attacks, string only, string path, int threads)
    {
        if (hospitals < 1 || attacks < 1 || threads < 1)
        {
            throw new UsageException("At least one hospital, one attack and one thread are needed.");
        }

        var clock = Stopwatch.StartNew();
        var card = SensitivityRun.Run(
            hospitals, attacks, [.. Variations.All.Where(v => v.Setting.StartsWith(only, StringComparison.Ordinal))], threads, what => Console.Error.WriteLine($"{clock.Elapsed:mm\\:ss} {what}"));
        if (path.Length > 0)
        {
            File.WriteAllText(path, JsonSerializer.Serialize(card, CardFile.Json));
        }

        Console.Error.WriteLine($"{clock.Elapsed:mm\\:ss} done");
        Console.WriteLine(SensitivitySection.Of(card));
        return 0;
    }
}
